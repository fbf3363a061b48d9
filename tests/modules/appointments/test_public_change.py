"""Moving, cancelling and finding an appointment again."""

import re
import uuid
from datetime import datetime

import pytest
from django.utils import timezone

from modules.appointments.models import Audience, State
from modules.appointments.services.finding import MAX_MAILS
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import (
    BERLIN,
    TUESDAY,
    AnswerFactory,
    ConcernPlaceFactory,
    QuestionFactory,
    cell,
    hold_at,
    make_office,
    used_in,
)
from tests.factories.municipality import LocationFactory
from tests.modules.appointments.citizens import confirmed, field, page_of, text_of, unconfirmed


def move_to(client, booking, place, hour: int, minute: int = 0):
    """Return the answer to the choice of another time."""
    page = client.get(page_of(booking, "verschieben/"))
    time = f"{place.pk}_{TUESDAY}_{cell(hour, minute)}"
    return client.post(page_of(booking, "verschieben/"), {"idem_key": field(page, "idem_key"), "zeit": time})


def test_the_times_to_move_to_open_at_the_day_of_the_appointment(office, tenant_client):
    booking = confirmed(tenant_client, office, 9, 20)
    page = text_of(tenant_client.get(page_of(booking, "verschieben/")))
    assert "Uhrzeit am Di, 24. November" in page
    assert "Ihr bisheriger Termin bleibt bestehen" in page
    assert "9:20 Uhr" in page
    assert "Schritt" not in page


def test_moving_gives_the_old_time_back_and_mails_the_new_one(office, tenant_client):
    booking = confirmed(tenant_client, office, 9, 20)
    answer = move_to(tenant_client, booking, office, 11)
    page = text_of(tenant_client.get(answer["Location"]))
    assert "Ihr Termin ist verschoben." in page
    assert "Dienstag, 24. November 2026, 11:00 Uhr" in page
    used = used_in(office)
    assert not used[cell(9, 20) - 1]
    assert used[cell(11) - 1] == 1
    assert OutboxMessage.objects.filter(kind="appointments.moved").count() == 1


def test_moving_to_a_time_that_was_just_taken_offers_others_and_keeps_the_old_one(office, tenant_client):
    booking = confirmed(tenant_client, office, 9, 20)
    page = tenant_client.get(page_of(booking, "verschieben/"))
    hold_at(office, 10, 0)
    time = {"idem_key": field(page, "idem_key"), "zeit": f"{office.pk}_{TUESDAY}_{cell(10)}"}
    answer = tenant_client.post(page_of(booking, "verschieben/"), time)
    assert answer.status_code == 409
    assert "Diese Zeiten sind in der Nähe frei:" in text_of(answer)
    booking.refresh_from_db()
    assert booking.cell_from == cell(9, 20)


def test_moving_without_a_time_says_what_is_missing(office, tenant_client):
    booking = confirmed(tenant_client, office)
    page = tenant_client.post(page_of(booking, "verschieben/"), {"idem_key": str(uuid.uuid4())})
    assert text_of(page).count("Bitte wählen Sie eine Uhrzeit aus.") == 2
    assert "<title>Fehler: Termin verschieben" in page.content.decode()


def test_an_appointment_moves_to_another_place(office, tenant_client):
    branch = make_office(location=LocationFactory(name="Außenstelle"))
    extra = ConcernPlaceFactory(concern=office.concern, location=branch.location, pools=list(branch.pools.all()))
    booking = confirmed(tenant_client, office)
    page = tenant_client.get(page_of(booking, f"verschieben/?ort={extra.pk}"))
    assert re.search(r'aria-current="true">Außenstelle', page.content.decode())
    answer = move_to(tenant_client, booking, extra, 10)
    assert "Außenstelle" in text_of(tenant_client.get(answer["Location"]))


def test_a_time_of_a_strange_place_is_no_choice(office, tenant_client):
    strange = make_office()
    booking = confirmed(tenant_client, office)
    page = move_to(tenant_client, booking, strange, 10)
    assert "Bitte wählen Sie eine Uhrzeit aus." in text_of(page)


def test_an_answer_that_the_set_up_lost_does_not_keep_anybody_from_moving(office, tenant_client):
    booking = confirmed(tenant_client, office)
    answer = AnswerFactory(question=QuestionFactory(concern=office.concern))
    booking.answers = {str(answer.question_id): str(answer.pk)}
    booking.save()
    answer.question.delete()
    assert tenant_client.get(page_of(booking)).status_code == 200
    assert move_to(tenant_client, booking, office, 11).status_code == 303


