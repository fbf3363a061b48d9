"""The waiting list: who gets on it, answers offers, and leaves it. Complaint 7, edge cases 2, 10 and 12."""

import uuid
from datetime import timedelta

import icalendar
import pytest

from modules.appointments.errors import (
    IncompleteDetailsError,
    NoWaitingListError,
    OfferLapsedError,
    TooManyBookingsError,
    TooManyMailsError,
    TooManyWishesError,
    WrongStateError,
)
from modules.appointments.models import (
    AppointmentSettings,
    Booking,
    OfferState,
    Origin,
    State,
    WaitingEntry,
    WaitingOffer,
    WaitingState,
)
from modules.appointments.services import (
    Details,
    accept_offer,
    cancel_booking,
    change_wish,
    check_days,
    confirm_wish,
    decline_offer,
    end_entries,
    lapse_offers,
    leave_waiting_list,
    move_booking,
    sweep_expired,
    wait_with_booking,
    wait_without_booking,
)
from rathaus.mail.attachments import Attachment
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, cell, hold_at
from tests.modules.appointments.staff import booked
from tests.modules.appointments.waiting import is_free, offer_to, waits, waits_with, wish

pytestmark = pytest.mark.django_db
GRAF = Details(first_name="Ada", last_name="Graf", email="graf@post.example")


@pytest.fixture(autouse=True)
def _rows_equal_bookings():
    """Whatever a test did: day rows say what the bookings say."""
    yield
    assert check_days(repair=False).is_clean


def wait(office, **further):
    """Return the entry of somebody who has not proven the address."""
    further = {"concern": office.concern, "wish": wish(), "details": GRAF, "idem_key": uuid.uuid4()} | further
    return wait_without_booking(**further)


