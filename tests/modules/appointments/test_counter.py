"""The town hall's side: telephone, counter, and the day."""

import uuid
from datetime import datetime, timedelta

import pytest

from modules.appointments.errors import IncompleteDetailsError, NotOfferedError, SlotTakenError, WrongStateError
from modules.appointments.models import Booking, PoolDay, State
from modules.appointments.selectors import (
    callbacks,
    counter_pools,
    day_view,
    find_bookings,
    next_free,
)
from modules.appointments.selectors.queue import Room, room_of
from modules.appointments.services import (
    Details,
    book_by_staff,
    cancel_booking,
    check_days,
    correct_details,
    enter_details,
    finish_callback,
    mark_arrived,
    mark_called,
    mark_done,
    mark_no_show,
    move_booking,
    request_confirmation,
    serve_now,
    sweep_expired,
    undo_mark,
    write_note,
)
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import BERLIN, MONDAY_MORNING, TUESDAY, cell, hold_at, make_office, used_in

pytestmark = pytest.mark.django_db

OTTO = Details(first_name="Otto", last_name="Graf", phone="03935 / 12-34")
TEN_PAST_TEN = datetime(2026, 11, 24, 10, 10, tzinfo=BERLIN)


@pytest.fixture
def book(case_worker):
    """Return a function that books by phone at a wall-clock time."""

    def book_at(place, hour, minute=0, details=OTTO, **further) -> Booking:
        return book_by_staff(
            place=place,
            day=TUESDAY,
            cell_from=cell(hour, minute),
            details=details,
            actor=case_worker,
            idem_key=further.pop("idem_key", uuid.uuid4()),
            **further,
        )

    return book_at


class TestTelephone:
    def test_three_times_are_held_while_talking_and_one_is_booked(self, office, book):
        times = next_free(places=[office], audience="staff", count=3, after=MONDAY_MORNING.date())
        held = [hold_at(office, time.starts_at.hour, time.starts_at.minute, origin="phone") for time in times[::2]]
        booking = book(office, 9, 20, held=held[1])
        assert (booking.pk, booking.state, booking.origin) == (held[1].pk, State.CONFIRMED, "phone")
        assert booking.full_name == "Otto Graf"

    def test_a_name_is_enough(self, office, book):
        assert book(office, 9, details=Details(last_name="Graf")).state == State.CONFIRMED
        with pytest.raises(IncompleteDetailsError):
            book(office, 10, details=Details(phone="03935 1234"))

    def test_with_an_address_a_mail_goes_out(self, office, book):
        booking = book(office, 9, details=Details(last_name="Graf", email="graf@post.example"))
        assert OutboxMessage.objects.get(reference=str(booking.pk)).kind == "appointments.confirmed"

    def test_edge_case_10_sending_the_form_twice_books_once(self, office, book):
        key = uuid.uuid4()
        assert book(office, 9, idem_key=key).pk == book(office, 9, idem_key=key).pk
        assert AuditEntry.objects.filter(action="appointments.booked_by_staff").count() == 1

    def test_bookings_of_staff_do_not_count_for_the_limit(self, office, book):
        for minute in (0, 20, 40):
            book(office, 9, minute)
            book(office, 10, minute)
        booking = enter_details(booking=hold_at(office, 11), details=OTTO)
        assert request_confirmation(booking=booking).state == State.CONFIRMED


