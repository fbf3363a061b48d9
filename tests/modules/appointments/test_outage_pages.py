"""The pages of an outage: for the front desk at 7:20, and for the people it concerns."""

import re
from datetime import timedelta

import pytest

from modules.appointments.models import (
    Booking,
    Closure,
    ConcernPlace,
    Origin,
    Outage,
    OutageCase,
    OutageCaseState,
    State,
)
from modules.appointments.services import Details
from tenants.municipality.frame import forget_all
from tests.clients import Browser, browser_for
from tests.factories.appointments import cell, make_office
from tests.modules.appointments.citizens import page_of as public_page
from tests.modules.appointments.staff import TERMINE, booked, clock_time, field, said, text_of

pytestmark = pytest.mark.django_db

AUSFALL = f"{TERMINE}ausfall/"
AT_SEVEN_TWENTY = clock_time(7, 20)
BY_PHONE = Details(last_name="Graf", phone="03935 99")


@pytest.fixture
def place(clock, tenant, db) -> ConcernPlace:
    """A location with one counter that is open until noon and has an appointment at ten and one at eleven."""
    found = make_office(places=1)
    booked(found, 10)
    booked(found, 11, details=BY_PHONE)
    clock(AT_SEVEN_TWENTY)
    return found


@pytest.fixture
def desk(place, front_desk, signed_in) -> Browser:
    return signed_in(front_desk)


@pytest.fixture
def citizen() -> Browser:
    """Return a browser of somebody with a link."""
    return browser_for("musterstadt.localhost")


def form_data(desk: Browser, place: ConcernPlace, **changes: str) -> dict[str, str]:
    key = field(desk.get(AUSFALL), "idem_key")
    pool = place.pools.all()[0]
    return {"idem_key": key, "scope": f"pool:{pool.pk}", "places": "all", "until": "today", "on": ""} | changes


def report(desk: Browser, place: ConcernPlace, **changes: str) -> Outage:
    desk.post(AUSFALL, form_data(desk, place) | {"save": "1", "notice": ""} | changes)
    return Outage.objects.get()


def case_of(name: str) -> OutageCase:
    return OutageCase.objects.select_related("booking", "replacement").get(booking__last_name=name)


def test_the_front_desk_sees_what_remains_and_who_is_affected_before_anything_is_locked(desk, place):
    preview = text_of(desk.post(AUSFALL, form_data(desk, place)))
    assert "kein Platz" in preview
    assert "2 Termine sind betroffen" in preview
    assert "Mirela Brandt" in preview
    assert "Anruf: 03935 99" in preview
    assert "Wer einen Termin hat, bekommt von uns Bescheid." in preview
    assert not Outage.objects.exists()
    assert not Closure.objects.exists()


def test_saving_leads_to_the_calls_and_what_to_say(desk, place):
    data = form_data(desk, place)
    page = said(desk.post(AUSFALL, data | {"save": "1", "notice": "Heute geschlossen."}))
    assert "Die Plätze sind ab sofort gesperrt." in page
    assert "Bitte anrufen: eine Person" in page
    assert "(Personalausweis" in page
    assert "fällt leider aus. Wir haben für Sie" in page
    assert "Passt Ihnen das?" in page


def test_ticking_off_a_call_says_who_called_and_when(desk, place):
    report(desk, place)
    page = said(desk.post(f"{AUSFALL}fall/{case_of('Graf').pk}/", {"ergebnis": "accepted"}))
    assert "Bitte anrufen" not in page
    assert case_of("Graf").state == OutageCaseState.ACCEPTED
    assert re.search(r"7:20, \w+", page)


def test_another_time_on_the_phone_leads_to_the_page_that_moves(desk, place):
    report(desk, place)
    case = case_of("Graf")
    answer = desk.post(f"{AUSFALL}fall/{case.pk}/", {"ergebnis": "moved"})
    assert answer["Location"] == f"{TERMINE}buchung/{case.booking_id}/verschieben/"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"until": "day", "on": ""}, "Bitte geben Sie den letzten Tag ein."),
        ({"until": "day", "on": "2026-11-20"}, "Bitte geben Sie einen Tag ein, der noch kommt"),
    ],
)
def test_an_impossible_end_is_said_at_the_field(desk, place, changes, sentence):
    assert sentence in text_of(desk.post(AUSFALL, form_data(desk, place, **changes)))


def test_places_are_offered_as_many_as_there_are(desk, place):
    page = text_of(desk.get(AUSFALL))
    assert "1 Platz alle Plätze" in page
    make_office(location=place.location, name="Meldewesen", places=3)
    assert "1 Platz 2 Plätze 3 Plätze alle Plätze" in text_of(desk.get(AUSFALL))


def test_more_places_than_a_team_has_cannot_be_missing(desk, place):
    make_office(location=place.location, name="Meldewesen", places=3)
    page = text_of(desk.post(AUSFALL, form_data(desk, place, places="2")))
    assert "In dieser Zeit gibt es dort nur 1 Platz." in page


def test_a_large_team_is_chosen_from_a_list(desk, place):
    make_office(location=place.location, name="Meldewesen", places=8)
    assert "8 Plätze alle Plätze" in text_of(desk.get(AUSFALL))