class TestAccepting:
    def test_somebody_without_an_appointment_gets_one(self, office):
        booking, entry = booked(office, 9), waits(office)
        cancel_booking(booking=booking)
        got = accept_offer(offer=offer_to(entry))
        entry.refresh_from_db()
        assert (got.state, got.origin, got.last_name, got.email) == (
            State.CONFIRMED,
            Origin.PUBLIC,
            "Graf",
            "graf@post.example",
        )
        assert (entry.state, entry.email, entry.last_name) == (WaitingState.SERVED, "", "")
        assert OutboxMessage.objects.filter(kind="appointments.confirmed", to="graf@post.example").count() == 1
        assert not is_free(office, 9)

    def test_somebody_with_an_appointment_moves_there_and_the_old_time_goes_on(self, office):
        early, own = booked(office, 9), booked(office, 11)
        entry, other = waits_with(own), waits(office, "Lorenz")
        cancel_booking(booking=early)
        moved = accept_offer(offer=offer_to(entry))
        assert (moved.pk, moved.cell_from, moved.state) == (own.pk, cell(9), State.CONFIRMED)
        assert offer_to(other).hold.cell_from == cell(11)
        assert not is_free(office, 11)

    def test_edge_case_02_an_accepted_offer_is_the_next_version_of_the_calendar_entry(self, office):
        early, own = booked(office, 9), booked(office, 11)
        entry = waits_with(own)
        cancel_booking(booking=early)
        accept_offer(offer=offer_to(entry))
        mail = OutboxMessage.objects.get(kind="appointments.moved")
        calendar = icalendar.Calendar.from_ical(Attachment.from_json(mail.attachments[0]).content)
        (event,) = calendar.walk("VEVENT")
        assert (str(calendar["METHOD"]), event["SEQUENCE"]) == ("REQUEST", 1)
        assert str(event["UID"]) == f"{own.pk}@termine.rathaus"
        assert event.decoded("dtstart").strftime("%H:%M") == "09:00"

    def test_edge_case_12_accepting_twice_is_accepting_once(self, office):
        booking, entry = booked(office, 9), waits(office)
        cancel_booking(booking=booking)
        offer = offer_to(entry)
        first, second = accept_offer(offer=offer), accept_offer(offer=offer)
        assert first.pk == second.pk
        assert OutboxMessage.objects.filter(kind="appointments.confirmed", to="graf@post.example").count() == 1

    def test_an_offer_that_went_on_cannot_be_accepted(self, office, clock):
        booking, first, second = booked(office, 9), waits(office, "Graf"), waits(office, "Lorenz")
        cancel_booking(booking=booking)
        offer = offer_to(first)
        clock(MONDAY_MORNING + timedelta(minutes=30))
        lapse_offers()
        with pytest.raises(OfferLapsedError):
            accept_offer(offer=offer)
        assert offer_to(second).state == OfferState.OPEN

    def test_who_declined_cannot_accept_after_all(self, office):
        booking, entry = booked(office, 9), waits(office)
        cancel_booking(booking=booking)
        offer = offer_to(entry)
        decline_offer(offer=offer)
        decline_offer(offer=offer)
        with pytest.raises(OfferLapsedError):
            accept_offer(offer=offer)
        assert is_free(office, 9)

    def test_who_cancelled_meanwhile_cannot_accept_and_the_time_goes_on(self, office):
        early, own = booked(office, 9), booked(office, 11)
        entry = waits_with(own)
        cancel_booking(booking=early)
        offer = offer_to(entry)
        cancel_booking(booking=own)
        with pytest.raises(OfferLapsedError):
            accept_offer(offer=offer)
        assert lapse_offers() == 1
        assert is_free(office, 9)

    def test_the_limit_of_open_appointments_holds(self, office):
        AppointmentSettings(max_open_bookings=1).save()
        booking, entry = booked(office, 9), waits(office)
        cancel_booking(booking=booking)
        accept_offer(offer=offer_to(entry))
        other, again = booked(office, 10), waits(office)
        cancel_booking(booking=other)
        offer = offer_to(again)
        with pytest.raises(TooManyBookingsError):
            accept_offer(offer=offer)
        offer.refresh_from_db()
        assert offer.state == OfferState.OPEN

    def test_staff_accept_for_somebody_on_the_phone(self, office, case_worker):
        booking = booked(office, 9)
        entry = waits(office, phone="03935 4711", actor=case_worker)
        cancel_booking(booking=booking)
        assert not OutboxMessage.objects.filter(kind="appointments.waiting_offer").exists()
        got = accept_offer(offer=offer_to(entry), actor=case_worker)
        assert (got.origin, got.phone, got.state) == (Origin.PHONE, "03935 4711", State.CONFIRMED)