class TestEdgeCase14Overbooking:
    def test_edge_case_14_beyond_the_places_only_on_purpose_and_on_record(self, office, book, case_worker):
        hold_at(office, 9)
        with pytest.raises(SlotTakenError):
            book(office, 9)
        booking = book(office, 9, force=True)
        assert booking.forced_by == case_worker.pk
        entry = AuditEntry.objects.get(action="appointments.booked_by_staff")
        assert (entry.actor_id, entry.details) == (case_worker.pk, {"is_forced": True})
        assert max(used_in(office)) == 2
        with pytest.raises(SlotTakenError):
            hold_at(office, 9, 10)
        assert check_days(repair=False).is_clean

    @pytest.mark.usefixtures("clock")
    def test_edge_case_14_the_places_of_staff_come_first(self, book):
        office = make_office(places=1, staff_places=2)
        hold_at(office, 9)
        assert book(office, 9, force=True).forced_by is None
        assert book(office, 9, force=True).forced_by is not None

    def test_edge_case_14_outside_of_the_hours_as_well(self, office, book):
        with pytest.raises(SlotTakenError):
            book(office, 15)
        assert book(office, 15, force=True).forced_by

    def test_edge_case_14_a_move_may_be_forced_too(self, office, book, case_worker):
        hold_at(office, 11)
        booking = book(office, 9)
        target = {"booking": booking, "place": office, "day": TUESDAY, "cell_from": cell(11), "actor": case_worker}
        with pytest.raises(SlotTakenError):
            move_booking(**target)
        assert move_booking(**target, force=True).forced_by == case_worker.pk
        assert check_days(repair=False).is_clean

    def test_edge_case_14_nothing_is_forced_beyond_the_end_of_the_day(self, office, book):
        with pytest.raises(NotOfferedError):
            book(office, 23, 50, force=True)


def room_now() -> Room:
    """Return the waiting room of all teams."""
    return room_of(teams=list(counter_pools()), day=TUESDAY)


class TestVisit:
    def test_arrived_called_done(self, office, book, case_worker, clock):
        booking = book(office, 10)
        clock(TEN_PAST_TEN)
        booking = mark_arrived(booking=booking, actor=case_worker)
        assert [waiter.ticket.booking for waiter in room_now().waiting] == [booking]
        booking = mark_called(booking=booking, actor=case_worker, counter="Platz 1")
        assert room_now().waiting == []
        assert [ticket.counter for ticket in room_now().serving] == ["Platz 1"]
        booking = mark_done(booking=booking, actor=case_worker)
        assert (booking.arrived_at, booking.called_at, booking.finished_at) == (TEN_PAST_TEN,) * 3
        assert AuditEntry.objects.filter(action="appointments.step_taken").count() == 3

    def test_a_step_taken_twice_is_one_step(self, office, book, case_worker):
        booking = book(office, 10)
        for _ in range(2):
            mark_no_show(booking=booking, actor=case_worker)
        assert AuditEntry.objects.filter(action="appointments.step_taken").count() == 1

    def test_steps_are_taken_back_one_by_one(self, office, book, case_worker):
        booking = book(office, 10)
        for mark in (mark_arrived, mark_called, mark_done):
            mark(booking=booking, actor=case_worker)
        undone = [undo_mark(booking=booking, actor=case_worker).state for _ in range(3)]
        assert undone == [State.CALLED, State.ARRIVED, State.CONFIRMED]
        with pytest.raises(WrongStateError):
            undo_mark(booking=booking, actor=case_worker)

    def test_a_missing_person_who_comes_after_all(self, office, book, case_worker):
        booking = book(office, 10)
        mark_no_show(booking=booking, actor=case_worker)
        assert undo_mark(booking=booking, actor=case_worker).state == State.CONFIRMED
        assert mark_arrived(booking=booking, actor=case_worker).state == State.ARRIVED

    @pytest.mark.parametrize("mark", [mark_arrived, mark_called, mark_done, mark_no_show])
    def test_a_cancelled_booking_takes_no_step(self, office, book, case_worker, mark):
        booking = cancel_booking(booking=book(office, 10), actor=case_worker)
        with pytest.raises(WrongStateError):
            mark(booking=booking, actor=case_worker)

    def test_who_never_typed_the_code_and_comes_all_the_same_is_served(self, office, case_worker, clock):
        booking = enter_details(
            booking=hold_at(office, 10),
            details=Details(last_name="Graf", email="graf@post.example", phone="03935 1234"),
        )
        booking = request_confirmation(booking=booking)
        clock(TEN_PAST_TEN)
        sweep_expired()
        view = day_view(day=TUESDAY, pools=list(counter_pools()))
        assert [(lapsed.pk, lapsed.phone) for lapsed in view.lapsed] == [(booking.pk, "03935 1234")]
        booking.refresh_from_db()
        arrived = mark_arrived(booking=booking, actor=case_worker)
        assert (arrived.state, arrived.forced_by) == (State.ARRIVED, None)
        assert sum(used_in(office)) == booking.length
        assert check_days(repair=False).is_clean

    def test_so_is_who_finds_the_place_taken_beyond_the_limit(self, office, book, case_worker, clock):
        booking = enter_details(
            booking=hold_at(office, 10), details=Details(last_name="Graf", email="graf@post.example")
        )
        request_confirmation(booking=booking)
        clock(MONDAY_MORNING + timedelta(hours=2))
        book(office, 10)
        booking.refresh_from_db()
        arrived = mark_arrived(booking=booking, actor=case_worker)
        assert (arrived.state, arrived.forced_by) == (State.ARRIVED, case_worker.pk)
        assert check_days(repair=False).is_clean


