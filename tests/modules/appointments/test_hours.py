"""Opening hours change while people have appointments: nobody is dropped, and the effect is immediate."""

from datetime import date, datetime, time, timedelta

import pytest

from modules.appointments.errors import NotOfferedError, SetupError, SlotTakenError, UnresolvedBookingsError
from modules.appointments.models import Booking, ConcernPlace, OpeningHours, PoolDay, State
from modules.appointments.selectors import (
    affected_bookings,
    closed_days,
    conflicting_bookings,
    free_times,
    get_place,
    opening_today,
    proposed_closure,
    proposed_hours,
)
from modules.appointments.services import (
    Action,
    Details,
    Resolution,
    book_by_staff,
    change_opening_hours,
    check_days,
    remove_closure,
    save_closure,
    save_pool,
    save_windows,
)
from rathaus.calendar.recurrence import Frequency
from rathaus.mail.models import OutboxMessage
from rathaus.registry import OpeningToday
from tests.factories.appointments import (
    BERLIN,
    MONDAY_MORNING,
    TUESDAY,
    ClosureFactory,
    ConcernWindowFactory,
    OpeningHoursFactory,
    cell,
    hold_at,
    make_office,
)

pytestmark = pytest.mark.django_db

GRAF = Details(last_name="Graf", email="graf@post.example")


@pytest.fixture
def book(case_worker):
    """Return a function that books by phone at a wall-clock time."""

    def book_at(place: ConcernPlace, hour: int, minute: int = 0, **further) -> Booking:
        booking = hold_at(place, hour, minute, origin="phone")
        return book_by_staff(
            place=place,
            day=booking.day,
            cell_from=booking.cell_from,
            details=GRAF,
            actor=case_worker,
            idem_key=booking.idem_key,
            **further,
        )

    return book_at


def pool_of(place: ConcernPlace):
    return place.pools.all()[0]


def tuesday_hours(place: ConcernPlace, **changes) -> OpeningHours:
    """Return the hours of Tuesday, changed but not saved."""
    hours = OpeningHours.objects.get(pool=pool_of(place), weekday=1)
    for name, value in changes.items():
        setattr(hours, name, value)
    return hours


def clock_times(place: ConcernPlace, day: date = TUESDAY) -> list[str]:
    return [found.starts_at.strftime("%H:%M") for found in free_times(places=[place], day=day)]


class TestEdgeCase03HoursEditedWhileBookingsExist:
    def test_edge_case_03_the_bookings_outside_are_named_before_anything_is_saved(self, office, book, administrator):
        inside, outside = book(office, 9), book(office, 11, 40)
        shorter = tuesday_hours(office, ends_at=time(11))
        proposed = proposed_hours(pool=pool_of(office), save=[shorter])
        assert affected_bookings(proposed=proposed) == [outside]
        with pytest.raises(UnresolvedBookingsError) as caught:
            change_opening_hours(pool=pool_of(office), save=[shorter], actor=administrator)
        assert caught.value.bookings == (outside,)
        assert str(caught.value).startswith("Ein Termin liegt dann außerhalb")
        assert OpeningHours.objects.get(pk=shorter.pk).ends_at == time(12)
        assert inside not in caught.value.bookings

    def test_edge_case_03_a_kept_booking_stays_and_shows_as_a_conflict(self, office, book, administrator):
        booking = book(office, 11, 40)
        outcome = change_opening_hours(
            pool=pool_of(office),
            save=[tuesday_hours(office, ends_at=time(11))],
            resolutions={booking.pk: Resolution(Action.KEEP)},
            actor=administrator,
        )
        assert outcome.kept == (booking,)
        assert conflicting_bookings(pools=office.pools.all()) == [booking]
        assert clock_times(office)[-1] == "10:40"
        assert check_days(repair=False).is_clean

    def test_edge_case_03_a_moved_booking_gets_the_nearest_time_and_a_mail(self, office, book, administrator):
        booking = book(office, 11, 40)
        outcome = change_opening_hours(
            pool=pool_of(office),
            save=[tuesday_hours(office, ends_at=time(11))],
            resolutions={booking.pk: Resolution(Action.MOVE)},
            actor=administrator,
        )
        moved = outcome.moved[0]
        assert moved.starts_at.astimezone(BERLIN) == datetime(2026, 11, 24, 10, 40, tzinfo=BERLIN)
        assert OutboxMessage.objects.filter(kind="appointments.moved", reference=str(booking.pk)).count() == 1
        assert conflicting_bookings(pools=office.pools.all()) == []

    @pytest.mark.usefixtures("clock")
    def test_edge_case_03_a_booking_that_can_go_nowhere_stays(self, book, administrator):
        office = make_office(weekdays=[1])
        booking = book(office, 11, 40)
        outcome = change_opening_hours(
            pool=pool_of(office),
            remove=[tuesday_hours(office).pk],
            resolutions={booking.pk: Resolution(Action.MOVE)},
            actor=administrator,
        )
        assert outcome.stuck == (booking,)
        assert conflicting_bookings(pools=office.pools.all()) == [booking]

    def test_edge_case_03_a_cancelled_booking_hears_the_reason(self, office, book, administrator):
        booking = book(office, 11, 40)
        outcome = change_opening_hours(
            pool=pool_of(office),
            save=[tuesday_hours(office, ends_at=time(11))],
            resolutions={booking.pk: Resolution(Action.CANCEL, reason="Wir schließen dienstags früher.")},
            actor=administrator,
        )
        assert outcome.cancelled[0].state == State.CANCELLED
        mail = OutboxMessage.objects.get(kind="appointments.cancelled_by_town_hall")
        assert "Wir schließen dienstags früher." in mail.text
        assert check_days(repair=False).is_clean

    def test_edge_case_03_of_two_at_the_same_time_the_first_stays(self, clock, book):
        office = make_office(places=2)
        first = book(office, 9)
        clock(MONDAY_MORNING + timedelta(minutes=1))
        second = book(office, 9, 10)
        proposed = proposed_hours(pool=pool_of(office), save=[tuesday_hours(office, places=1, staff_places=1)])
        assert affected_bookings(proposed=proposed) == [second]
        assert first.pk != second.pk

    def test_edge_case_03_a_decision_about_another_booking_does_nothing(self, office, book, administrator):
        inside = book(office, 9)
        change_opening_hours(
            pool=pool_of(office),
            save=[tuesday_hours(office, ends_at=time(11))],
            resolutions={inside.pk: Resolution(Action.CANCEL)},
            actor=administrator,
        )
        inside.refresh_from_db()
        assert inside.state == State.CONFIRMED

    def test_edge_case_03_a_booking_keeps_its_duration_when_the_concern_changes(self, office, book):
        booking = book(office, 9)
        concern = office.concern
        concern.first_minutes = 60
        concern.save()
        booking.refresh_from_db()
        assert booking.minutes == 20
        assert check_days(repair=False).is_clean

    def test_edge_case_03_a_closure_asks_as_well(self, office, book, administrator):
        booking = book(office, 9)
        closure = ClosureFactory.build(starts_on=TUESDAY)
        assert affected_bookings(proposed=proposed_closure(closure=closure)) == [booking]
        with pytest.raises(UnresolvedBookingsError):
            save_closure(closure=closure, actor=administrator)
        save_closure(closure=closure, resolutions={booking.pk: Resolution(Action.MOVE)}, actor=administrator)
        booking.refresh_from_db()
        assert booking.day == TUESDAY + timedelta(days=1)
        assert clock_times(office) == []