def test_a_concern_that_only_staff_book_meanwhile_is_moved_by_telephone(office, tenant_client):
    booking = confirmed(tenant_client, office)
    office.concern.audience = Audience.STAFF
    office.concern.save()
    assert "Im Moment ist online kein Termin frei." in text_of(tenant_client.get(page_of(booking, "verschieben/")))


def test_edge_case_12_opening_the_page_to_cancel_cancels_nothing(office, tenant_client):
    booking = confirmed(tenant_client, office)
    page = text_of(tenant_client.get(page_of(booking, "absagen/")))
    assert "Ihre Zeit wird sofort frei, und jemand anderes kann sie buchen." in page
    tenant_client.head(page_of(booking, "absagen/"))
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_cancelling_twice_is_cancelling_once(office, tenant_client):
    booking = confirmed(tenant_client, office)
    for _click in range(2):
        answer = tenant_client.post(page_of(booking, "absagen/"))
        assert answer["Location"] == page_of(booking)
    assert OutboxMessage.objects.filter(kind="appointments.cancelled_by_citizen").count() == 1
    assert not any(used_in(office))
    for below in ("verschieben/", "absagen/", "pruefen/", "bestaetigen/"):
        assert tenant_client.get(page_of(booking, below))["Location"] == page_of(booking)


def test_what_has_begun_is_neither_moved_nor_cancelled(office, tenant_client, clock):
    booking = confirmed(tenant_client, office, 9, 0)
    clock(datetime(2026, 11, 24, 9, 5, tzinfo=BERLIN))
    page = text_of(tenant_client.get(page_of(booking)))
    assert "Termin absagen" not in page
    assert tenant_client.get(page_of(booking, "verschieben/"))["Location"] == page_of(booking)
    assert "Das geht bei diesem Termin nicht mehr." in text_of(tenant_client.post(page_of(booking, "absagen/")))
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_what_is_not_confirmed_yet_is_not_moved(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    assert tenant_client.get(page_of(booking, "verschieben/"))["Location"] == page_of(booking)


def find(client, number: str, contact: str):
    """Return the page that answers the question for a lost link."""
    answer = client.post("/termine/finden/", {"number": number, "contact": contact})
    return client.get(answer["Location"]) if answer.status_code == 303 else answer


@pytest.mark.parametrize("contact", ["Mirela.Brandt@post.example", "03931 123456", "+49 3931 / 123456"])
def test_number_and_address_bring_the_link_by_mail(office, tenant_client, contact):
    booking = confirmed(tenant_client, office, phone="03931 12 34 56")
    page = find(tenant_client, booking.code.lower().replace("-", " "), contact)
    assert "Bitte sehen Sie in Ihr Postfach." in text_of(page)
    assert booking.token not in page.content.decode()
    mail = OutboxMessage.objects.get(kind="appointments.link")
    assert mail.to == booking.email
    assert booking.token in mail.text


@pytest.mark.parametrize("contact", ["jemand@post.example", "03931 999999", "1", "@"])
def test_a_wrong_second_fact_gets_the_same_answer_and_no_mail(office, tenant_client, contact):
    booking = confirmed(tenant_client, office, phone="03931 123456")
    right = text_of(find(tenant_client, booking.code, booking.email))
    assert text_of(find(tenant_client, booking.code, contact)) == right
    assert OutboxMessage.objects.filter(kind="appointments.link").count() == 1


def test_the_link_is_not_sent_without_end(office, tenant_client):
    booking = confirmed(tenant_client, office)
    for _click in range(MAX_MAILS + 2):
        find(tenant_client, booking.code, booking.email)
        OutboxMessage.objects.update(created_at=timezone.now())  # the outbox does not look at the clock of the test
    assert OutboxMessage.objects.filter(kind="appointments.link").count() == MAX_MAILS


def test_a_past_appointment_is_not_looked_for(office, tenant_client, clock):
    booking = confirmed(tenant_client, office)
    clock(datetime(2026, 11, 25, 9, tzinfo=BERLIN))
    find(tenant_client, booking.code, booking.email)
    assert not OutboxMessage.objects.filter(kind="appointments.link").exists()


def test_a_number_that_cannot_be_one_says_how_it_looks(office, tenant_client):
    page = find(tenant_client, "12", "")
    assert text_of(page).count("Bitte geben Sie die sechs Zeichen Ihrer Terminnummer ein") == 2
    assert 'value="12"' in page.content.decode()


def test_another_site_cannot_ask_for_links(office, tenant_client):
    answer = tenant_client.post("/termine/finden/", {}, HTTP_ORIGIN="https://fremd.example")
    assert answer.status_code == 403