class TestServeNow:
    def test_somebody_without_appointment_is_served_from_this_moment(self, office, case_worker, clock):
        clock(TEN_PAST_TEN + timedelta(minutes=3))
        booking = serve_now(place=office, actor=case_worker, idem_key=uuid.uuid4())
        assert (booking.state, booking.origin) == (State.CALLED, "walk_in")
        assert booking.starts_at == TEN_PAST_TEN
        assert sum(used_in(office)) == booking.length

    def test_where_nobody_is_free_only_on_purpose(self, office, book, case_worker, clock):
        book(office, 10)
        clock(TEN_PAST_TEN)
        with pytest.raises(SlotTakenError):
            serve_now(place=office, actor=case_worker, idem_key=uuid.uuid4())
        assert serve_now(place=office, actor=case_worker, idem_key=uuid.uuid4(), force=True).forced_by


class TestDay:
    def test_the_day_shows_each_pool_with_its_bookings(self, office, book, case_worker, django_assert_num_queries):
        other = make_office()
        later, earlier = book(office, 10), book(office, 9)
        cancel_booking(booking=book(office, 11), actor=case_worker)
        pools = list(counter_pools())
        with django_assert_num_queries(5):
            view = day_view(day=TUESDAY, pools=pools)
        assert [[booking.pk for booking in pool.bookings] for pool in view.pools] == [[earlier.pk, later.pk], []]
        assert [pool.is_open for pool in view.pools] == [True, True]
        assert view.counts == {State.CONFIRMED: 2}
        assert view.pools[1].pool == other.pools.all()[0]

    def test_a_lapsed_hold_without_a_name_is_nobody(self, office, clock):
        hold_at(office, 9)
        clock(MONDAY_MORNING + timedelta(minutes=30))
        view = day_view(day=TUESDAY, pools=list(counter_pools()))
        assert (view.bookings, view.lapsed) == ((), ())
        assert PoolDay.objects.filter(day=TUESDAY).exists()

    @pytest.mark.parametrize("typed", ["graf", "Otto G", "GRAF otto", "03935 1234", "39351234", "{code}", "{loose}"])
    def test_a_booking_is_found_by_name_phone_or_code(self, office, book, typed):
        booking = book(office, 9)
        book(office, 10, details=Details(first_name="Ida", last_name="Otto", phone="030 99999"))
        query = typed.format(code=booking.code, loose=booking.code.lower().replace("-", ""))
        assert list(find_bookings(query)) == [booking]

    @pytest.mark.parametrize("typed", ["", " ", "Nobody", "12", "AAA-AAA"])
    def test_nothing_is_found_for_what_fits_nobody(self, office, book, typed):
        book(office, 9)
        assert list(find_bookings(typed)) == []

    def test_who_asked_for_a_call_is_listed_until_called(self, office, book, case_worker):
        booking = book(office, 9, details=Details(last_name="Graf", phone="03935 1234", wants_callback=True))
        assert list(callbacks()) == [booking]
        finish_callback(booking=booking, actor=case_worker)
        assert list(callbacks()) == []

    def test_notes_and_names_can_be_corrected(self, office, book, case_worker):
        booking = book(office, 9)
        write_note(booking=booking, note=" bringt den Hund mit ", actor=case_worker)
        booking = correct_details(
            booking=booking, details=Details(first_name="Otto", last_name="Graff", phone="1"), actor=case_worker
        )
        assert (booking.last_name, booking.note) == ("Graff", "bringt den Hund mit")