class TestEdgeCase04NoLag:
    def test_edge_case_04_new_hours_are_bookable_at_once(self, office, administrator):
        afternoon = OpeningHoursFactory.build(pool=pool_of(office), starts_at=time(14), ends_at=time(15))
        change_opening_hours(pool=pool_of(office), save=[afternoon], actor=administrator)
        assert clock_times(office)[-1] == "14:40"
        assert hold_at(office, 14)

    def test_edge_case_04_removed_hours_are_gone_at_once(self, office, administrator):
        change_opening_hours(pool=pool_of(office), remove=[tuesday_hours(office).pk], actor=administrator)
        assert clock_times(office) == []
        with pytest.raises(SlotTakenError):
            hold_at(office, 9)

    def test_edge_case_04_each_edit_counts_and_reaches_every_row(self, office, administrator):
        before = pool_of(office).ruleset
        change_opening_hours(pool=pool_of(office), save=[tuesday_hours(office, places=1)], actor=administrator)
        rulesets = set(PoolDay.objects.values_list("ruleset", flat=True))
        assert rulesets == {before + 1} == {get_place(office.pk).pools.all()[0].ruleset}

    def test_edge_case_04_a_longer_horizon_opens_days_at_once(self, office, administrator):
        far = TUESDAY + timedelta(days=77)
        with pytest.raises(NotOfferedError):
            hold_at(office, 9, day=far)
        pool = pool_of(office)
        pool.horizon_days = 90
        save_pool(pool=pool, actor=administrator)
        assert hold_at(get_place(office.pk), 9, day=far)


