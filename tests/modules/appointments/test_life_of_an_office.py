"""Anything may happen at a town hall, in any order: what is shown is bookable, and nothing is booked twice.

`test_days` looks at many bookings of one fixed day. Here the set-up changes as well: hours, closures, missing staff,
holidays, durations and pools, on days on which the clock changes.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from modules.appointments.codes import confirmation_code
from modules.appointments.errors import AppointmentError, SlotTakenError, UnresolvedBookingsError
from modules.appointments.models import (
    OCCUPYING_STATES,
    Booking,
    BookingPlace,
    Closure,
    ConcernPlace,
    OpenDespiteHoliday,
    OpeningHours,
    Pool,
    PoolDay,
    State,
)
from modules.appointments.offers import FreeTime
from modules.appointments.selectors import free_times, get_place
from modules.appointments.services import (
    Action,
    Details,
    Resolution,
    book_by_staff,
    cancel_booking,
    change_opening_hours,
    check_days,
    confirm_by_code,
    ensure_days,
    enter_details,
    hold,
    keep_holiday,
    mark_arrived,
    move_booking,
    open_on_holiday,
    release_hold,
    remove_closure,
    request_confirmation,
    save_closure,
    save_concern,
    save_pool,
    sweep_expired,
)
from modules.appointments.services.cells import ranges_of
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.appointments import BERLIN, ConcernFactory, ConcernPlaceFactory, OpeningHoursFactory, PoolFactory

# The clock is put back, the clock is put forward, and a holiday of Sachsen-Anhalt: with the days around them.
WEEKS = {
    date(2026, 10, 22): [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26), date(2026, 10, 31)],
    date(2028, 3, 23): [date(2028, 3, 25), date(2028, 3, 26), date(2028, 3, 27)],
    date(2027, 1, 4): [date(2027, 1, 5), date(2027, 1, 6), date(2027, 1, 7)],
}
HORIZON = 11
HOURS = [(time(0), time(4)), (time(8), time(10)), (time(9), time(12)), (time(22), time(0))]
CITIZENS = [Details(last_name=f"Graf {number}", email=f"graf{number}@post.example") for number in range(3)]
NUMBERS = st.integers(0, 30)

Times = list[tuple[ConcernPlace, FreeTime, int]]


class LifeOfAnOffice(RuleBasedStateMachine):
    """Two teams and a registrar, three concerns; `excused` are bookings that an edit left without room, as decided."""

    def __init__(self, set_clock: Callable[[datetime], None]) -> None:
        super().__init__()
        self.set_clock = set_clock
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.excused: set[uuid.UUID] = set()
        self.seen: Times = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(first=st.sampled_from(sorted(WEEKS)), places=st.integers(1, 2))
    def found_the_office(self, first: date, places: int) -> None:
        self.days = WEEKS[first]
        self.tell(datetime.combine(first, time(8), tzinfo=BERLIN))
        self.actor = UserFactory()
        location = PoolFactory(horizon_days=HORIZON).location
        self.pools = [PoolFactory(location=location, horizon_days=HORIZON) for _ in range(2)]
        for pool in self.pools:
            for weekday in range(7):
                OpeningHoursFactory(pool=pool, weekday=weekday, starts_at=time(1), ends_at=time(4), places=places)
                OpeningHoursFactory(pool=pool, weekday=weekday, places=places, staff_places=places + 1)
        desk, registrar = self.pools
        teams = ([desk], [desk, registrar], [desk])
        lengths: tuple[dict[str, Any], ...] = (
            {"first_minutes": 20},
            {"first_minutes": 35},
            {"first_minutes": 15, "max_parallel": 1},
        )
        self.places = [
            ConcernPlaceFactory(location=location, pools=team, concern=ConcernFactory(horizon_days=HORIZON, **length))
            for team, length in zip(teams, lengths, strict=True)
        ]
        for place in self.places:
            save_concern(concern=place.concern, actor=None)
        ensure_days()

    # --- People book ---

    @rule(number=NUMBERS, persons=st.integers(1, 3), pick=NUMBERS)
    def a_citizen_takes_a_time_that_is_shown(self, number: int, persons: int, pick: int) -> None:
        place, day = self.place(number), self.day(pick)
        shown = free_times(places=[place], day=day, persons=persons)
        self.seen = [(place, time, persons) for time in shown]
        if shown:
            time = shown[pick % len(shown)]
            booking = hold(place=place, day=time.day, cell_from=time.cell, idem_key=uuid.uuid4(), persons=persons)
            self.has_room("cap", booking)

    @precondition(lambda self: self.seen)
    @rule(pick=NUMBERS)
    def somebody_comes_back_to_an_old_page(self, pick: int) -> None:
        old_place, time, persons = self.seen[pick % len(self.seen)]
        place = get_place(old_place.pk)
        shown = [(now.day, now.cell) for now in free_times(places=[place], day=time.day, persons=persons)]
        try:
            booking = hold(place=place, day=time.day, cell_from=time.cell, idem_key=uuid.uuid4(), persons=persons)
        except SlotTakenError as error:
            assert (time.day, time.cell) not in shown
            for near in error.neighbours:
                assert (near.day, near.cell) != (time.day, time.cell)
        except AppointmentError:
            assert (time.day, time.cell) not in shown
        else:
            self.has_room("cap", booking)

    @rule(number=NUMBERS, who=st.sampled_from(CITIZENS))
    def somebody_gives_details_and_asks_for_the_code(self, number: int, who: Details) -> None:
        with self.refusals():
            request_confirmation(booking=enter_details(booking=self.booking(number), details=who))

    @rule(number=NUMBERS)
    def somebody_types_the_code(self, number: int) -> None:
        with self.refusals():
            booking = self.booking(number)
            confirm_by_code(booking=booking, code=confirmation_code(booking.pk, booking.email))

    @rule(number=NUMBERS, pick=NUMBERS)
    def somebody_goes_back_and_takes_another_time(self, number: int, pick: int) -> None:
        with self.refusals():
            booking, place = self.booking(number), self.place(pick)
            shown = free_times(places=[place], day=self.day(pick))
            if shown:
                time = shown[pick % len(shown)]
                hold(place=place, day=time.day, cell_from=time.cell, idem_key=uuid.uuid4(), replaces=booking)
                self.excused.discard(booking.pk)

    @rule(number=NUMBERS, pick=NUMBERS)
    def somebody_moves(self, number: int, pick: int) -> None:
        with self.refusals():
            booking = self.booking(number)
            place = get_place(booking.place_id)
            shown = free_times(places=[place], day=self.day(pick), length=booking.length)
            if shown:
                time = shown[pick % len(shown)]
                move_booking(booking=booking, place=place, day=time.day, cell_from=time.cell)
                self.excused.discard(booking.pk)

    @rule(number=NUMBERS)
    def somebody_cancels(self, number: int) -> None:
        with self.refusals():
            cancel_booking(booking=self.booking(number))

    @rule(number=NUMBERS)
    def somebody_gives_up_a_hold(self, number: int) -> None:
        with self.refusals():
            release_hold(booking=self.booking(number))

    # --- The town hall books ---

    @rule(number=NUMBERS, pick=NUMBERS, cell=st.integers(1, 300), force=st.booleans())
    def staff_book_any_time(self, number: int, pick: int, cell: int, *, force: bool) -> None:
        with self.refusals():
            booking = book_by_staff(
                place=self.place(number),
                day=self.day(pick),
                cell_from=cell,
                details=Details(last_name="Otto"),
                actor=self.actor,
                idem_key=uuid.uuid4(),
                force=force,
            )
            if not booking.forced_by:
                self.has_room("cap_staff", booking)
            assert AuditEntry.objects.filter(action="appointments.booked_by_staff", target_id=str(booking.pk)).exists()

    @rule(number=NUMBERS)
    def somebody_arrives(self, number: int) -> None:
        with self.refusals():
            booking = self.booking(number)
            was_off = booking.state == State.EXPIRED
            mark_arrived(booking=booking, actor=self.actor)
            booking.refresh_from_db()
            assert not was_off or booking.forced_by or self.fits(booking, "cap_staff")

    # --- The set-up changes ---

    @rule(number=NUMBERS, weekday=st.integers(0, 6), hours=st.sampled_from(HOURS), places=st.integers(1, 2))
    def hours_are_added(self, number: int, weekday: int, hours: tuple[time, time], places: int) -> None:
        starts_at, ends_at = hours
        added = OpeningHours(
            weekday=weekday, starts_at=starts_at, ends_at=ends_at, places=places, staff_places=places + number % 2
        )
        self.edit(
            lambda decided: change_opening_hours(pool=self.pool(number), actor=None, save=[added], resolutions=decided)
        )

    @rule(number=NUMBERS)
    def hours_are_removed(self, number: int) -> None:
        pool = self.pool(number)
        known = list(OpeningHours.objects.filter(pool=pool).values_list("pk", flat=True))
        if known:
            gone = [known[number % len(known)]]
            self.edit(lambda decided: change_opening_hours(pool=pool, actor=None, remove=gone, resolutions=decided))

    @rule(
        number=NUMBERS,
        hours=st.sampled_from([(None, None), *HOURS[:3]]),
        missing=st.sampled_from([None, 1, 2]),
        scope=st.sampled_from(["pool", "location", "all"]),
    )
    def something_is_closed(
        self, number: int, hours: tuple[time, time] | None, missing: int | None, scope: str
    ) -> None:
        starts_at, ends_at = hours if hours and hours[1] != time(0) else (None, None)
        closure = Closure(
            pool=self.pool(number) if scope == "pool" else None,
            location=self.pool(number).location if scope == "location" else None,
            starts_on=self.day(number),
            ends_on=self.day(number),
            starts_at=starts_at,
            ends_at=ends_at,
            missing_places=missing,
        )
        self.edit(lambda decided: save_closure(closure=closure, actor=None, resolutions=decided))

    @rule(number=NUMBERS)
    def something_opens_again(self, number: int) -> None:
        closures = list(Closure.objects.order_by("pk"))
        if closures:
            remove_closure(closure=closures[number % len(closures)], actor=None)

    @rule(number=NUMBERS)
    def a_holiday_is_worked_on(self, number: int) -> None:
        open_on_holiday(day=self.day(number), actor=None, pool=self.pool(number) if number % 2 else None)

    @rule(number=NUMBERS)
    def a_holiday_is_kept_after_all(self, number: int) -> None:
        entries = list(OpenDespiteHoliday.objects.order_by("pk"))
        if entries:
            self.edit(lambda _decided: keep_holiday(entry=entries[number % len(entries)], actor=None))

    @rule(number=NUMBERS, minutes=st.sampled_from([10, 15, 25, 60]), parallel=st.sampled_from([None, 1, 2]))
    def a_concern_takes_another_time(self, number: int, minutes: int, parallel: int | None) -> None:
        concern = self.place(number).concern
        concern.first_minutes, concern.max_parallel = minutes, parallel
        self.edit(lambda _decided: save_concern(concern=concern, actor=None))

    @rule(number=NUMBERS, grid=st.sampled_from([5, 10, 15, 30]))
    def a_team_offers_times_in_another_grid(self, number: int, grid: int) -> None:
        pool = self.pool(number)
        pool.grid_minutes = grid
        save_pool(pool=pool, actor=None)

    # --- Time goes by ---

    @rule(minutes=st.integers(3, 90))
    def some_minutes_pass(self, minutes: int) -> None:
        self.tell(self.now + timedelta(minutes=minutes))

    @rule()
    def a_night_passes(self) -> None:
        if self.now.date() < self.days[0]:
            self.tell(self.now + timedelta(days=1))
            ensure_days()

    @rule()
    def the_sweeper_comes(self) -> None:
        sweep_expired()

    # --- What holds at every moment ---

    @invariant()
    def day_rows_equal_rules_and_bookings(self) -> None:
        assert check_days(repair=False).differences == ()

    @invariant()
    def nobody_stands_where_there_is_no_room_unless_somebody_decided_so(self) -> None:
        decided = Counter(key for key, booking in self.taken() if self.is_decided(booking))
        for key, excess in self.excess():
            assert excess <= decided[key], key

    # --- Helpers ---

    def tell(self, now: datetime) -> None:
        self.now = now
        self.set_clock(now)

    def day(self, number: int) -> date:
        return self.days[number % len(self.days)]

    def pool(self, number: int) -> Pool:
        return Pool.objects.get(pk=self.pools[number % len(self.pools)].pk)

    def place(self, number: int) -> ConcernPlace:
        return get_place(self.places[number % len(self.places)].pk)

    def booking(self, number: int) -> Booking:
        bookings = list(Booking.objects.order_by("created_at", "pk"))
        if not bookings:
            raise AppointmentError
        return bookings[number % len(bookings)]

    def refusals(self) -> suppress:
        """Let the step be refused: a clear sentence is a right answer, and the invariants look at the rest."""
        return suppress(AppointmentError)

    def edit(self, save: Callable[[dict[uuid.UUID, Resolution]], Any]) -> None:
        """Change the set-up and keep the bookings outside, which the office has then decided."""
        try:
            with transaction.atomic():
                save({})
        except UnresolvedBookingsError as error:
            save({booking.pk: Resolution(Action.KEEP) for booking in error.bookings})
        crowded = {key for key, _excess in self.excess()}
        self.excused |= {booking for key, (booking, _forced) in self.taken() if key in crowded}

    def is_decided(self, booking: tuple[uuid.UUID, uuid.UUID | None]) -> bool:
        return booking[1] is not None or booking[0] in self.excused

    def taken(self) -> Iterator[tuple[tuple[uuid.UUID, date, int], tuple[uuid.UUID, uuid.UUID | None]]]:
        """Yield each cell that is taken, as (pool, day, cell), with the booking and who forced it."""
        places = BookingPlace.objects.filter(booking__state__in=OCCUPYING_STATES)
        columns = ("pool_id", "day", "booking_id", "booking__forced_by", "booking__cell_from", "booking__cell_to")
        for pool, day, booking, forced, start, end in places.values_list(*columns):
            for cell in range(start, end):
                yield (pool, day, cell), (booking, forced)

    def excess(self) -> Iterator[tuple[tuple[uuid.UUID, date, int], int]]:
        """Yield each cell in which more is used than staff have, and by how much."""
        for row in PoolDay.objects.all():
            for cell, (used, cap) in enumerate(zip(row.used, row.cap_staff, strict=True), start=1):
                if used > cap:
                    yield (row.pool_id, row.day, cell), used - cap

    def fits(self, booking: Booking, quota: str) -> bool:
        return all(
            max(used - cap for used, cap in zip(row.used[start:end], getattr(row, quota)[start:end], strict=True)) <= 0
            for row, start, end in self.rows_of(booking)
        )

    def has_room(self, quota: str, booking: Booking) -> None:
        assert self.fits(booking, quota)

    def rows_of(self, booking: Booking) -> Iterator[tuple[PoolDay, int, int]]:
        for cells in ranges_of(booking):
            yield PoolDay.objects.get(pool=cells.pool, day=cells.day), cells.cell_from - 1, cells.cell_to - 1


@pytest.mark.django_db
def test_whatever_happens_the_office_promises_only_what_it_has(tenant, clock):
    run_state_machine_as_test(
        lambda: LifeOfAnOffice(clock),
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
