"""The line in the waiting room: drawn numbers and arrived appointments, called, put off, forwarded, finished."""

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.appointments.errors import NoNumberError, SlotTakenError, WrongStateError
from modules.appointments.models import Booking, ConcernPlace, QueueTicket, State, TicketState
from modules.appointments.queue_order import Turn, turn_of
from modules.appointments.selectors.queue import room_of, shown_calls
from modules.appointments.services import (
    Details,
    cancel_booking,
    check_days,
    mark_arrived,
    mark_called,
    mark_done,
    mark_no_show,
    serve_now,
    undo_mark,
)
from modules.appointments.services.closing import close_tickets
from modules.appointments.services.queue import call_next, call_ticket, finish, forward, miss, recall, skip, undo
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import TUESDAY, ConcernPlaceFactory, cell, make_office, used_in
from tests.modules.appointments.room import draw, takes_walk_ins, team_of
from tests.modules.appointments.staff import booked, clock_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tenant, clock) -> ConcernPlace:
    """A place with two counters that takes walk-ins; it is Tuesday, 10:00."""
    made = make_office(places=2)
    takes_walk_ins(made)
    clock(clock_time(10))
    return made


@pytest.fixture
def call(place, case_worker):
    """Return a function that calls the next person to a counter."""
    return lambda counter="1", **further: call_next(
        teams=[team_of(place)], actor=case_worker, counter=counter, **further
    )


def ticket_of(booking: Booking) -> QueueTicket:
    return QueueTicket.objects.get(booking=booking)


def labels(place: ConcernPlace) -> list[str]:
    """Return the line as it stands, by the last names or drawn numbers."""
    room = room_of(teams=[team_of(place)], day=TUESDAY)
    return [w.ticket.booking.last_name if w.ticket.booking else w.ticket.label for w in room.waiting]


class TestOneTruth:
    """The ticket of an appointment follows it, whichever page takes the step."""

    def test_who_arrives_gets_a_ticket_with_the_code_of_the_appointment(self, place, case_worker):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        ticket = ticket_of(booking)
        assert (ticket.label, ticket.state, ticket.day) == (booking.code, TicketState.WAITING, TUESDAY)
        assert (ticket.pool, ticket.location) == (team_of(place), place.location)
        assert ticket.arrived_at == booking.arrived_at == clock_time(10)

    @pytest.mark.parametrize("by_ticket", [True, False])
    def test_calling_and_finishing_one_of_them_does_both(self, place, case_worker, clock, call, by_ticket):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        clock(clock_time(10, 21))
        call("7") if by_ticket else mark_called(booking=booking, actor=case_worker, counter="7")
        booking.refresh_from_db()
        ticket = ticket_of(booking)
        assert (booking.state, booking.counter) == (State.CALLED, "7")
        assert (ticket.state, ticket.counter, ticket.calls) == (TicketState.CALLED, "7", 1)
        assert ticket.called_at == booking.called_at == clock_time(10, 21)
        clock(clock_time(10, 40))
        finish(ticket=ticket, actor=case_worker) if by_ticket else mark_done(booking=booking, actor=case_worker)
        booking.refresh_from_db()
        ticket.refresh_from_db()
        assert (booking.state, ticket.state) == (State.DONE, TicketState.DONE)
        assert ticket.finished_at == booking.finished_at == clock_time(10, 40)

    def test_taking_the_arrival_back_takes_the_ticket_back(self, place, case_worker):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        undo_mark(booking=booking, actor=case_worker)
        assert not QueueTicket.objects.exists()

    def test_a_cancelled_appointment_waits_no_longer(self, place, case_worker):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        cancel_booking(booking=booking, actor=case_worker)
        assert ticket_of(booking).state == TicketState.MISSED
        assert labels(place) == []

    def test_who_is_called_without_having_arrived_stands_on_the_display(self, place, case_worker):
        mark_called(booking=booked(place, 10, 20), actor=case_worker, counter="2")
        called, _waiting = shown_calls(location_id=place.location_id, day=TUESDAY)
        assert [(ticket.counter, ticket.calls) for ticket in called] == [("2", 1)]

    def test_who_is_served_at_once_has_no_number_to_show(self, place, case_worker):
        serve_now(place=place, actor=case_worker, idem_key=uuid.uuid4(), counter="2")
        assert shown_calls(location_id=place.location_id, day=TUESDAY) == ([], 0)
        assert len(room_of(teams=[team_of(place)], day=TUESDAY).serving) == 1

    def test_a_missed_appointment_is_taken_back_from_either_side(self, place, case_worker):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        miss(ticket=ticket_of(booking), actor=case_worker)
        booking.refresh_from_db()
        assert booking.state == State.NO_SHOW
        undo(ticket=ticket_of(booking), actor=case_worker, shown="missed")
        booking.refresh_from_db()
        assert (booking.state, ticket_of(booking).state) == (State.ARRIVED, TicketState.WAITING)
        mark_no_show(booking=booking, actor=case_worker)
        assert ticket_of(booking).state == TicketState.MISSED

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])  # each run is rolled back
    @given(steps=st.lists(st.sampled_from(["arrive", "call", "done", "miss", "skip", "undo", "recall", "book"])))
    def test_ticket_and_booking_agree_after_any_steps(self, transactional_steps, steps):
        transactional_steps(steps)