class TestJoining:
    def test_nobody_waits_before_the_address_is_proven(self, office):
        booking, entry = booked(office, 9), wait(office)
        assert entry.state == WaitingState.UNCONFIRMED
        cancel_booking(booking=booking)
        assert offer_to(entry) is None
        mail = OutboxMessage.objects.get(kind="appointments.waiting_confirm")
        assert f"/termine/warteliste/{entry.token}/" in mail.text
        assert confirm_wish(entry=entry).state == WaitingState.WAITING
        assert confirm_wish(entry=entry).state == WaitingState.WAITING

    def test_edge_case_10_the_same_form_twice_is_one_entry_and_one_mail(self, office):
        key = uuid.uuid4()
        assert wait(office, idem_key=key).pk == wait(office, idem_key=key).pk
        assert OutboxMessage.objects.filter(kind="appointments.waiting_confirm").count() == 1

    def test_a_stranger_is_mailed_three_times_an_hour(self, office):
        for _ in range(3):
            leave_waiting_list(entry=wait(office))
        with pytest.raises(TooManyMailsError):
            wait(office)

    def test_one_address_waits_four_times_at_most(self, office, case_worker):
        for _ in range(4):
            wait(office, actor=case_worker)
        with pytest.raises(TooManyWishesError):
            wait(office)

    def test_name_and_address_are_needed(self, office, case_worker):
        with pytest.raises(IncompleteDetailsError):
            wait(office, details=Details(last_name="Graf", phone="03935 4711"))
        with pytest.raises(IncompleteDetailsError):
            wait(office, details=Details(last_name="Graf"), actor=case_worker)

    def test_a_concern_may_have_no_list(self, office):
        office.concern.has_waiting_list = False
        office.concern.save()
        with pytest.raises(NoWaitingListError):
            wait(office)
        with pytest.raises(NoWaitingListError):
            wait_with_booking(booking=booked(office, 9), wish=wish())

    def test_with_an_appointment_there_is_one_wish_that_changes(self, office):
        booking = booked(office, 9)
        first = wait_with_booking(booking=booking, wish=wish())
        second = wait_with_booking(booking=booking, wish=wish(weekdays=[2]))
        assert (first.pk, second.weekdays) == (second.pk, [2])

    def test_who_left_may_come_back_at_the_end_of_the_list(self, office, clock):
        booking = booked(office, 11)
        entry = wait_with_booking(booking=booking, wish=wish())
        leave_waiting_list(entry=entry)
        clock(MONDAY_MORNING + timedelta(hours=1))
        again = wait_with_booking(booking=booking, wish=wish())
        assert (again.pk, again.state, again.created_at) == (
            entry.pk,
            WaitingState.WAITING,
            MONDAY_MORNING + timedelta(hours=1),
        )

    def test_a_hold_is_no_appointment_to_wait_with(self, office):
        with pytest.raises(WrongStateError):
            wait_with_booking(booking=hold_at(office, 9), wish=wish())

    def test_chained_appointments_stay_together(self, office):
        first, second = booked(office, 9), booked(office, 9, 20)
        Booking.objects.filter(pk=second.pk).update(follows=first)
        for booking in (first, second):
            with pytest.raises(WrongStateError):
                wait_with_booking(booking=Booking.objects.get(pk=booking.pk), wish=wish())


class TestEnding:
    def test_who_leaves_gives_an_offer_to_the_next_one(self, office):
        booking, first, second = booked(office, 9), waits(office, "Graf"), waits(office, "Lorenz")
        cancel_booking(booking=booking)
        leave_waiting_list(entry=first)
        leave_waiting_list(entry=first)
        assert lapse_offers() == 1
        first.refresh_from_db()
        assert (first.state, first.email) == (WaitingState.LEFT, "")
        assert offer_to(second).hold.cell_from == cell(9)

    def test_a_wish_ends_with_its_last_day(self, office, clock):
        entry = waits(office, until_day=TUESDAY)
        assert end_entries() == 0
        clock(MONDAY_MORNING + timedelta(days=2))
        assert end_entries() == 1
        entry.refresh_from_db()
        assert (entry.state, entry.last_name) == (WaitingState.OVER, "")

    def test_a_wish_ends_with_its_appointment(self, office, clock):
        own, gone = booked(office, 9), booked(office, 10)
        entries = [waits_with(own), waits_with(gone)]
        cancel_booking(booking=gone)
        entries[1].refresh_from_db()
        assert entries[1].state == WaitingState.OVER
        clock(MONDAY_MORNING + timedelta(days=1, hours=2))
        assert end_entries() == 1

    def test_what_has_ended_cannot_be_changed(self, office):
        entry = waits(office)
        assert change_wish(entry=entry, wish=wish(weekdays=[4])).weekdays == [4]
        leave_waiting_list(entry=entry)
        with pytest.raises(WrongStateError):
            change_wish(entry=entry, wish=wish())

    def test_swept_holds_and_offers_leave_nothing_behind(self, office, clock):
        booking = booked(office, 9)
        entry = waits(office)
        cancel_booking(booking=booking)
        clock(MONDAY_MORNING + timedelta(minutes=34))
        sweep_expired()
        offer = WaitingOffer.objects.get(entry=entry)
        with pytest.raises(OfferLapsedError):
            accept_offer(offer=offer)


def test_a_moved_booking_keeps_its_wish(office):
    own = booked(office, 11)
    entry = waits_with(own)
    move_booking(booking=own, place=office, day=TUESDAY, cell_from=cell(10))
    assert WaitingEntry.objects.get(pk=entry.pk).state == WaitingState.WAITING
