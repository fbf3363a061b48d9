"""Owners hear of their appointments as they chose, guests by mail as before, nobody twice."""

import uuid
from datetime import timedelta

import pytest

from modules.appointments.models import Booking, WaitingState
from modules.appointments.my_cards import my_cards
from modules.appointments.services import (
    Details,
    cancel_booking,
    enter_details,
    move_booking,
    request_confirmation,
    send_reminders,
    wait_without_booking,
)
from rathaus.mail.models import OutboxMessage
from rathaus.notifications.models import Notification, NotificationPreference
from tests.factories.appointments import TUESDAY, cell, hold_at
from tests.modules.appointments.citizens import field, text_of
from tests.modules.appointments.owners import ADDRESS, browser_of, citizen
from tests.modules.appointments.staff import booked
from tests.modules.appointments.test_owned import owned
from tests.modules.appointments.waiting import offer_to, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return citizen()


def kinds() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("kind", flat=True))


def choose_none(person, kind: str) -> None:
    NotificationPreference.objects.create(person=person, kind=kind, mail=False, push=False)


class TestOwners:
    def test_a_reminder_comes_once_with_the_calendar_mail(self, office, person, clock):
        booking = owned(office, person)
        clock(booking.starts_at - timedelta(hours=20))
        assert send_reminders() == 1
        assert kinds() == ["appointments.confirmed", "appointments.reminder"]
        assert Notification.objects.get().path.endswith(f"/t/{booking.token}/")
        assert send_reminders() == 0

    def test_who_wants_no_reminder_gets_none(self, office, person, clock):
        booking = owned(office, person)
        choose_none(person, "appointments.reminder")
        clock(booking.starts_at - timedelta(hours=20))
        send_reminders()
        assert kinds() == ["appointments.confirmed"]

    def test_a_change_by_the_town_hall_is_told_and_holds_nothing_personal(self, office, person, case_worker):
        booking = move_booking(
            booking=owned(office, person), place=office, day=TUESDAY, cell_from=cell(10), actor=case_worker
        )
        cancel_booking(booking=booking, actor=case_worker, reason="Stromausfall")
        assert kinds() == ["appointments.cancelled_by_town_hall", "appointments.confirmed", "appointments.moved"]
        texts = " ".join(f"{told.subject} {told.text}" for told in Notification.objects.all())
        assert not [word for word in ("Stromausfall", "Brandt", office.concern.name) if word in texts]

    def test_what_one_did_oneself_is_always_mailed(self, office, person):
        choose_none(person, "appointments.change")
        cancel_booking(booking=owned(office, person))
        assert kinds() == ["appointments.cancelled_by_citizen", "appointments.confirmed"]

    def test_somebody_with_a_telephone_only_is_reminded_by_the_account(self, office, person, clock):
        booking = hold_at(office, 9)
        enter_details(booking=booking, details=Details(last_name="Brandt", phone="03935 1234"), owner=person)
        request_confirmation(booking=booking)
        clock(booking.starts_at - timedelta(hours=20))
        assert send_reminders() == 1
        assert OutboxMessage.objects.get().to == ADDRESS


class TestGuests:
    def test_they_get_the_mails_of_before_and_nothing_else(self, office, clock):
        booking = booked(office, 9)
        clock(booking.starts_at - timedelta(hours=20))
        send_reminders()
        assert kinds() == ["appointments.confirmed", "appointments.reminder"]
        assert not Notification.objects.exists()


class TestWaitingList:
    @pytest.fixture
    def waiting(self, office, person):
        office.concern.has_waiting_list = True
        office.concern.save()
        details = Details(first_name="Mirela", last_name="Brandt", email=ADDRESS)
        return wait_without_booking(
            concern=office.concern, wish=wish(), details=details, idem_key=uuid.uuid4(), owner=person
        )

    def test_a_proven_address_waits_at_once(self, waiting, person):
        assert (waiting.state, waiting.owner) == (WaitingState.WAITING, person)
        assert kinds() == ["appointments.waiting_joined"]

    def test_an_offer_is_told_and_stands_on_the_first_page(self, office, waiting, person):
        cancel_booking(booking=booked(office, 9))
        offer = offer_to(waiting)
        assert Notification.objects.get().kind == "appointments.offer"
        card = my_cards(person)[0]
        assert card.is_waiting
        assert offer.token in card.url

    def test_who_accepts_owns_the_appointment(self, office, waiting, person, tenant_client):
        cancel_booking(booking=booked(office, 9))
        tenant_client.post(f"/termine/warteliste/angebot/{offer_to(waiting).token}/", {"antwort": "annehmen"})
        assert Booking.objects.get(state="confirmed").owner == person

    @pytest.mark.usefixtures("waiting")
    def test_the_form_knows_who_is_signed_in(self, office, person, tenant_client):
        page = browser_of(tenant_client, person).get(f"/termine/warteliste/?anliegen={office.concern_id}")
        assert field(page, "last_name") == "Brandt"


class TestFirstPage:
    def test_the_next_appointment_says_what_to_bring(self, office, person):
        booking = owned(office, person)
        (card,) = my_cards(person)
        assert card.url.endswith(f"/t/{booking.token}/")
        assert "Dienstag, 24. November 2026, 9:00 Uhr" in card.lines
        assert "Bitte mitbringen: Alter Ausweis, Biometrisches Passfoto" in card.lines

    def test_several_lead_to_all_of_them(self, office, person):
        owned(office, person, 9)
        owned(office, person, 10)
        (card,) = my_cards(person)
        assert card.url == "/termine/meine/"

    def test_nothing_is_shown_where_nothing_is(self, person):
        assert my_cards(person) == []

    def test_its_page_shows_it(self, office, person, tenant_client):
        owned(office, person)
        assert "Ihr nächster Termin" in text_of(browser_of(tenant_client, person).get("/mein/"))