class TestSeries:
    @pytest.fixture
    def outpost(self, clock):  # noqa: ARG002 - day rows are made for the clock's days
        """A village office that is open every first Tuesday of the month."""
        office = make_office(weekdays=())
        OpeningHoursFactory(pool=pool_of(office), frequency=Frequency.MONTHLY_NTH, nth=1)
        save_pool(pool=pool_of(office), actor=None)
        return office

    def test_the_first_tuesday_of_the_month(self, outpost):
        assert clock_times(outpost, date(2026, 12, 1))
        assert clock_times(outpost, date(2026, 12, 8)) == []
        assert clock_times(outpost, date(2027, 1, 5))

    @pytest.mark.usefixtures("clock")
    def test_every_two_weeks_between_two_dates(self):
        office = make_office(weekdays=())
        hours = OpeningHoursFactory.build(
            pool=pool_of(office),
            frequency=Frequency.EVERY_N_WEEKS,
            interval_weeks=2,
            anchor=TUESDAY,
            valid_until=date(2026, 12, 10),
        )
        change_opening_hours(pool=pool_of(office), save=[hours], actor=None)
        open_days = [row.day for row in PoolDay.objects.order_by("day") if any(row.cap)]
        assert open_days == [TUESDAY, date(2026, 12, 8)]

    def test_hours_at_the_same_time_add_up(self, office, administrator):
        more = OpeningHoursFactory.build(
            pool=pool_of(office), starts_at=time(10), ends_at=time(11), places=2, staff_places=2
        )
        change_opening_hours(pool=pool_of(office), save=[more], actor=administrator)
        row = PoolDay.objects.get(day=TUESDAY)
        assert [row.cap[cell(hour) - 1] for hour in (9, 10, 11)] == [1, 3, 1]

    def test_a_closure_may_take_only_some_hours_of_several_days(self, office):
        closure = ClosureFactory.build(
            location=office.location,
            starts_on=TUESDAY,
            ends_on=TUESDAY + timedelta(days=1),
            starts_at=time(9),
            ends_at=time(11, 30),
        )
        save_closure(closure=closure, actor=None)
        for day in (TUESDAY, TUESDAY + timedelta(days=1)):
            assert clock_times(office, day) == ["11:30", "11:40"]
        assert clock_times(office, TUESDAY + timedelta(days=2))[0] == "09:00"


class TestImpossibleSetUp:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"ends_at": time(8)},
            {"starts_at": time(9, 3)},
            {"places": 2, "staff_places": 1},
            {"frequency": Frequency.EVERY_N_WEEKS},
            {"frequency": Frequency.MONTHLY_NTH, "nth": 7},
        ],
    )
    def test_hours_that_contradict_themselves_are_refused(self, office, wrong):
        with pytest.raises(SetupError):
            change_opening_hours(pool=pool_of(office), save=[OpeningHoursFactory.build(**wrong)], actor=None)
        assert check_days(repair=False).is_clean

    def test_so_are_closures_and_windows_of_concerns(self, office):
        with pytest.raises(SetupError):
            save_closure(closure=ClosureFactory.build(ends_on=TUESDAY - timedelta(days=1)), actor=None)
        with pytest.raises(SetupError):
            save_closure(closure=ClosureFactory.build(starts_at=time(11), ends_at=time(10)), actor=None)
        window = ConcernWindowFactory.build(concern=office.concern, ends_at=time(8))
        with pytest.raises(SetupError):
            save_windows(concern=office.concern, windows=[window], actor=None)

    def test_a_grid_off_the_five_minutes_is_refused(self, office):
        pool = pool_of(office)
        pool.grid_minutes = 12
        with pytest.raises(SetupError):
            save_pool(pool=pool, actor=None)


def test_missing_places_shrink_the_day_at_once_and_come_back_with_the_removal(office, administrator):
    pool = pool_of(office)
    OpeningHours.objects.filter(pool=pool).update(places=2, staff_places=3)
    short = ClosureFactory.build(pool=pool, missing_places=1, reason="")
    save_closure(closure=short, actor=administrator)
    day = PoolDay.objects.get(pool=pool, day=TUESDAY)
    assert (day.cap[cell(9) - 1], day.cap_staff[cell(9) - 1]) == (1, 2)
    remove_closure(closure=short, actor=administrator)
    day.refresh_from_db()
    assert (day.cap[cell(9) - 1], day.cap_staff[cell(9) - 1]) == (2, 3)
    assert check_days(repair=False).is_clean


def test_of_those_who_have_no_place_left_whoever_booked_last_goes_first(clock, tenant, db, case_worker, administrator):
    place = make_office(places=2)
    first = hold_at(place, 9, origin="phone")
    book_by_staff(
        place=place,
        day=TUESDAY,
        cell_from=first.cell_from,
        details=GRAF,
        actor=case_worker,
        idem_key=first.idem_key,
    )
    clock(MONDAY_MORNING + timedelta(minutes=5))
    second = hold_at(place, 9, origin="phone")
    book_by_staff(
        place=place,
        day=TUESDAY,
        cell_from=second.cell_from,
        details=GRAF,
        actor=case_worker,
        idem_key=second.idem_key,
    )
    one_less = ClosureFactory.build(pool=pool_of(place), missing_places=1)
    assert [booking.pk for booking in affected_bookings(proposed=proposed_closure(closure=one_less))] == [second.pk]


def test_fewer_places_do_not_close_the_town_hall(clock, tenant, db, administrator):
    place = make_office(places=2)
    clock(datetime(2026, 11, 24, 8, 0, tzinfo=BERLIN))
    save_closure(closure=ClosureFactory.build(pool=pool_of(place), missing_places=1), actor=administrator)
    assert opening_today() == OpeningToday("Heute geöffnet ab 9 Uhr", is_open=False)
    assert [closed.day for closed in closed_days(pool=pool_of(place), first=TUESDAY, months=1)] == [date(2026, 12, 25)]
