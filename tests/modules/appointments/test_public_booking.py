"""The citizen's way to an appointment, over HTTP and without a cookie."""

from modules.appointments.codes import confirmation_code
from modules.appointments.models import Booking, State
from tests.modules.appointments.citizens import DETAILS, booking_at, choose, page_of, text_of, times_url


def test_a_citizen_books_moves_and_cancels_without_a_cookie(office, tenant_client):
    assert office.concern.name in text_of(tenant_client.get("/termine/"))
    assert "Wie viele Personen" in text_of(tenant_client.get(f"/termine/anliegen/{office.concern_id}/"))
    answer = tenant_client.get(f"/termine/anliegen/{office.concern_id}/?personen=1&weiter=1")
    assert answer["Location"] == f"/termine/zeit/?anliegen={office.concern_id}&personen=1"

    answer = choose(tenant_client, office, 9, 20)
    assert answer.status_code == 303
    booking = booking_at(answer)
    assert "Für Sie reserviert bis 8:10 Uhr." in text_of(tenant_client.get(answer["Location"]))

    answer = tenant_client.post(page_of(booking), DETAILS)
    assert answer["Location"] == page_of(booking, "pruefen/")
    assert "Mirela Brandt" in text_of(tenant_client.get(answer["Location"]))

    answer = tenant_client.post(page_of(booking, "pruefen/"))
    assert answer["Location"] == page_of(booking)
    assert "mirela.brandt@post.example" in text_of(tenant_client.get(page_of(booking)))

    code = confirmation_code(booking.pk, "mirela.brandt@post.example")
    answer = tenant_client.post(page_of(booking), {"schritt": "code", "code": f"{code[:3]} {code[3:]}"})
    page = text_of(tenant_client.get(answer["Location"]))
    assert "Ihr Termin ist gebucht." in page
    assert "Dienstag, 24. November 2026, 9:20 Uhr" in page
    assert "Biometrisches Passfoto" in page

    answer = choose(tenant_client, office, 10, 40, page=tenant_client.get(page_of(booking, "verschieben/")))
    page = tenant_client.get(page_of(booking, "verschieben/"))
    assert "Auf wann möchten Sie den Termin verschieben?" in text_of(page)
    tenant_client.get(page_of(booking, "absagen/"))
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED
    answer = tenant_client.post(page_of(booking, "absagen/"))
    assert answer["Location"] == page_of(booking)
    assert "Ihr Termin ist abgesagt" in text_of(tenant_client.get(page_of(booking)))
    assert not tenant_client.cookies