@pytest.fixture
def transactional_steps(place, case_worker):
    """Return a function that takes steps by turns on booking and ticket, and compares the two after each."""
    from django.db import transaction

    agree = {
        State.CONFIRMED: None, State.ARRIVED: TicketState.WAITING, State.CALLED: TicketState.CALLED,
        State.DONE: TicketState.DONE, State.NO_SHOW: TicketState.MISSED,
    }  # fmt: skip

    def take(step: str, booking: Booking) -> None:
        ticket = QueueTicket.objects.filter(booking=booking).first()
        on_booking = {
            "arrive": lambda: mark_arrived(booking=booking, actor=case_worker),
            "book": lambda: mark_called(booking=booking, actor=case_worker, counter="1"),
            "done": lambda: mark_done(booking=booking, actor=case_worker),
            "undo": lambda: undo_mark(booking=booking, actor=case_worker),
        }
        on_ticket = {
            "call": lambda: call_ticket(ticket=ticket, actor=case_worker, counter="2"),
            "miss": lambda: miss(ticket=ticket, actor=case_worker),
            "skip": lambda: skip(ticket=ticket, actor=case_worker),
            "recall": lambda: recall(ticket=ticket, actor=case_worker),
        }
        action = on_booking.get(step) or (on_ticket[step] if ticket else None)
        if action:
            with suppress(WrongStateError):
                action()

    def run(steps: list[str]) -> None:
        point = transaction.savepoint()
        booking = booked(place, 10, 20)
        for step in steps:
            take(step, booking)
            booking.refresh_from_db()
            ticket = QueueTicket.objects.filter(booking=booking).first()
            never_came = booking.arrived_at is None and booking.called_at is None
            assert (ticket.state if ticket else None) == (None if never_came else agree[booking.state]), step
        transaction.savepoint_rollback(point)

    return run


class TestDrawing:
    def test_numbers_count_from_one_each_day_with_the_letter_of_the_team(self, place, clock):
        other = make_office(location=place.location, position=10_000)
        assert [draw(place).label, draw(place).label, draw(other).label] == ["A 1", "A 2", "B 1"]
        clock(clock_time(10, day=TUESDAY + timedelta(days=1)))
        assert draw(place).label == "A 1"

    def test_the_same_form_sent_twice_is_one_number(self, place):
        key = uuid.uuid4()
        assert draw(place, idem_key=key) == draw(place, idem_key=key)

    def test_a_drawn_number_takes_no_cells_until_it_is_called(self, place, call):
        draw(place)
        assert sum(used_in(place)) == 0
        ticket = call("3")
        assert ticket.booking.cell_from == cell(10)
        assert (ticket.booking.origin, ticket.booking.state) == ("walk_in", State.CALLED)
        assert sum(used_in(place)) == 4
        assert (ticket.booking.arrived_at, ticket.booking.called_at) == (ticket.arrived_at, ticket.called_at)
        assert check_days(repair=False).is_clean

    @pytest.mark.parametrize(
        ("rules", "at", "reason"),
        [
            ({"takes_walk_ins": False}, (10, 0), "never"),
            ({}, (8, 0), "closed"),
            ({}, (12, 30), "closed"),
            ({"closes_minutes": 30}, (11, 30), "closing"),
            ({"max_waiting": 2}, (10, 0), "full"),
        ],
    )
    def test_limits_have_a_reason(self, place, clock, rules, at, reason):
        for _twice in range(2):
            draw(place)
        takes_walk_ins(place, **rules)
        clock(clock_time(*at))
        with pytest.raises(NoNumberError) as refused:
            draw(place)
        assert refused.value.admission.refusal == reason

    @pytest.mark.usefixtures("place")
    def test_without_rules_a_place_gives_no_numbers(self):
        elsewhere = make_office()
        with pytest.raises(NoNumberError):
            draw(elsewhere)

    def test_nobody_draws_a_number_whose_turn_would_come_after_the_end(self, place, clock):
        clock(clock_time(11, 10))
        takes_walk_ins(place, closes_minutes=0)
        for _number in range(6):
            draw(place)
        with pytest.raises(NoNumberError):
            draw(place)


