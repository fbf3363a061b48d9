"""Day rows follow from rules and bookings, whatever happens in between."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.appointments.codes import confirmation_code
from modules.appointments.errors import AppointmentError
from modules.appointments.models import Booking, OpeningHours, Pool, PoolDay, PoolKind, State
from modules.appointments.selectors import get_place
from modules.appointments.services import (
    Details,
    book_by_staff,
    cancel_booking,
    check_days,
    confirm_by_code,
    ensure_days,
    enter_details,
    hold,
    mark_arrived,
    move_booking,
    rebuild_days,
    release_hold,
    request_confirmation,
    save_concern,
    sweep_expired,
)
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.appointments import (
    MONDAY_MORNING,
    TUESDAY,
    ConcernFactory,
    ConcernPlaceFactory,
    OpeningHoursFactory,
    PoolFactory,
    cell,
    hold_at,
    make_office,
    used_in,
)

pytestmark = pytest.mark.django_db


class TestEnsuring:
    @pytest.mark.usefixtures("office")
    def test_rows_reach_one_day_behind_the_horizon(self):
        days = PoolDay.objects.order_by("day").values_list("day", flat=True)
        today = MONDAY_MORNING.date()
        assert list(days) == [today + timedelta(days=offset) for offset in range(62)]
        assert ensure_days() == 0

    @pytest.mark.usefixtures("office")
    def test_the_next_day_brings_the_next_row(self, clock):
        clock(MONDAY_MORNING + timedelta(days=1))
        assert ensure_days() == 1

    @pytest.mark.usefixtures("office")
    def test_nothing_missing_costs_three_queries(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            ensure_days()

    @pytest.mark.usefixtures("tenant")
    def test_updates_of_a_day_row_stay_in_its_page(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT reloptions FROM pg_class WHERE oid = 'appointments_poolday'::regclass")
            assert cursor.fetchone() == (["fillfactor=50"],)


class TestChecking:
    def test_a_wrong_row_is_found_repaired_and_recorded(self, office, case_worker):
        hold_at(office, 9)
        right = used_in(office)
        PoolDay.objects.filter(day=TUESDAY).update(used=[0] * 288)
        PoolDay.objects.filter(day=TUESDAY + timedelta(days=1)).update(cap=[9] * 288)
        report = check_days(repair=False)
        assert [(found.day, found.fields) for found in report.differences] == [
            (TUESDAY, ("used",)),
            (TUESDAY + timedelta(days=1), ("cap",)),
        ]
        assert used_in(office) != right
        assert check_days(repair=True, actor=case_worker).repaired
        assert used_in(office) == right
        assert check_days(repair=True).is_clean
        assert AuditEntry.objects.filter(action="appointments.days_repaired").get().details == {"rows": 2}

    @pytest.mark.usefixtures("office")
    def test_hours_that_changed_behind_our_back_are_found(self):
        OpeningHours.objects.filter(weekday=1).update(places=2, staff_places=3)
        assert {found.fields for found in check_days(repair=False).differences} == {("cap", "cap_staff")}


class TestRebuilding:
    def test_a_pool_out_of_use_offers_nothing_and_keeps_its_bookings(self, office):
        booking = hold_at(office, 9)
        pool = office.pools.all()[0]
        pool.is_active = False
        pool.save()
        rebuild_days(pools=[pool])
        row = PoolDay.objects.get(day=TUESDAY)
        assert sum(row.cap) == sum(row.cap_staff) == 0
        assert sum(row.used) == booking.length

    @pytest.mark.usefixtures("clock")
    def test_a_limit_that_comes_later_counts_the_bookings_that_exist(self):
        office = make_office(places=3)
        hold_at(office, 9)
        concern = office.concern
        concern.max_parallel = 2
        save_concern(concern=concern, actor=None)
        limit = Pool.objects.get(kind=PoolKind.LIMIT)
        row = PoolDay.objects.get(pool=limit, day=TUESDAY)
        assert set(row.cap) == {2}
        assert sum(row.used) == 4
        concern.max_parallel = 1
        save_concern(concern=concern, actor=None)
        assert set(PoolDay.objects.get(pool=limit, day=TUESDAY).cap) == {1}
        concern.max_parallel = None
        save_concern(concern=concern, actor=None)
        assert list(get_place(office.pk).pools.all()) == list(office.pools.all())
        assert check_days(repair=False).is_clean


STARTS = st.integers(min_value=0, max_value=11).map(lambda tens: cell(9) + 2 * tens)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hold"), st.integers(0, 2), STARTS),
        st.tuples(st.just("phone"), st.integers(0, 2), STARTS),
        st.tuples(st.just("force"), st.integers(0, 2), STARTS),
        st.tuples(st.just("ask"), st.integers(0, 9), st.none()),
        st.tuples(st.just("confirm"), st.integers(0, 9), st.none()),
        st.tuples(st.just("move"), st.integers(0, 9), STARTS),
        st.tuples(st.just("replace"), st.integers(0, 9), STARTS),
        st.tuples(st.just("cancel"), st.integers(0, 9), st.none()),
        st.tuples(st.just("release"), st.integers(0, 9), st.none()),
        st.tuples(st.just("arrive"), st.integers(0, 9), st.none()),
        st.tuples(st.just("wait"), st.integers(3, 70), st.none()),
        st.tuples(st.just("sweep"), st.none(), st.none()),
        st.tuples(st.just("rebuild"), st.none(), st.none()),
    ),
    max_size=14,
)
ANYBODY = Details(last_name="Graf", email="graf@post.example")


class Life:
    """A town hall in which anything happens in any order: three concerns share pools, one has a limit."""

    def __init__(self, set_clock: Callable[[Any], None]) -> None:
        self.set_clock = set_clock
        self.now = MONDAY_MORNING
        set_clock(self.now)
        self.actor = UserFactory()
        location = PoolFactory().location
        desk, registrar = PoolFactory(location=location), PoolFactory(location=location)
        OpeningHoursFactory(pool=desk, places=2, staff_places=3)
        OpeningHoursFactory(pool=registrar)
        made = [
            ConcernPlaceFactory(location=location, pools=pools, concern=ConcernFactory(**concern))
            for pools, concern in (
                ([desk], {"first_minutes": 20}),
                ([desk, registrar], {"first_minutes": 30}),
                ([desk], {"first_minutes": 15, "max_parallel": 1}),
            )
        ]
        for place in made:
            save_concern(concern=place.concern, actor=None)
        ensure_days()
        self.places = [get_place(place.pk) for place in made]

    def step(self, name: str, number: Any, start: Any) -> None:
        try:
            getattr(self, name)(number, start)
        except AppointmentError:
            return

    def hold(self, number, start):
        hold(place=self.places[number], day=TUESDAY, cell_from=start, idem_key=uuid.uuid4())

    def phone(self, number, start, *, force=False):
        book_by_staff(
            place=self.places[number],
            day=TUESDAY,
            cell_from=start,
            details=Details(last_name="Otto"),
            actor=self.actor,
            idem_key=uuid.uuid4(),
            force=force,
        )

    def force(self, number, start):
        self.phone(number, start, force=True)

    def ask(self, number, _start):
        request_confirmation(booking=enter_details(booking=self.some(number), details=ANYBODY))

    def confirm(self, number, _start):
        booking = self.some(number)
        confirm_by_code(booking=booking, code=confirmation_code(booking.pk, booking.email))

    def move(self, number, start):
        booking = self.some(number)
        move_booking(booking=booking, place=get_place(booking.place_id), day=TUESDAY, cell_from=start)

    def replace(self, number, start):
        booking = self.some(number)
        place = self.places[number % 3]
        hold(place=place, day=TUESDAY, cell_from=start, idem_key=uuid.uuid4(), replaces=booking)

    def cancel(self, number, _start):
        cancel_booking(booking=self.some(number))

    def release(self, number, _start):
        release_hold(booking=self.some(number))

    def arrive(self, number, _start):
        mark_arrived(booking=self.some(number), actor=self.actor)

    def wait(self, minutes, _start):
        self.now += timedelta(minutes=minutes)
        self.set_clock(self.now)

    def sweep(self, _number, _start):
        sweep_expired()

    def rebuild(self, _number, _start):
        rebuild_days(pools=Pool.objects.all())

    def some(self, number: int) -> Booking:
        bookings = list(Booking.objects.order_by("created_at", "pk"))
        if not bookings:
            raise AppointmentError
        return bookings[number % len(bookings)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_used_equals_the_bookings_and_only_force_exceeds_the_places(tenant, clock, steps):
    with transaction.atomic():
        life = Life(clock)
        for step in steps:
            life.step(*step)
            assert check_days(repair=False).is_clean, step
            forced = Booking.objects.exclude(forced_by=None).exclude(state__in=[State.CANCELLED, State.EXPIRED])
            for row in PoolDay.objects.filter(day=TUESDAY):
                excess = [used - cap for used, cap in zip(row.used, row.cap_staff, strict=True)]
                assert max(excess) <= forced.filter(pools=row.pool_id).count(), step
        assert timezone.now() == life.now
        transaction.set_rollback(True)
