"""Set up how a concern is dealt with, and what a location says about the way in."""

import pytest

from modules.appointments.models import AppointmentSettings, Channel
from modules.appointments.selectors import get_place
from tenants.municipality.models import Location
from tests.modules.appointments.citizens import confirmed, field, page_of, text_of


def concern_form(place, **fields):
    """Return what the page of the concern sends."""
    concern = place.concern
    names = ("name", "group", "description", "keywords", "documents", "fee_note", "audience")
    numbers = ("first_minutes", "further_minutes", "max_persons", "lead_minutes")
    sent = {name: getattr(concern, name) for name in (*names, *numbers)}
    pools = [str(pool.pk) for pool in place.pools.all()]
    return sent | {"channels": ["in_person"], f"place-{place.location_id}": pools, **fields}


@pytest.fixture
def save(office, signed_in_administrator):
    """Return a function that sends the page of the concern."""
    address = f"/verwaltung/termine/einrichten/anliegen/{office.concern_id}/"

    def send(**fields):
        page = signed_in_administrator.get(address)
        data = concern_form(office, **fields) | {"idem_key": field(page, "idem_key")}
        return signed_in_administrator.post(address, data)

    return send


def test_ways_and_visits_at_home_are_chosen_on_the_page_of_the_concern(office, save):
    AppointmentSettings.objects.create(video_address="https://video.example/")
    answer = save(channels=["video", "phone", "in_person"], offers_home_visit="on")
    assert answer.status_code == 302, text_of(answer)
    concern = get_place(office.pk).concern
    assert concern.channels == [Channel.IN_PERSON, Channel.PHONE, Channel.VIDEO]
    assert concern.offers_home_visit


def test_a_concern_needs_a_way(save):
    assert "Bitte wählen Sie mindestens einen Weg aus." in text_of(save(channels=[]))


def test_video_alone_needs_a_service_for_it(save):
    assert "Bitte tragen Sie zuerst in den Einstellungen einen Videodienst ein." in text_of(save(channels=["video"]))


def test_the_map_is_a_link_that_carries_the_address_and_loads_nothing():
    location = Location(street="Markt 1", postal_code="39576", city="Stendal")
    assert location.map_url == "https://www.openstreetmap.org/search?query=Markt+1%2C+39576+Stendal"


def test_lift_entrance_and_map_stand_on_the_page_of_an_appointment(office, tenant_client):
    Location.objects.update(lift="Links vom Eingang", transit="Bus 900 bis Markt")
    booking = confirmed(tenant_client, office)
    page = tenant_client.get(page_of(booking))
    for words in ("Aufzug Links vom Eingang", "Bus 900 bis Markt", "Eingang am Markt, Erdgeschoss"):
        assert words in text_of(page)
    assert 'rel="noopener noreferrer">Auf der Karte zeigen (OpenStreetMap)' in page.content.decode()
    entry = tenant_client.get(page_of(booking, "termin.ics")).content.decode().replace("\r\n ", "")
    assert "Aufzug: Links vom Eingang" in entry