class TestOrder:
    def test_booked_and_on_time_then_walk_ins_then_late_then_skipped(self, place, case_worker, clock):
        def arrive(hour, minute, name):
            return mark_arrived(
                booking=booked(place, hour, minute, Details(last_name=name), force=True), actor=case_worker
            )

        clock(clock_time(9, 50))
        first = draw(place)
        clock(clock_time(10, 5))
        arrive(9, 0, "Late")
        arrive(10, 40, "Second")
        arrive(10, 20, "First")
        skipped = arrive(10, 0, "Skipped")
        draw(place)
        skip(ticket=ticket_of(skipped), actor=case_worker)
        assert labels(place) == ["First", "Second", "A 1", "A 2", "Late", "Skipped"]
        assert room_of(teams=[team_of(place)], day=TUESDAY).before(first) != []

    @given(late=st.integers(0, 60), minutes=st.integers(-120, 120))
    def test_late_is_who_comes_later_than_the_municipality_waits(self, late, minutes):
        starts_at = clock_time(10)
        arrived_at = starts_at + timedelta(minutes=minutes)
        turn = turn_of(starts_at=starts_at, arrived_at=arrived_at, skipped_at=None, late_minutes=late)
        assert turn == (Turn.LATE if minutes > late else Turn.ON_TIME)

    def test_everybody_is_called_exactly_once_in_the_order_of_the_line(self, place, case_worker, call):
        for hour, minute in ((10, 20), (10, 0)):
            mark_arrived(booking=booked(place, hour, minute), actor=case_worker)
        for _number in range(3):
            draw(place)
        shown = [w.ticket.pk for w in room_of(teams=[team_of(place)], day=TUESDAY).waiting]
        called = [call(force=True).pk for _person in shown]
        assert called == shown
        assert call() is None

    def test_only_the_chosen_teams_are_called(self, place, case_worker):
        other = make_office(location=place.location)
        draw(place)
        assert call_next(teams=[team_of(other)], actor=case_worker, counter="1") is None


class TestSteps:
    def test_a_number_that_was_called_goes_back_behind_the_others_and_gives_its_cells_back(
        self, place, call, case_worker
    ):
        draw(place)
        ticket = call()
        draw(place)
        skip(ticket=ticket, actor=case_worker)
        assert labels(place) == ["A 2", "A 1"]
        assert sum(used_in(place)) == 0
        assert not Booking.objects.exists()

    def test_an_appointment_that_was_called_keeps_its_time_when_it_is_put_off(self, place, call, case_worker):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        skip(ticket=call(), actor=case_worker)
        booking.refresh_from_db()
        assert booking.state == State.ARRIVED
        assert sum(used_in(place)) == 4

    def test_who_was_called_from_the_list_of_the_expected_is_expected_again(self, place, case_worker):
        booking = mark_called(booking=booked(place, 10, 20), actor=case_worker)
        skip(ticket=ticket_of(booking), actor=case_worker)
        booking.refresh_from_db()
        assert booking.state == State.CONFIRMED
        assert not QueueTicket.objects.exists()

    def test_a_number_nobody_answers_to_costs_no_capacity_and_can_be_taken_back(self, place, call, case_worker):
        draw(place)
        ticket = miss(ticket=call(), actor=case_worker)
        assert (ticket.state, ticket.booking) == (TicketState.MISSED, None)
        assert sum(used_in(place)) == 0
        for _twice in range(2):
            ticket = undo(ticket=ticket, actor=case_worker, shown="missed")
        assert ticket.state == TicketState.WAITING
        assert check_days(repair=False).is_clean

    def test_a_call_by_mistake_is_taken_back(self, place, call, case_worker):
        draw(place)
        ticket = undo(ticket=call(), actor=case_worker, shown="called")
        assert (ticket.state, ticket.called_at, ticket.counter) == (TicketState.WAITING, None, "")
        assert labels(place) == ["A 1"]

    def test_done_is_taken_back_to_being_served(self, place, call, case_worker):
        draw(place)
        ticket = finish(ticket=call("4"), actor=case_worker)
        ticket = undo(ticket=ticket, actor=case_worker, shown="done")
        assert (ticket.state, ticket.counter, ticket.calls) == (TicketState.CALLED, "4", 1), "nothing sounds again"

    def test_recalling_shows_again_and_changes_no_time(self, place, call, case_worker, clock):
        draw(place)
        ticket = call()
        clock(clock_time(10, 2))
        recalled = recall(ticket=ticket, actor=case_worker)
        assert (recalled.calls, recalled.called_at, recalled.recalled_at) == (2, clock_time(10), clock_time(10, 2))

    def test_what_does_not_fit_the_state_is_refused(self, place, call, case_worker):
        ticket = draw(place)
        with pytest.raises(WrongStateError):
            recall(ticket=ticket, actor=case_worker)
        call()
        with pytest.raises(WrongStateError):
            call_ticket(ticket=ticket, actor=case_worker, counter="2")
        finish(ticket=ticket, actor=case_worker)
        for step in (finish, miss, skip):
            with pytest.raises(WrongStateError):
                step(ticket=ticket, actor=case_worker)

    def test_where_no_place_is_left_only_with_the_right_to_overbook(self, place, call, case_worker):
        for _counter in range(2):
            serve_now(place=place, actor=case_worker, idem_key=uuid.uuid4())
        ticket = draw(place)
        with pytest.raises(SlotTakenError):
            call()
        ticket.refresh_from_db()
        assert ticket.state == TicketState.WAITING
        assert call(force=True).booking.forced_by == case_worker.pk
        assert check_days(repair=False).is_clean

    def test_each_step_is_recorded(self, place, call, case_worker):
        draw(place)
        ticket = recall(ticket=call(), actor=case_worker)
        finish(ticket=ticket, actor=case_worker)
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {f"appointments.ticket_{step}" for step in ("drawn", "recalled", "finished")} <= actions
        assert "appointments.walk_in_served" in actions


