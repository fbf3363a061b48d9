"""Free times: what is offered to whom, on ordinary days and on strange ones."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.appointments.models import Booking, ConcernPlace, Origin, PoolDay, State
from modules.appointments.offers import DayState
from modules.appointments.selectors import (
    closed_days,
    earliest_per_place,
    free_days,
    free_times,
    get_place,
    next_free,
    offered_places,
)
from modules.appointments.services import (
    cancel_booking,
    ensure_days,
    keep_holiday,
    open_on_holiday,
    remove_closure,
    save_closure,
    sweep_expired,
)
from tests.factories.appointments import (
    BERLIN,
    MONDAY_MORNING,
    TUESDAY,
    AnswerFactory,
    ClosureFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    ConcernWindowFactory,
    QuestionFactory,
    hold_at,
    make_office,
)

pytestmark = pytest.mark.django_db


def clock_times(place: ConcernPlace, day: date = TUESDAY, **further) -> list[str]:
    return [found.starts_at.strftime("%H:%M") for found in free_times(places=[place], day=day, **further)]


def states(place: ConcernPlace, first: date, last: date, **further) -> dict[date, str]:
    return {offer.day: offer.state for offer in free_days(places=[place], first=first, last=last, **further)}


class TestEdgeCase01ChangeOfTheClock:
    """Sundays with opening hours: 25 October 2026 has 25 hours, 26 March 2028 has 23."""

    @pytest.mark.parametrize(
        ("sunday", "utc_of_nine", "cells"),
        [(date(2026, 10, 25), "08:00", 300), (date(2028, 3, 26), "07:00", 276)],
    )
    def test_edge_case_01_nine_oclock_is_nine_oclock_on_the_wall(self, clock, sunday, utc_of_nine, cells):
        clock(datetime.combine(sunday - timedelta(days=6), time(8), tzinfo=BERLIN))
        office = make_office(weekdays=range(7))
        assert PoolDay.objects.get(day=sunday).tz_cells == cells
        assert clock_times(office, sunday)[0] == "09:00"
        booking = hold_at(office, 9, day=sunday)
        assert booking.starts_at.strftime("%H:%M") == utc_of_nine
        assert booking.ends_at - booking.starts_at == timedelta(minutes=20)

    @pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2028, 3, 26)])
    def test_edge_case_01_the_neighbouring_days_have_the_same_times(self, clock, sunday):
        clock(datetime.combine(sunday - timedelta(days=6), time(8), tzinfo=BERLIN))
        office = make_office(weekdays=range(7))
        days = [sunday + timedelta(days=offset) for offset in (-1, 0, 1)]
        assert len({tuple(clock_times(office, day)) for day in days}) == 1
        rows = PoolDay.objects.filter(day__in=days).order_by("day")
        assert [row.tz_cells for row in rows][::2] == [288, 288]

    def test_edge_case_01_the_release_time_is_a_time_on_the_wall(self, clock):
        clock(datetime(2026, 10, 20, 8, tzinfo=BERLIN))
        make_office(weekdays=range(7), horizon_days=10, release_time=time(8))
        opened = PoolDay.objects.get(day=date(2026, 10, 30)).opened_at
        assert opened.astimezone(BERLIN) == datetime(2026, 10, 20, 8, tzinfo=BERLIN)
        assert PoolDay.objects.get(day=date(2026, 10, 28)).opened_at.astimezone(BERLIN).hour == 8


class TestEdgeCase05Holidays:
    NEW_YEAR, EPIPHANY = date(2027, 1, 1), date(2027, 1, 6)

    @pytest.fixture
    def winter_office(self, clock) -> ConcernPlace:
        clock(datetime(2026, 12, 28, 8, tzinfo=BERLIN))
        return make_office()

    def test_edge_case_05_a_holiday_of_the_bundesland_beats_the_series(self, winter_office):
        found = states(winter_office, self.NEW_YEAR, self.EPIPHANY)
        assert found[self.NEW_YEAR] == found[self.EPIPHANY] == DayState.CLOSED
        assert found[date(2027, 1, 5)] == DayState.FREE

    def test_edge_case_05_open_all_the_same_beats_the_holiday(self, winter_office):
        entry = open_on_holiday(day=self.EPIPHANY, actor=None)
        assert clock_times(winter_office, self.EPIPHANY)[0] == "09:00"
        keep_holiday(entry=entry, actor=None)
        assert clock_times(winter_office, self.EPIPHANY) == []

    def test_edge_case_05_one_pool_may_work_while_the_others_keep_the_holiday(self, winter_office):
        other = make_office()
        open_on_holiday(day=self.EPIPHANY, pool=other.pools.all()[0], actor=None)
        assert clock_times(winter_office, self.EPIPHANY) == []
        assert clock_times(other, self.EPIPHANY)

    def test_edge_case_05_a_closure_beats_even_an_open_holiday(self, winter_office):
        open_on_holiday(day=self.EPIPHANY, actor=None)
        closure = ClosureFactory.build(starts_on=self.EPIPHANY, ends_on=self.EPIPHANY)
        save_closure(closure=closure, actor=None)
        assert clock_times(winter_office, self.EPIPHANY) == []
        remove_closure(closure=closure, actor=None)
        assert clock_times(winter_office, self.EPIPHANY)

    def test_edge_case_05_the_coming_twelve_months_are_shown_with_their_reasons(self, winter_office):
        ClosureFactory(starts_on=date(2026, 12, 31), ends_on=date(2026, 12, 31), reason="Jahresabschluss")
        found = closed_days(pool=winter_office.pools.all()[0], first=date(2026, 12, 28))
        assert [(closed.day, closed.reason) for closed in found][:3] == [
            (date(2026, 12, 31), "Jahresabschluss"),
            (self.NEW_YEAR, "Neujahr"),
            (self.EPIPHANY, "Heilige Drei Könige"),
        ]
        assert date(2027, 5, 27) not in {closed.day for closed in found}, "Fronleichnam is none in Sachsen-Anhalt"


class TestEdgeCase06Lengths:
    def test_edge_case_06_a_long_visit_is_only_offered_where_it_fits_as_a_whole(self, office):
        long = ConcernPlaceFactory(
            concern=ConcernFactory(first_minutes=90), location=office.location, pools=list(office.pools.all())
        )
        hold_at(office, 10, 40)
        assert clock_times(get_place(long.pk)) == ["09:00", "09:10"]

    def test_edge_case_06_a_length_off_the_grid_takes_whole_cells(self, office):
        odd = ConcernPlaceFactory(
            concern=ConcernFactory(first_minutes=12), location=office.location, pools=list(office.pools.all())
        )
        booking = hold_at(get_place(odd.pk), 9)
        assert booking.minutes == 15
        assert "09:10" not in clock_times(office)


class TestEdgeCase07Gaps:
    def test_edge_case_07_right_after_an_odd_booking_the_next_may_begin(self, office):
        odd = ConcernPlaceFactory(
            concern=ConcernFactory(first_minutes=15), location=office.location, pools=list(office.pools.all())
        )
        hold_at(get_place(odd.pk), 9)
        place = get_place(office.pk)
        assert clock_times(place)[:3] == ["09:15", "09:20", "09:30"]
        assert hold_at(place, 9, 15)

    def test_edge_case_07_no_odd_times_on_an_empty_day(self, office):
        assert {found[-1] for found in clock_times(office)} == {"0"}


class TestStates:
    def test_each_day_says_why_it_has_times_or_not(self, clock):
        office = make_office(horizon_days=6, places=1, ends_at=time(9, 40))
        clock(datetime(2026, 11, 24, 8, tzinfo=BERLIN))
        wednesday = TUESDAY + timedelta(days=1)
        for minute in (0, 20):
            hold_at(office, 9, minute, day=wednesday)
        found = states(office, TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=8))
        assert [str(state) for state in found.values()] == [
            "past",
            "free",
            "full",
            "free",
            "free",
            "closed",
            "closed",
            "free",
            "not_yet",
            "not_yet",
        ]

    def test_today_is_over_when_its_hours_are(self, office, clock):
        clock(datetime(2026, 11, 24, 13, tzinfo=BERLIN))
        assert states(office, TUESDAY, TUESDAY) == {TUESDAY: DayState.PAST}

    def test_a_day_outside_of_the_concerns_own_hours_is_closed(self, office):
        ConcernWindowFactory(concern=office.concern)
        found = states(get_place(office.pk), TUESDAY, TUESDAY + timedelta(days=1))
        assert list(found.values()) == [DayState.FREE, DayState.CLOSED]
        assert clock_times(get_place(office.pk)) == ["10:00", "10:10", "10:20", "10:30", "10:40"]

    def test_staff_see_what_the_public_does_not_see_yet(self, office):
        far = TUESDAY + timedelta(days=70)
        ensure_days(until=far)
        assert states(office, far, far) == {far: DayState.NOT_YET}
        assert states(office, far, far, audience="staff") == {far: DayState.FREE}


class TestNextFree:
    def test_the_next_three_times_for_the_telephone(self, office):
        hold_at(office, 9, day=MONDAY_MORNING.date())
        found = next_free(places=[office], audience="staff", count=3)
        assert [time.starts_at.strftime("%d. %H:%M") for time in found] == ["23. 09:20", "23. 09:30", "23. 09:40"]

    def test_the_first_time_behind_a_full_day(self, office):
        found = next_free(places=[office], after=date(2026, 11, 27))
        assert [time.starts_at for time in found] == [datetime(2026, 11, 30, 9, tzinfo=BERLIN)]

    @pytest.mark.usefixtures("clock")
    def test_nothing_is_free_where_nothing_is_open(self):
        office = make_office(weekdays=())
        assert next_free(places=[office]) == []
        assert earliest_per_place(places=[office]) == {office.pk: None}
        assert next_free(places=[]) == []

    def test_any_place_means_the_earliest_of_all(self, office):
        second = make_office(starts_at=time(8, 30))
        concern = office.concern
        other = get_place(ConcernPlaceFactory(concern=concern, location=second.location, pools=second.pools.all()).pk)
        found = next_free(places=[office, other], count=2)
        assert [time.starts_at.strftime("%H:%M") for time in found] == ["08:30", "08:40"]
        assert {key: time.starts_at.hour for key, time in earliest_per_place(places=[office, other]).items()} == {
            office.pk: 9,
            other.pk: 8,
        }


class TestReading:
    @pytest.mark.usefixtures("clock")
    def test_the_parts_of_the_day(self):
        office = make_office(starts_at=time(11, 40), ends_at=time(14, 40))
        offer = free_days(places=[office], first=TUESDAY, last=TUESDAY)[0]
        hours = {name: [time.starts_at.strftime("%H:%M") for time in times] for name, times in offer.parts.items()}
        assert hours["morning"] == ["11:40", "11:50"]
        assert (hours["midday"][0], hours["midday"][-1]) == ("12:00", "13:50")
        assert hours["afternoon"] == ["14:00", "14:10", "14:20"]

    def test_the_reader_does_not_trust_the_sweeper(self, office, clock):
        hold_at(office, 9, 20)
        assert "09:20" not in clock_times(office)
        clock(MONDAY_MORNING + timedelta(minutes=10))
        assert "09:20" in clock_times(office)
        sweep_expired()
        assert "09:20" in clock_times(office)

    def test_persons_and_answers_change_what_fits(self, office):
        question = QuestionFactory(concern=office.concern)
        answer = AnswerFactory(question=question, extra_minutes=100)
        hold_at(office, 11, origin=Origin.PHONE)
        assert clock_times(office, persons=5)[-1] == "10:00"
        assert clock_times(office, answers={str(question.pk): str(answer.pk)}) == ["09:00"]

    @pytest.mark.parametrize("days", [1, 60])
    def test_six_queries_whatever_the_horizon(self, office, days):
        QuestionFactory(concern=office.concern)
        ConcernWindowFactory(concern=office.concern)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            places = list(offered_places().filter(concern=office.concern))
            free_days(places=places, first=TUESDAY, last=TUESDAY + timedelta(days=days))
        assert len(queries) <= 6

    def test_ten_years_of_bookings_are_not_read(self, office):
        booking = hold_at(office, 9)
        past = [booking.starts_at - timedelta(days=7 * week) for week in range(1, 520)]
        Booking.objects.bulk_create(_done_at(booking, moment) for moment in past)
        with CaptureQueriesContext(connection) as queries:
            free_days(places=[office], first=TUESDAY, last=TUESDAY + timedelta(days=60))
        plans = [_plan(query["sql"]) for query in queries if "appointments_booking" in query["sql"]]
        assert plans
        assert not any("Seq Scan on appointments_booking" in plan for plan in plans), plans


def _done_at(booking: Booking, moment: datetime) -> Booking:
    return Booking(
        concern=booking.concern,
        place=booking.place,
        day=moment.date(),
        cell_from=booking.cell_from,
        cell_to=booking.cell_to,
        starts_at=moment,
        ends_at=moment + timedelta(minutes=20),
        state=State.DONE,
        created_at=moment - timedelta(days=1),
    )


def _plan(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is read whole unless an index is preferred
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def test_a_cancelled_time_is_offered_again(office):
    booking = hold_at(office, 9, 20)
    cancel_booking(booking=booking)
    assert "09:20" in clock_times(office)


def test_edge_case_01_times_of_the_night_that_has_an_hour_twice_stand_in_the_order_in_which_they_come(clock):
    night = date(2026, 10, 25)
    clock(datetime(2026, 10, 20, 9, tzinfo=BERLIN))
    place = make_office(weekdays=[6], starts_at=time(1), ends_at=time(5))
    times = [one.starts_at.timestamp() for one in free_times(places=[place], day=night)]
    assert len(times) > 10
    assert times == sorted(times)
