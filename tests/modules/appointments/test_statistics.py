"""Figures: right with known data, right after contact data are gone, and cheap however much there is."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modules.appointments.models import (
    Booking,
    BookingPlace,
    Channel,
    FurtherConcern,
    LeadTimeSample,
    Origin,
    PoolDay,
    QueueTicket,
    State,
    TicketState,
)
from modules.appointments.privacy import PERSONAL_DATA
from modules.appointments.selectors.statistics import Period, PeriodKind, Scope, month_of, overview, period_of
from modules.appointments.selectors.statistics.cells import Kind, in_words
from modules.appointments.selectors.statistics.counting import totals
from modules.appointments.selectors.statistics.periods import complete_months
from modules.appointments.selectors.statistics.tables import all_tables
from modules.appointments.services import cancel_booking, move_booking
from modules.appointments.services.sampling import sample_lead_times
from modules.appointments.tasks import sample_lead_times as job
from modules.appointments.views.statistics.choosing import read_choice
from rathaus.calendar.localtime import instant_of
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import BERLIN, TUESDAY, ConcernFactory, ConcernPlaceFactory, cell, make_office
from tests.modules.appointments.staff import booked, text_of

PAGE = "/verwaltung/termine/auswertung/"
OCTOBER = month_of(date(2026, 10, 1))
TODAY = date(2026, 11, 24)
EVERYTHING = Scope()

pytestmark = pytest.mark.django_db


def visit(place, day, hour, state=State.DONE, **changes):
    """Return a booking as it stands in the table after such a day: counted, whoever made it."""
    start = cell(hour, 0, day)
    fields = {
        "concern": place.concern,
        "place": place,
        "day": day,
        "cell_from": start,
        "cell_to": start + 4,
        "starts_at": instant_of(day, start, "Europe/Berlin"),
        "ends_at": instant_of(day, start + 4, "Europe/Berlin"),
        "state": state,
        "created_at": instant_of(day, start, "Europe/Berlin") - timedelta(days=4),
        "confirmed_at": instant_of(day, start, "Europe/Berlin") - timedelta(days=4),
        "last_name": "Brandt",
        "email": "brandt@post.example",
    } | changes
    booking = Booking.objects.create(idem_key=uuid.uuid4(), **fields)
    BookingPlace.objects.bulk_create(BookingPlace(booking=booking, pool=pool, day=day) for pool in place.pools.all())
    return booking


def served(place, day, hour, *, waits, works, **changes):
    """Return a visit whose person waited and was served so many minutes."""
    booking = visit(place, day, hour, **changes)
    booking.arrived_at = booking.starts_at - timedelta(minutes=5)
    booking.called_at = booking.starts_at + timedelta(minutes=waits)
    booking.finished_at = booking.called_at + timedelta(minutes=works)
    booking.save()
    return booking


def figures(period=OCTOBER, scope=EVERYTHING):
    return overview(period, scope, today=TODAY)


def table_of(slug, **options):
    return next(table for table in all_tables(figures(**options)) if table.slug == slug)


def october(day):
    return date(2026, 10, day)


@pytest.fixture
def month(office):
    """An October with one of each, and a September with two."""
    visit(office, october(1), 9)
    visit(office, october(1), 10, origin=Origin.PHONE, channel=Channel.PHONE)
    visit(office, october(2), 9, State.NO_SHOW)
    visit(office, october(2), 10, State.CANCELLED, cancelled_online=True)
    visit(office, october(5), 9, State.CANCELLED, origin=Origin.PHONE)
    visit(office, october(5), 10, moves_online=2, origin=Origin.EMBED)
    visit(office, october(6), 9, origin=Origin.WALK_IN)
    visit(office, october(6), 10, State.CANCELLED, confirmed_at=None)
    visit(office, october(6), 11, State.EXPIRED, confirmed_at=None)
    visit(office, date(2026, 9, 30), 9)
    visit(office, date(2026, 9, 30), 10, State.NO_SHOW)
    return office


def test_the_sums_are_right(month):
    now = figures().now
    assert (now.booked, now.online, now.cancelled, now.no_show, now.marked) == (6, 4, 2, 1, 4)
    assert (now.cancelled_online, now.moved_online, now.walk_ins, now.remote) == (1, 2, 1, 1)
    assert now.days_ahead == 4.0
    assert now.saved_calls == 4 + 2 + 1


def test_the_period_before_is_counted_alike(month):
    before = figures().before
    assert (before.booked, before.no_show) == (2, 1)


def test_a_day_that_a_booking_never_reached_is_not_counted(office):
    visit(office, october(1), 9, State.EXPIRED, confirmed_at=None)
    visit(office, october(1), 10, State.CANCELLED, confirmed_at=None)
    visit(office, october(1), 11, State.UNCONFIRMED, confirmed_at=None, expires_at=timezone.now())
    assert figures().now.booked == 0


def test_what_retention_erases_changes_no_figure(month):
    FurtherConcern.objects.create(booking=Booking.objects.filter(state=State.DONE).first(), concern=ConcernFactory())
    before = [table.rows for table in all_tables(figures())]
    assert PERSONAL_DATA.apply_retention(now=datetime(2027, 3, 1, tzinfo=BERLIN))
    assert not Booking.objects.exclude(last_name="").exists()
    assert [table.rows for table in all_tables(figures())] == before
    assert any(before)


def test_filters_count_what_they_name(month):
    other = make_office(name="Standesamt")
    visit(other, october(8), 9)
    assert figures().now.booked == 7
    assert figures(scope=Scope(concern=other.concern_id)).now.booked == 1
    assert figures(scope=Scope(location=other.location_id)).now.booked == 1
    assert figures(scope=Scope(pool=other.pools.get().pk)).now.booked == 1
    assert figures(scope=Scope(pool=uuid.uuid4())).now.booked == 0


def test_visits_that_were_saved_are_counted_as_the_page_says(office):
    first = visit(office, october(1), 9)
    FurtherConcern.objects.create(booking=first, concern=ConcernFactory())
    visit(office, october(1), 10, follows=first)
    visit(office, october(1), 11, channel=Channel.VIDEO)
    missed = visit(office, october(2), 9, State.NO_SHOW, channel=Channel.VIDEO)
    FurtherConcern.objects.create(booking=missed, concern=ConcernFactory())
    now = figures().now
    assert (now.further, now.chained, now.remote, now.saved_visits) == (1, 1, 1, 3)


def test_the_time_between_booking_and_appointment_is_counted_in_days(office):
    start = visit(office, october(20), 9).starts_at
    for number, ahead in enumerate((0, 2, 3, 6, 13, 29, 31, 200)):
        visit(
            office,
            october(21),
            9,
            created_at=start + timedelta(days=1, hours=-1) - timedelta(days=ahead),
            code=f"X{number}",
        )
    assert [row[1] for row in table_of("vorlauf").rows] == [1, 2, 2, 1, 1, 2]


def test_the_course_of_time_has_a_step_that_can_be_read(month):
    assert [row[0] for row in table_of("verlauf").rows] == ["Do, 1.10.", "Fr, 2.10.", "Mo, 5.10."]
    weeks = Period(date(2026, 9, 1), date(2026, 11, 30))
    assert [row[0] for row in table_of("verlauf", period=weeks).rows] == ["Woche ab 28.9.", "Woche ab 5.10."]
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert [row[:2] for row in table_of("verlauf", period=year).rows] == [("September 2026", 2), ("Oktober 2026", 6)]


def test_use_of_capacity_is_told_by_hour_and_weekday(office):
    pool = office.pools.get()
    used = [0] * 288
    for index in range(108, 114):  # 9:00 to 9:30 of an hour that is open
        used[index] = 1
    PoolDay.objects.filter(pool=pool, day=TUESDAY).update(used=used)
    shown = table_of("auslastung", period=Period(TUESDAY, TUESDAY))
    assert [str(column.label) for column in shown.columns] == ["Stunde", "Di"]
    assert list(shown.rows) == [("9 Uhr", 0.5), ("10 Uhr", 0.0), ("11 Uhr", 0.0)]
    assert figures(period=Period(TUESDAY, TUESDAY)).usage == pytest.approx(1 / 6)


def test_use_of_capacity_follows_the_clock_on_the_wall_when_it_changes(clock):
    sunday = date(2026, 10, 25)
    clock(datetime(2026, 10, 23, 8, tzinfo=BERLIN))
    make_office(weekdays=[6])
    assert [row[0] for row in table_of("auslastung", period=Period(sunday, sunday)).rows] == [
        "9 Uhr",
        "10 Uhr",
        "11 Uhr",
    ]


def test_the_next_free_time_is_noted_once_a_day(office, tenant):
    closed = ConcernPlaceFactory(concern=ConcernFactory(audience="staff"), location=office.location)
    assert sample_lead_times() == 1
    job(tenant_slug=tenant.slug)
    (sample,) = LeadTimeSample.objects.all()
    assert (sample.place_id, sample.minutes) == (office.pk, 60)
    assert sample.place_id != closed.pk


def test_a_concern_without_a_free_time_is_noted_as_such(office):
    office.pools.all().update(is_active=False)
    PoolDay.objects.all().delete()
    sample_lead_times()
    assert LeadTimeSample.objects.get().minutes is None


def test_the_wait_for_a_free_time_is_told_in_days(office):
    for day, minutes in ((1, 2880), (2, 5760), (3, None)):
        LeadTimeSample.objects.create(place=office, day=october(day), minutes=minutes)
    assert list(table_of("freie-termine").rows) == [(office.concern.name, 3.0, 4.0, 1)]
    assert figures().now.lead_days == 3.0


def test_waiting_and_handling_are_told_by_team(clock):
    place = make_office(counters=3)
    for day, waits, works in ((1, 0, 10), (2, 4, 12), (5, 6, 14), (6, 10, 16)):
        served(place, october(day), 9, waits=waits, works=works)
    assert table_of("zeiten").rows[0][1:] == ("zu wenige Fälle", "zu wenige Fälle")
    served(place, october(7), 9, waits=5, works=8)
    team, everybody = table_of("zeiten").rows
    assert team[1:] == (5.0, 12.0)
    assert everybody[1:] == (5.0, 12.0)


def test_a_team_of_one_counter_is_a_person_and_not_told_about(clock):
    place = make_office(counters=1)
    for day in (1, 2, 5, 6, 7, 8):
        served(place, october(day), 9, waits=5, works=8)
    for row in table_of("zeiten").rows:
        assert row[1:] == ("zu wenige Fälle", "zu wenige Fälle")


def test_drawn_numbers_count_as_well_and_forgotten_clicks_do_not(clock):
    place = make_office(counters=3)
    pool = place.pools.get()
    for number in range(5):
        arrived = datetime(2026, 10, 1, 9, number, tzinfo=BERLIN)
        QueueTicket.objects.create(
            location=place.location, day=october(1), label=f"A {number}", pool=pool, state=TicketState.DONE,
            arrived_at=arrived, called_at=arrived + timedelta(minutes=7), finished_at=arrived + timedelta(minutes=17),
        )  # fmt: skip
    served(place, october(2), 9, waits=7, works=9 * 60)
    assert table_of("zeiten").rows[0][1:] == (7.0, 10.0)
    assert figures().now.walk_ins == 5


def test_a_ticket_of_a_booking_says_which_team_served(clock):
    place, other = make_office(counters=3), make_office(counters=3)
    for day in (1, 2, 5, 6, 7):
        booking = served(place, october(day), 9, waits=5, works=10)
        QueueTicket.objects.create(
            location=place.location, day=booking.day, label="A 1", booking=booking, pool=other.pools.get(),
            arrived_at=booking.arrived_at, called_at=booking.called_at, state=TicketState.DONE,
        )  # fmt: skip
    first, second, _all = table_of("zeiten").rows
    assert first[1] == "zu wenige Fälle"
    assert second[1:] == (5.0, 10.0)


def test_filters_do_not_change_what_is_known_about_teams(clock):
    place = make_office(counters=3)
    for day in (1, 2, 5, 6, 7):
        served(place, october(day), 9, waits=5, works=10)
    assert table_of("zeiten").rows == table_of("zeiten", scope=Scope(concern=ConcernFactory().pk)).rows


def test_times_are_told_by_whole_months_that_are_over():
    assert complete_months(Period(date(2026, 11, 1), TODAY), TODAY) == Period(october(1), date(2026, 10, 31))
    assert complete_months(Period(date(2026, 9, 15), date(2026, 10, 2)), TODAY) == Period(
        date(2026, 9, 1), date(2026, 10, 31)
    )


@pytest.mark.parametrize(
    ("kind", "first", "last", "before"),
    [
        (PeriodKind.MONTH, date(2026, 11, 1), TODAY, (date(2026, 10, 1), date(2026, 10, 24))),
        (PeriodKind.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31), (date(2026, 9, 1), date(2026, 9, 30))),
        (PeriodKind.QUARTER, date(2026, 10, 1), TODAY, (date(2026, 7, 1), date(2026, 8, 24))),
        (PeriodKind.YEAR, date(2026, 1, 1), TODAY, (date(2025, 1, 1), date(2025, 11, 24))),
    ],
)
def test_a_period_is_compared_with_as_much_of_the_one_before(kind, first, last, before):
    period = period_of(kind, TODAY)
    assert (period.first, period.last) == (first, last)
    assert (period.before.first, period.before.last) == before


def test_the_last_day_of_march_is_not_compared_with_a_longer_february():
    period = period_of(PeriodKind.MONTH, date(2026, 3, 30))
    assert (period.before.first, period.before.last) == (date(2026, 2, 1), date(2026, 2, 28))


def test_an_own_period_is_turned_the_right_way_round_and_not_endless():
    assert period_of(PeriodKind.OWN, TODAY, first=TODAY, last=october(1)).first == october(1)
    assert period_of(PeriodKind.OWN, TODAY, first=date(2000, 1, 1), last=TODAY).days == 3 * 366


@pytest.mark.parametrize(
    "query", ["zeitraum=x&ort=1&team=%ff&von=31.31.2026", "", "zeitraum=eigen&von=x&bis=9999-99-99"]
)
def test_a_spoilt_address_shows_a_page_all_the_same(query, signed_in_administrator):
    assert signed_in_administrator.get(f"{PAGE}?{query}").status_code == 200
    assert read_choice(QueryDict(query), TODAY).period.last <= TODAY


def test_the_page_costs_the_same_however_much_was_booked(month):
    def count():
        with CaptureQueriesContext(connection) as queries:
            figures()
        return len(queries)

    few = count()
    for day in range(7, 30):
        visit(month, october(day), 9)
        LeadTimeSample.objects.create(place=month, day=october(day), minutes=60)
    assert count() == few == 16


def test_the_page_shows_figures_charts_and_tables(month, signed_in_administrator):
    answer = signed_in_administrator.get(f"{PAGE}?zeitraum=vormonat")
    page = answer.content.decode()
    assert page.count('role="img"') >= 4
    assert page.count("<desc ") == page.count('role="img"')
    assert " style=" not in page
    text = text_of(answer)
    for words in ("Gebucht 6", "vorher 2", "Im Internet gebucht 66,7 %", "zu wenige Fälle", "Nicht erschienen 25,0 %"):
        assert words in text, words


def test_a_period_without_appointments_says_so(office, signed_in_administrator):
    assert "keine Termine" in text_of(signed_in_administrator.get(f"{PAGE}?zeitraum=vormonat"))


def test_every_table_can_be_taken_along_for_a_spreadsheet(month, signed_in_administrator):
    for table in all_tables(figures()):
        answer = signed_in_administrator.get(f"{PAGE}tabelle/{table.slug}.csv?zeitraum=vormonat")
        assert answer.status_code == 200
        text = answer.content.decode("utf-8-sig")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert text.splitlines()[0].count(";") == len(table.columns) - 1
        assert "\u00a0" not in text
    assert signed_in_administrator.get(f"{PAGE}tabelle/unsinn.csv").status_code == 404


def test_a_concerns_name_is_no_formula(office, signed_in_administrator):
    office.concern.name = '=HYPERLINK("http://boese.example")'
    office.concern.save()
    visit(office, october(1), 9, State.NO_SHOW)
    text = signed_in_administrator.get(f"{PAGE}tabelle/anliegen.csv?zeitraum=vormonat").content.decode("utf-8-sig")
    assert "\n\"'=HYPERLINK" in text
    assert text.strip().endswith(";1;0;1;100,0")


def test_figures_are_written_with_german_marks():
    assert in_words(1046, Kind.COUNT) == "1.046"
    assert in_words(0.125, Kind.PERCENT) == "12,5\u00a0%"
    assert in_words(3.25, Kind.DAYS) == "3,2"
    assert in_words(None, Kind.DAYS) == "–"
    assert in_words("zu wenige Fälle", Kind.MINUTES) == "zu wenige Fälle"


def test_what_a_citizen_does_alone_is_noted(office, clock):
    booking = booked(office)
    moved = move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(10))
    assert moved.moves_online == 1
    moved = move_booking(booking=moved, place=office, day=TUESDAY, cell_from=cell(11), actor=StaffFactory().user)
    assert moved.moves_online == 1
    assert cancel_booking(booking=moved).cancelled_online


def test_an_appointment_that_staff_cancel_saved_no_call(office):
    booking = booked(office)
    assert not cancel_booking(booking=booking, actor=StaffFactory().user, reason="krank").cancelled_online


@pytest.mark.parametrize(
    ("role", "status"), [("administrator", 200), ("department_head", 200), ("case_worker", 403), ("front_desk", 403)]
)
def test_only_who_leads_sees_the_figures(role, status, office, signed_in):
    browser = signed_in(StaffFactory(roles=[role]).user)
    assert browser.get(PAGE).status_code == status
    assert browser.get(f"{PAGE}tabelle/wege.csv").status_code == status
    assert browser.get(f"{PAGE}bericht/").status_code == status


def test_the_clock_of_the_town_decides_on_the_day_of_booking(office):
    visit(office, october(2), 9, created_at=datetime(2026, 10, 1, 23, 30, tzinfo=BERLIN))
    assert totals(OCTOBER, EVERYTHING).days_ahead == 1.0