class TestForwarding:
    @pytest.fixture
    def registry(self, place):
        """A second team of the same house."""
        return make_office(location=place.location)

    def test_who_waits_goes_to_the_other_team_and_keeps_since_when(self, place, registry, case_worker, clock):
        early = draw(place)
        clock(clock_time(10, 10))
        draw(registry)
        forward(ticket=early, team=team_of(registry), note="braucht das Stammbuch", actor=case_worker)
        assert labels(registry) == ["A 1", "B 1"]
        early.refresh_from_db()
        assert (early.arrived_at, early.note) == (clock_time(10), "braucht das Stammbuch")

    def test_who_is_served_makes_a_stay_at_each_team(self, place, registry, case_worker, clock, call):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        ticket = call("1")
        clock(clock_time(10, 15))
        forward(ticket=ticket, team=team_of(registry), note="", actor=case_worker)
        booking.refresh_from_db()
        assert (booking.state, booking.finished_at) == (State.DONE, clock_time(10, 15))
        ticket = call_next(teams=[team_of(registry)], actor=case_worker, counter="12")
        assert (ticket.label, ticket.booking.last_name, ticket.booking.follows) == (booking.code, "Brandt", booking)
        assert sum(used_in(place)) == sum(used_in(registry)) == 4
        assert list(ticket.booking.pools.all()) == [team_of(registry)]
        assert check_days(repair=False).is_clean

    def test_the_first_stay_cannot_be_reopened_while_the_person_waits_elsewhere(
        self, place, registry, case_worker, call
    ):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        forward(ticket=call("1"), team=team_of(registry), note="", actor=case_worker)
        booking.refresh_from_db()
        with pytest.raises(WrongStateError):
            undo_mark(booking=booking, actor=case_worker)


class TestNight:
    def test_what_nobody_finished_is_closed(self, place, case_worker, clock, call):
        for name in ("Served", "Waits"):
            mark_arrived(booking=booked(place, 10, 20, Details(last_name=name)), actor=case_worker)
        for _number in range(2):
            draw(place)
        call("1")
        assert close_tickets() == 0, "not before the day is over"
        clock(clock_time(0, 20, TUESDAY + timedelta(days=1)))
        assert (close_tickets(), close_tickets()) == (4, 0)
        served = QueueTicket.objects.get(called_at__isnull=False)
        assert (served.state, served.finished_at) == (TicketState.DONE, clock_time(10, 20))
        states = sorted(Booking.objects.values_list("state", flat=True))
        assert states == [State.DONE, State.NO_SHOW]
        assert QueueTicket.objects.filter(state=TicketState.MISSED).count() == 3
        assert check_days(repair=False).is_clean

    def test_a_concern_that_was_removed_meanwhile_is_called_all_the_same(self, place, call):
        other = ConcernPlaceFactory(location=place.location, pools=[team_of(place)])
        draw(ConcernPlace.objects.get(pk=other.pk))
        QueueTicket.objects.update(concern=None)
        assert call("1").state == TicketState.CALLED
