"""From the hold to the confirmed booking, its moves and its end."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from modules.appointments import links
from modules.appointments.codes import confirmation_code
from modules.appointments.errors import (
    HoldLapsedError,
    IncompleteDetailsError,
    NotOfferedError,
    SlotTakenError,
    TooManyBookingsError,
    TooManyMailsError,
    TooManyTriesError,
    WrongCodeError,
    WrongStateError,
)
from modules.appointments.models import AppointmentSettings, Booking, Confirmation, State
from modules.appointments.services import (
    Details,
    cancel_booking,
    check_days,
    confirm_by_code,
    confirm_by_link,
    enter_details,
    move_booking,
    request_confirmation,
    resend_code,
    sweep_expired,
)
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import BERLIN, MONDAY_MORNING, TUESDAY, cell, hold_at, used_in

pytestmark = pytest.mark.django_db

MIRELA = Details(first_name="Mirela", last_name="Brandt", email="Mirela.Brandt@post.example")
OTTO = Details(first_name="Otto", last_name="Graf", phone="03935 12 34", wants_callback=True)
A_CODE_OF_SIX_DIGITS = re.compile(r"^\d{6}$", re.MULTILINE)


def asked(office, hour: int = 9, minute: int = 20, details: Details = MIRELA) -> Booking:
    """Return a booking for which a code was mailed."""
    return request_confirmation(booking=enter_details(booking=hold_at(office, hour, minute), details=details))


def code_of(booking: Booking) -> str:
    return confirmation_code(booking.pk, booking.email)


def wrong_code_of(booking: Booking) -> str:
    return f"{(int(code_of(booking)) + 1) % 1_000_000:06d}"


def confirmed(office, hour: int = 9, minute: int = 20, details: Details = MIRELA) -> Booking:
    booking = asked(office, hour, minute, details)
    return confirm_by_code(booking=booking, code=code_of(booking))


def mails_of(booking: Booking) -> list[str]:
    """Return the kinds of the mails, sorted: the clock stands still, so no mail is the later one."""
    sent = OutboxMessage.objects.filter(reference=str(booking.pk))
    return sorted(kind.removeprefix("appointments.") for kind in sent.values_list("kind", flat=True))


def actions() -> list[str]:
    return list(
        AuditEntry.objects.filter(action__startswith="appointments.").order_by("pk").values_list("action", flat=True)
    )


class TestConfirming:
    def test_the_mail_carries_the_code_that_confirms(self, office):
        booking = asked(office)
        assert booking.state == State.UNCONFIRMED
        assert booking.expires_at == timezone.now() + timedelta(minutes=60)
        mail = OutboxMessage.objects.get(kind="appointments.code")
        assert mail.to == "mirela.brandt@post.example"
        code = A_CODE_OF_SIX_DIGITS.search(mail.text).group()
        assert code in mail.html
        booking = confirm_by_code(booking=booking, code=f" {code[:3]} {code[3:]} ")
        assert booking.state == State.CONFIRMED
        assert booking.expires_at is None
        assert mails_of(booking) == ["code", "confirmed"]

    def test_a_wrong_code_is_counted_and_the_sixth_is_not_even_compared(self, office):
        booking = asked(office)
        left = []
        for _ in range(5):
            with pytest.raises(WrongCodeError) as caught:
                confirm_by_code(booking=booking, code=wrong_code_of(booking))
            left.append(caught.value.tries_left)
        assert left == [4, 3, 2, 1, 0]
        with pytest.raises(TooManyTriesError):
            confirm_by_code(booking=booking, code=code_of(booking))
        booking = resend_code(booking=booking)
        assert confirm_by_code(booking=booking, code=code_of(booking)).state == State.CONFIRMED

    def test_the_mail_is_sent_four_times_at_most(self, office):
        booking = asked(office)
        for _ in range(3):
            booking = resend_code(booking=booking)
        with pytest.raises(TooManyMailsError):
            resend_code(booking=booking)

    def test_edge_case_08_sending_again_waits_the_whole_time_again_and_both_mails_work(self, office, clock):
        booking = asked(office)
        clock(MONDAY_MORNING + timedelta(minutes=50))
        booking = resend_code(booking=booking)
        assert booking.expires_at == MONDAY_MORNING + timedelta(minutes=110)
        clock(MONDAY_MORNING + timedelta(minutes=100))
        first, second = OutboxMessage.objects.filter(kind="appointments.code").order_by("created_at")
        assert A_CODE_OF_SIX_DIGITS.search(first.text).group() == A_CODE_OF_SIX_DIGITS.search(second.text).group()
        code = A_CODE_OF_SIX_DIGITS.search(first.text).group()
        assert confirm_by_code(booking=booking, code=code).state == State.CONFIRMED

    def test_edge_case_08_an_abandoned_hold_is_free_after_ten_minutes_without_any_sweeper(self, office, clock):
        hold_at(office, 9, 20)
        clock(MONDAY_MORNING + timedelta(minutes=9))
        with pytest.raises(SlotTakenError):
            hold_at(office, 9, 20)
        clock(MONDAY_MORNING + timedelta(minutes=10))
        assert hold_at(office, 9, 20).state == State.HELD
        assert check_days(repair=False).is_clean

    def test_edge_case_08_who_confirms_too_late_still_gets_a_time_that_nobody_took(self, office, clock):
        booking = asked(office)
        clock(MONDAY_MORNING + timedelta(minutes=90))
        assert sweep_expired() == 1
        assert sum(used_in(office)) == 0
        booking = confirm_by_code(booking=booking, code=code_of(booking))
        assert booking.state == State.CONFIRMED
        assert sum(used_in(office)) == booking.length

    def test_edge_case_08_who_confirms_too_late_hears_so_when_the_time_is_gone(self, office, clock):
        booking = asked(office)
        clock(MONDAY_MORNING + timedelta(minutes=90))
        hold_at(office, 9, 20)
        with pytest.raises(HoldLapsedError):
            confirm_by_code(booking=booking, code=code_of(booking))

    def test_edge_case_12_the_link_confirms_once_however_often_it_is_posted(self, office):
        booking = asked(office)
        key = links.confirmation_key(booking)
        assert confirm_by_link(booking=booking, key=key).state == State.CONFIRMED
        assert confirm_by_link(booking=booking, key=key).state == State.CONFIRMED
        assert mails_of(booking) == ["code", "confirmed"]

    def test_edge_case_12_reading_what_a_link_says_changes_nothing(self, office):
        booking = asked(office)
        before = Booking.objects.values().get(pk=booking.pk)
        assert links.is_confirmation_key(booking, links.confirmation_key(booking))
        assert Booking.objects.values().get(pk=booking.pk) == before

    def test_the_link_of_another_booking_or_address_confirms_nothing(self, office):
        booking, other = asked(office), asked(office, 10)
        with pytest.raises(WrongCodeError):
            confirm_by_link(booking=booking, key=links.confirmation_key(other))
        key = links.confirmation_key(booking)
        changed = Details(last_name="Brandt", email="neu@post.example")
        enter_details(booking=booking, details=changed)
        with pytest.raises(WrongCodeError):
            confirm_by_link(booking=booking, key=key)

    def test_a_time_that_is_only_held_cannot_be_confirmed_without_a_mail(self, office):
        booking = enter_details(booking=hold_at(office, 9), details=MIRELA)
        with pytest.raises(WrongStateError):
            confirm_by_code(booking=booking, code=code_of(booking))

    def test_without_an_address_the_booking_is_firm_and_staff_are_asked_to_call(self, office):
        booking = asked(office, details=OTTO)
        assert (booking.state, booking.wants_callback) == (State.CONFIRMED, True)
        assert mails_of(booking) == []

    def test_a_municipality_may_do_without_codes(self, office):
        AppointmentSettings.objects.create(confirmation=Confirmation.NONE)
        booking = asked(office)
        assert booking.state == State.CONFIRMED
        assert mails_of(booking) == ["confirmed"]

    def test_asking_twice_sends_one_mail(self, office):
        booking = asked(office)
        assert request_confirmation(booking=booking).confirm_sends == 1
        assert mails_of(booking) == ["code"]

    def test_edge_case_15_two_pending_requests_cannot_both_have_the_last_place(self, office):
        first = asked(office)
        with pytest.raises(SlotTakenError):
            hold_at(office, 9, 20)
        confirm_by_code(booking=first, code=code_of(first))
        with pytest.raises(SlotTakenError):
            hold_at(office, 9, 30)


class TestDetails:
    @pytest.mark.parametrize(
        "details", [Details(email="a@post.example"), Details(last_name="Graf"), Details(last_name=" ", phone="0123")]
    )
    def test_a_name_and_one_way_to_reach_the_person_are_needed(self, office, details):
        with pytest.raises(IncompleteDetailsError):
            enter_details(booking=hold_at(office, 9), details=details)

    def test_edge_case_18_what_was_typed_outlives_the_hold_and_waits_for_the_next_time(self, office, clock):
        booking = hold_at(office, 9)
        clock(MONDAY_MORNING + timedelta(minutes=11))
        with pytest.raises(HoldLapsedError):
            enter_details(booking=booking, details=MIRELA)
        again = hold_at(office, 10, replaces=booking)
        assert (again.pk, again.token) == (booking.pk, booking.token)
        assert (again.full_name, again.email) == ("Mirela Brandt", "mirela.brandt@post.example")
        assert again.expires_at == MONDAY_MORNING + timedelta(minutes=21)
        assert request_confirmation(booking=again).state == State.UNCONFIRMED

    def test_a_person_has_four_open_bookings_at_most(self, office):
        for hour, minute in ((9, 0), (9, 20), (9, 40), (10, 0)):
            asked(office, hour, minute)
        with pytest.raises(TooManyBookingsError):
            asked(office, 10, 20)
        shouting = Details(last_name="Brandt", email="MIRELA.BRANDT@post.example ")
        with pytest.raises(TooManyBookingsError):
            asked(office, 10, 40, shouting)
        assert asked(office, 11, 0, OTTO).state == State.CONFIRMED

    def test_lapsed_and_cancelled_bookings_do_not_count(self, office, clock):
        for hour, minute in ((9, 0), (9, 20), (9, 40)):
            asked(office, hour, minute)
        clock(MONDAY_MORNING + timedelta(minutes=61))
        cancel_booking(booking=confirmed(office, 10))
        assert all(confirmed(office, hour, minute) for hour, minute in ((10, 20), (10, 40), (11, 0), (11, 20)))


class TestMoving:
    def test_a_moved_booking_leaves_its_time_and_takes_the_new_one(self, office):
        booking = confirmed(office)
        moved = move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))
        assert moved.sequence == 1
        assert (moved.token, moved.code) == (booking.token, booking.code)
        assert [index + 1 for index, count in enumerate(used_in(office)) if count] == list(
            range(cell(11), cell(11, 20))
        )
        assert mails_of(booking) == ["code", "confirmed", "moved"]

    def test_moving_by_ten_minutes_may_overlap_the_booking_itself(self, office):
        booking = confirmed(office, 9, 20)
        moved = move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(9, 30))
        assert moved.starts_at == datetime(2026, 11, 24, 9, 30, tzinfo=BERLIN)
        assert check_days(repair=False).is_clean

    def test_a_taken_time_leaves_the_booking_where_it_was(self, office):
        booking, _other = confirmed(office), hold_at(office, 11)
        with pytest.raises(SlotTakenError) as caught:
            move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))
        assert caught.value.neighbours
        booking.refresh_from_db()
        assert (booking.cell_from, booking.sequence) == (cell(9, 20), 0)
        assert check_days(repair=False).is_clean

    def test_moving_twice_to_the_same_time_sends_one_mail(self, office):
        booking = confirmed(office)
        for _ in range(2):
            moved = move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))
        assert moved.sequence == 1
        assert mails_of(booking).count("moved") == 1

    def test_a_citizen_moves_neither_into_the_past_nor_what_has_begun(self, office, clock):
        booking = confirmed(office)
        clock(datetime(2026, 11, 24, 9, 30, tzinfo=BERLIN))
        with pytest.raises(NotOfferedError):
            move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(9))
        with pytest.raises(WrongStateError):
            move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))

    def test_a_new_code_is_drawn_if_the_new_day_knows_the_old_one(self, office):
        booking = confirmed(office)
        wednesday = TUESDAY + timedelta(days=1)
        other = hold_at(office, 9, day=wednesday)
        Booking.objects.filter(pk=other.pk).update(code=booking.code)
        moved = move_booking(booking=booking, place=office, day=wednesday, cell_from=cell(11, 0, wednesday))
        assert moved.code != booking.code


class TestCancelling:
    def test_a_cancelled_time_is_free_at_once(self, office):
        booking = cancel_booking(booking=confirmed(office))
        assert (booking.state, booking.sequence) == (State.CANCELLED, 1)
        assert sum(used_in(office)) == 0
        assert mails_of(booking) == ["cancelled_by_citizen", "code", "confirmed"]
        assert hold_at(office, 9, 20)

    def test_the_reason_of_the_town_hall_is_in_its_mail(self, office, case_worker):
        booking = cancel_booking(booking=confirmed(office), actor=case_worker, reason="Stromausfall im Rathaus")
        mail = OutboxMessage.objects.get(kind="appointments.cancelled_by_town_hall")
        assert "Stromausfall im Rathaus" in mail.text
        assert "Stromausfall im Rathaus" in mail.html
        assert "cancelled_by_town_hall" in mails_of(booking)
        assert actions()[-1] == "appointments.booking_cancelled"

    def test_cancelling_twice_sends_one_mail_and_gives_back_once(self, office):
        booking = confirmed(office)
        for _ in range(2):
            cancel_booking(booking=booking)
        assert mails_of(booking).count("cancelled_by_citizen") == 1
        assert check_days(repair=False).is_clean

    def test_a_citizen_cannot_cancel_what_has_begun(self, office, clock):
        booking = confirmed(office)
        clock(datetime(2026, 11, 24, 9, 20, tzinfo=BERLIN))
        with pytest.raises(WrongStateError):
            cancel_booking(booking=booking)


def test_every_step_leaves_its_line_in_the_record(office, case_worker):
    booking = confirmed(office)
    move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))
    cancel_booking(booking=booking, actor=case_worker)
    assert [action.removeprefix("appointments.") for action in actions()] == [
        "confirmation_requested",
        "booking_confirmed",
        "booking_moved",
        "booking_cancelled",
    ]
