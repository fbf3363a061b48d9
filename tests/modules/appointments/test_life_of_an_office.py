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
from rathaus.calendar.localtime import cell_of
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
NUMBERS = st.integers(0, 500)
PEOPLE = [
    *["take_what_is_shown", "come_back_to_an_old_page"] * 4,
    *["ask_for_the_code", "type_the_code"] * 2,
    *["take_another_time", "move", "cancel", "give_up_a_hold"],
]
TOWN_HALL = [
    *["book_by_telephone", "close", "remove_hours"] * 2,
    *[
        "arrive",
        "add_hours",
        "open_again",
        "work_on_a_holiday",
        "keep_the_holiday",
        "change_a_concern",
        "change_the_grid",
    ],
    "sweep",
]
ZONE = "Europe/Berlin"

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

    @initialize(first=st.sampled_from(sorted(WEEKS)), places=st.sampled_from([1, 1, 2]))
    def found_the_office(self, first: date, places: int) -> None:
        self.days = WEEKS[first]
        self.tell(datetime.combine(first, time(8), tzinfo=BERLIN))
        self.actor = UserFactory()
        location = PoolFactory(horizon_days=HORIZON).location
        self.pools = [PoolFactory(location=location, horizon_days=HORIZON) for _ in range(2)]
        for pool in self.pools:
            for weekday in range(7):
                OpeningHoursFactory(pool=pool, weekday=weekday, starts_at=time(1), ends_at=time(4), places=places)
                OpeningHoursFactory(
                    pool=pool, weekday=weekday, ends_at=time(10), places=places, staff_places=places + 1
                )
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
        for number in range(8):
            self.take_what_is_shown(number, number * 7)

    # --- Hypothesis chooses who does what ---

    @rule(what=st.sampled_from(PEOPLE), number=NUMBERS, pick=NUMBERS)
    def people(self, what: str, number: int, pick: int) -> None:
        with suppress(AppointmentError):  # a clear sentence is a right answer, and the invariants look at the rest
            getattr(self, what)(number, pick)

    @rule(what=st.sampled_from(TOWN_HALL), number=NUMBERS, pick=NUMBERS)
    def town_hall(self, what: str, number: int, pick: int) -> None:
        with suppress(AppointmentError):
            getattr(self, what)(number, pick)

    @rule(minutes=st.sampled_from([3, 20, 70, 24 * 60]))
    def time_goes_by(self, minutes: int) -> None:
        if self.now.date() < self.days[0]:
            self.tell(self.now + timedelta(minutes=minutes))
            ensure_days()

    # --- People ---

    def take_what_is_shown(self, number: int, pick: int) -> None:
        place, persons = self.place(number), 1 + pick % 2
        shown = free_times(places=[place], day=self.day(pick), persons=persons)
        self.seen += [(place, time, persons) for time in shown]
        if shown:
            time = shown[number % len(shown)]
            self.promised(
                lambda: hold(place=place, day=time.day, cell_from=time.cell, idem_key=uuid.uuid4(), persons=persons)
            )

    def come_back_to_an_old_page(self, number: int, _pick: int) -> None:
        if not self.seen:
            return
        old_place, time, persons = self.seen[number * 31 % len(self.seen)]
        place = get_place(old_place.pk)
        shown = {(now.day, now.cell) for now in free_times(places=[place], day=time.day, persons=persons)}
        try:
            booking = hold(place=place, day=time.day, cell_from=time.cell, idem_key=uuid.uuid4(), persons=persons)
        except AppointmentError as error:
            assert (time.day, time.cell) not in shown
            near = error.neighbours if isinstance(error, SlotTakenError) else ()
            assert {(other.day, other.cell) for other in near if other.day == time.day} <= shown
        else:
            assert self.fits(booking, "cap")

    def ask_for_the_code(self, number: int, pick: int) -> None:
        request_confirmation(booking=enter_details(booking=self.booking(number), details=CITIZENS[pick % 3]))

    def type_the_code(self, number: int, _pick: int) -> None:
        booking = self.booking(number)
        confirm_by_code(booking=booking, code=confirmation_code(booking.pk, booking.email))

    def take_another_time(self, number: int, pick: int) -> None:
        booking, place = self.booking(number), self.place(pick)
        if booking.state == State.HELD and (shown := free_times(places=[place], day=self.day(pick))):
            time = shown[pick % len(shown)]
            self.promised(
                lambda: hold(place=place, day=time.day, cell_from=time.cell, idem_key=uuid.uuid4(), replaces=booking)
            )

    def move(self, number: int, pick: int) -> None:
        booking = self.booking(number)
        place = get_place(booking.place_id)
        shown = free_times(places=[place], day=self.day(pick), length=booking.length)
        if booking.state == State.CONFIRMED and booking.starts_at > self.now and shown:
            time = shown[pick % len(shown)]
            self.promised(lambda: move_booking(booking=booking, place=place, day=time.day, cell_from=time.cell))

    def cancel(self, number: int, _pick: int) -> None:
        cancel_booking(booking=self.booking(number))

    def give_up_a_hold(self, number: int, _pick: int) -> None:
        release_hold(booking=self.booking(number))

    # --- The town hall ---

    def book_by_telephone(self, number: int, pick: int) -> None:
        place, day = self.place(number), self.day(pick)
        cells = [time.cell for _place, time, _persons in self.seen if time.day == day] or [cell_of(day, time(9), ZONE)]
        is_forced = number % 3 == 0
        booking = book_by_staff(
            place=place,
            day=day,
            cell_from=cells[pick % len(cells)],
            details=Details(last_name="Otto"),
            actor=self.actor,
            idem_key=uuid.uuid4(),
            force=is_forced,
        )
        assert booking.forced_by or self.fits(booking, "cap_staff")
        assert is_forced or not booking.forced_by
        assert AuditEntry.objects.filter(action="appointments.booked_by_staff", target_id=str(booking.pk)).exists()

    def arrive(self, number: int, _pick: int) -> None:
        mark_arrived(booking=self.booking(number), actor=self.actor)

    def add_hours(self, number: int, pick: int) -> None:
        pool, (starts_at, ends_at), places = self.pool(number), HOURS[pick % len(HOURS)], 1 + pick % 2
        added = OpeningHours(
            weekday=number % 7, starts_at=starts_at, ends_at=ends_at, places=places, staff_places=places + number % 2
        )
        self.edit(lambda decided: change_opening_hours(pool=pool, actor=None, save=[added], resolutions=decided))

    def remove_hours(self, number: int, pick: int) -> None:
        pool = self.pool(number)
        if known := list(OpeningHours.objects.filter(pool=pool).values_list("pk", flat=True)):
            gone = [known[pick % len(known)]]
            self.edit(lambda decided: change_opening_hours(pool=pool, actor=None, remove=gone, resolutions=decided))

    def close(self, number: int, pick: int) -> None:
        pool = self.pool(number)
        starts_at, ends_at = [(None, None), *HOURS[:3]][pick % 4]
        closure = Closure(
            pool=pool if pick % 3 == 0 else None,
            location=pool.location if pick % 3 == 1 else None,
            starts_on=self.day(number),
            ends_on=self.day(number),
            starts_at=starts_at,
            ends_at=ends_at,
            missing_places=[None, 1, 2][number % 3],
        )
        self.edit(lambda decided: save_closure(closure=closure, actor=None, resolutions=decided))

    def open_again(self, number: int, _pick: int) -> None:
        if closures := list(Closure.objects.order_by("pk")):
            remove_closure(closure=closures[number % len(closures)], actor=None)

    def work_on_a_holiday(self, number: int, pick: int) -> None:
        open_on_holiday(day=self.day(number), actor=None, pool=self.pool(number) if pick % 2 else None)

    def keep_the_holiday(self, number: int, _pick: int) -> None:
        if entries := list(OpenDespiteHoliday.objects.order_by("pk")):
            entry = entries[number % len(entries)]
            self.edit(lambda _decided: keep_holiday(entry=entry, actor=None))

    def change_a_concern(self, number: int, pick: int) -> None:
        concern = self.place(number).concern
        concern.first_minutes, concern.max_parallel = [10, 15, 25, 60][pick % 4], [None, 1, 2][number % 3]
        self.edit(lambda _decided: save_concern(concern=concern, actor=None))

    def change_the_grid(self, number: int, pick: int) -> None:
        pool = self.pool(number)
        pool.grid_minutes = [5, 10, 15, 30][pick % 4]
        save_pool(pool=pool, actor=None)

    def sweep(self, _number: int, _pick: int) -> None:
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

    def promised(self, book: Callable[[], Booking]) -> None:
        """Book what is shown at this moment: nobody may be refused."""
        try:
            booking = book()
        except AppointmentError as error:
            raise AssertionError(f"refused what was shown: {error!r}") from error
        assert self.fits(booking, "cap")
        self.excused.discard(booking.pk)

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

    def rows_of(self, booking: Booking) -> Iterator[tuple[PoolDay, int, int]]:
        for cells in ranges_of(booking):
            yield PoolDay.objects.get(pool=cells.pool, day=cells.day), cells.cell_from - 1, cells.cell_to - 1


@pytest.mark.django_db
def test_whatever_happens_the_office_promises_only_what_it_has(tenant, clock):
    run_state_machine_as_test(
        lambda: LifeOfAnOffice(clock),
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