def test_going_back_keeps_what_was_typed(desk, place):
    make_office(location=place.location, name="Meldewesen", places=3)
    page = desk.post(AUSFALL, form_data(desk, place, places="2") | {"back": "1"})
    assert re.search(r'value="2"[^>]*checked', page.content.decode())


def test_the_notice_stands_on_the_start_page_and_the_appointment_pages_while_it_lasts(desk, place, citizen):
    outage = report(desk, place, notice="Das Bürgerbüro ist heute zu.")
    forget_all()  # nothing is committed in a test
    assert "Das Bürgerbüro ist heute zu." in text_of(citizen.get("/termine/"))
    desk.post(f"{AUSFALL}{outage.pk}/hinweis/", {"notice": "Ab Mittwoch sind wir wieder da."})
    forget_all()
    assert "Ab Mittwoch sind wir wieder da." in text_of(citizen.get("/termine/"))
    assert "Ab Mittwoch" not in text_of(citizen.get("/impressum/"))
    desk.post(f"{AUSFALL}{outage.pk}/beenden/", {"offene": "behalten"})
    forget_all()
    assert "Ab Mittwoch" not in text_of(citizen.get("/termine/"))


def test_everybody_is_back(desk, place):
    outage = report(desk, place)
    page = said(desk.post(f"{AUSFALL}{outage.pk}/beenden/", {"offene": "behalten"}))
    assert "wieder buchbar" in page
    assert case_of("Brandt").state == OutageCaseState.KEPT
    assert "findet doch statt" in page


def test_the_link_shows_the_reserved_time_and_only_the_button_takes_it(desk, place, citizen):
    report(desk, place)
    case = case_of("Brandt")
    address = f"/termine/ersatz/{case.booking.token}/"
    shown = citizen.get(address)
    assert "Diese Zeit haben wir für Sie reserviert" in text_of(shown)
    assert Booking.objects.get(pk=case.booking_id).cell_from == cell(10)
    assert not shown.cookies
    answer = citizen.post(address)
    assert answer["Location"].startswith(public_page(case.booking))
    moved = Booking.objects.get(pk=case.booking_id)
    assert moved.starts_at == case.replacement.starts_at
    assert citizen.post(address)["Location"].startswith(public_page(case.booking))


@pytest.mark.usefixtures("place")
def test_a_lapsed_replacement_says_so_and_offers_other_times(desk, citizen, clock, front_desk, signed_in):
    report(desk, ConcernPlace.objects.get())
    case = case_of("Brandt")
    clock(case.replacement.expires_at + timedelta(minutes=1))
    address = f"/termine/ersatz/{case.booking.token}/"
    answer = citizen.post(address)
    assert answer.status_code == 409
    assert "Diese Zeit ist nicht mehr reserviert." in text_of(answer)
    assert "Ersatz verfallen, die Zeit ist wieder frei" in text_of(
        signed_in(front_desk).get(f"{AUSFALL}{case.outage_id}/")
    )


def test_a_stranger_finds_neither_replacement_nor_hold(desk, place, citizen):
    report(desk, place)
    held = Booking.objects.get(
        origin=Origin.REPLACEMENT, state=State.HELD, place=place, pk=case_of("Brandt").replacement_id
    )
    other = (
        booked(place, 9, day=held.day) if held.cell_from != cell(9, 0, held.day) else booked(place, 11, day=held.day)
    )
    assert citizen.get(f"/termine/ersatz/{other.token}/").status_code == 404
    assert citizen.get(f"/termine/ersatz/{held.token}/").status_code == 404
    assert citizen.get(f"/termine/t/{held.token}/").status_code == 404
    assert citizen.get("/termine/ersatz/gibt-es-nicht/").status_code == 404


def test_the_day_leads_to_the_outage_and_shows_the_running_one(desk, place):
    assert f'href="{AUSFALL}"' in desk.get(TERMINE).content.decode()
    outage = report(desk, place)
    page = desk.get(TERMINE).content.decode()
    assert f"{AUSFALL}{outage.pk}/" in page
    assert "Betroffene und Anrufe ansehen" in page


def test_the_old_link_says_that_the_appointment_cannot_take_place(desk, place, citizen):
    report(desk, place)
    page = text_of(citizen.get(public_page(case_of("Brandt").booking)))
    assert "Dieser Termin fällt leider aus." in page


def test_closures_of_an_outage_are_changed_on_its_own_page_only(place, administrator, desk, signed_in):
    outage = report(desk, place)
    setup = signed_in(administrator)
    closure = Closure.objects.get()
    assert f"{AUSFALL}{outage.pk}/" in setup.get(f"{TERMINE}einrichten/schliessungen/").content.decode()
    assert setup.get(f"{TERMINE}einrichten/schliessungen/{closure.pk}/").status_code == 404
    setup.post(f"{TERMINE}einrichten/schliessungen/{closure.pk}/loeschen/")
    assert Closure.objects.exists()


def test_a_result_that_no_button_has_is_refused(desk, place):
    report(desk, place)
    case = case_of("Graf")
    assert desk.post(f"{AUSFALL}fall/{case.pk}/", {"ergebnis": "unfug"}).status_code == 400
    assert case_of("Graf").called_at is None
