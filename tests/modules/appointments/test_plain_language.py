"""Plain German ("Einfache Sprache"): steps, errors and mails; what has no plain text is the usual one."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from modules.appointments.models import Booking
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import TUESDAY, cell
from tests.modules.appointments.citizens import DETAILS, booking_at, field, page_of, text_of


@pytest.fixture(autouse=True)
def usual_german_afterwards() -> Iterator[None]:
    """Leave the language of the pages here behind: the next test in this thread reads the usual German."""
    yield
    translation.deactivate()


def in_plain(path: str) -> str:
    """Return the address of a page in plain German."""
    return f"/de-einfach{path}"


def held_in_plain(client, office) -> Booking:
    url = in_plain(f"/termine/zeit/?anliegen={office.concern_id}&tag={TUESDAY}")
    page = client.get(url)
    return booking_at(
        client.post(url, {"idem_key": field(page, "idem_key"), "zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"})
    )


def test_the_steps_are_there_in_plain_german_and_are_german_for_browsers(office, tenant_client):
    page = tenant_client.get(in_plain("/termine/"))
    assert '<html lang="de">' in page.content.decode()
    assert "Warum möchten Sie zu uns kommen?" in text_of(page)
    assert "Leichte Sprache" not in text_of(page)
    assert office.concern.name in text_of(page)
    assert f'href="/de-einfach/termine/anliegen/{office.concern_id}/"' in page.content.decode()


def test_the_usual_german_stays_as_it_is(office, tenant_client):
    assert "Was möchten Sie erledigen?" in text_of(tenant_client.get("/termine/"))
    assert office.concern.name in text_of(tenant_client.get("/termine/"))


def test_dates_and_what_has_no_plain_text_are_usual_german(office, tenant_client):
    page = text_of(tenant_client.get(in_plain(f"/termine/zeit/?anliegen={office.concern_id}&tag={TUESDAY}")))
    assert "Uhrzeit am Di, 24. November" in page
    assert "9:00 Uhr" in page
    assert "An welchem Tag möchten Sie kommen?" in page


def test_mails_come_in_plain_german_and_lead_to_plain_pages(office, tenant_client):
    booking = held_in_plain(tenant_client, office)
    assert booking.language == "de-einfach"
    tenant_client.post(in_plain(page_of(booking)), DETAILS)
    tenant_client.post(in_plain(page_of(booking, "pruefen/")))
    mail = OutboxMessage.objects.get()
    assert "bitte machen Sie Ihren Termin fest." in mail.text
    assert "/de-einfach/termine/t/" in mail.text
    assert '<html lang="de"' in mail.html


def test_errors_are_plain_too(office, tenant_client):
    booking = held_in_plain(tenant_client, office)
    page = text_of(tenant_client.post(in_plain(page_of(booking)), DETAILS | {"email": "mirela@"}))
    assert "So sieht eine E-Mail-Adresse aus: name@beispiel.de" in page


def test_waiting_for_a_time_is_plain_too(office, tenant_client):
    page = text_of(tenant_client.get(in_plain(f"/termine/warteliste/?anliegen={office.concern_id}")))
    assert "Wir schreiben Ihnen, wenn ein Termin frei wird" in page
    assert "Warteliste" not in page
