"""The page of the day: who comes, who waits, what is free and what is closed."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.appointments.models import Booking, PoolDay, State
from modules.appointments.services import (
    Details,
    cancel_booking,
    ensure_days,
    enter_details,
    mark_arrived,
    mark_called,
    rebuild_days,
    request_confirmation,
    sweep_expired,
)
from tests.factories.accounts import UserFactory
from tests.factories.appointments import (
    MONDAY_MORNING,
    TUESDAY,
    ClosureFactory,
    ConcernPlaceFactory,
    OpeningHoursFactory,
    PoolFactory,
    hold_at,
    make_office,
)
from tests.modules.appointments.staff import BRANDT, TERMINE, booked, clock_time, text_of

DAY = f"{TERMINE}?tag={TUESDAY}"
MOST_QUERIES = 19  # one of them counts for the navigation what waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(case_worker, signed_in):
    return signed_in(case_worker)


@pytest.fixture
def on_tuesday(case_worker, signed_in, clock):
    """Return a function that sets the clock to a time of Tuesday and signs in: yesterday's session is over by then."""

    def sign_in_at(hour: int, minute: int = 0):
        clock(clock_time(hour, minute))
        return signed_in(case_worker)

    return sign_in_at


def queries(browser, url=DAY) -> int:
    """Return how many queries a page needs, when what is remembered for seconds has just been read."""

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(url).status_code == 200
        return len(found)

    return min(count() for _attempt in range(3))


class TestReading:
    @pytest.mark.usefixtures("tenant")
    def test_only_staff_who_work_with_appointments_see_it(self, signed_in):
        assert signed_in(UserFactory()).get(TERMINE).status_code == 403

    def test_the_number_of_queries_does_not_depend_on_the_bookings(self, browser, on_tuesday):
        office = make_office(places=3)
        mark_arrived(booking=booked(office, 11, 40), actor=UserFactory())
        with_one = queries(browser)
        for hour in (9, 10):
            for minute in (0, 20, 40):
                booked(office, hour, minute)
                mark_arrived(booking=booked(office, hour, minute), actor=UserFactory())
        assert queries(browser) == with_one <= MOST_QUERIES
        assert queries(on_tuesday(10, 12), TERMINE) <= MOST_QUERIES

    def test_the_head_says_date_hours_and_pools(self, browser, office):
        page = text_of(browser.get(DAY))
        assert "Dienstag, 24. November 2026" in page
        assert f"Geöffnet 9–12 Uhr · {office.pools.all()[0].name}" in page

    @pytest.mark.usefixtures("office")
    def test_without_a_date_it_is_today(self, browser):
        assert "Montag, 23. November 2026" in text_of(browser.get(TERMINE))

    @pytest.mark.parametrize("nonsense", ["gestern", "2026-02-30", "9999-12-31", "0001-01-01", ""])
    @pytest.mark.usefixtures("office")
    def test_a_date_that_is_none_shows_today(self, browser, nonsense):
        assert "Montag, 23. November 2026" in text_of(browser.get(f"{TERMINE}?tag={nonsense}&pool=x&ort=y"))

    def test_the_next_and_the_previous_day_keep_the_filter(self, browser, office):
        pool = office.pools.all()[0].pk
        page = browser.get(f"{DAY}&pool={pool}").content.decode()
        assert f"?tag=2026-11-25&amp;pool={pool}" in page
        assert f"{TERMINE}?pool={pool}" in page, "the day before is today, which needs no date"

    @pytest.mark.usefixtures("clock")
    def test_states_have_a_word_each(self, browser, office, case_worker):
        booked(office, 9)
        mark_arrived(booking=booked(office, 10, details=Details(last_name="Ahlers")), actor=case_worker)
        mark_called(booking=booked(office, 11, details=Details(last_name="Demir")), actor=case_worker)
        page = text_of(browser.get(DAY))
        assert "Brandt, M. , 9:00, gebucht" in page
        assert "Ahlers , 10:00, wartet" in page
        assert "Demir , 11:00, in Bedienung" in page
        assert "1 gebucht 1 wartet 1 in Bedienung 0 erledigt" in page

    def test_a_hold_is_shown_without_a_name_and_a_cancelled_booking_is_not(self, browser, office):
        hold_at(office, 9, 20)
        cancel_booking(booking=booked(office, 10))
        page = text_of(browser.get(DAY))
        assert "Reserviert , 9:20, wird gerade gebucht" in page
        assert "Brandt" not in page

    def test_a_free_cell_leads_to_booking_at_that_time(self, browser, office):
        booked(office, 9)
        page = browser.get(DAY).content.decode()
        pool = office.pools.all()[0].pk
        assert f'href="/verwaltung/termine/neu/?tag=2026-11-24&amp;zelle=113&amp;pool={pool}"' in page

    def test_an_overbooked_hour_shows_everybody(self, browser, office):
        booked(office, 9)
        booked(office, 9, details=Details(last_name="Graf"), force=True)
        page = text_of(browser.get(DAY))
        assert "überbucht" in page
        assert "Brandt, M." in page
        assert "Graf" in page

    @pytest.mark.usefixtures("office")
    def test_only_today_is_loaded_again_each_minute(self, browser):
        assert "data-refresh" not in browser.get(DAY).content.decode()
        assert 'data-refresh="60"' in browser.get(TERMINE).content.decode()

    @pytest.mark.usefixtures("clock")
    def test_without_any_pool_it_says_what_to_do(self, browser):
        assert "Noch nicht eingerichtet: Schaltergruppe anlegen" in text_of(browser.get(TERMINE))


class TestFilters:
    @pytest.fixture
    def two_pools(self, clock):  # noqa: ARG002  a fixture cannot be marked
        """Two pools at one location and one at another, each with a booking."""
        first = make_office(name="Meldewesen", position=1)
        second = make_office(name="Gewerbe", location=first.location, position=2)
        third = make_office(name="Außenstelle", position=3)
        for place, name in ((first, "Ahlers"), (second, "Böhm"), (third, "Conrad")):
            booked(place, 9, details=Details(last_name=name))
        return first, second, third

    def names(self, browser, query: str) -> list[str]:
        page = text_of(browser.get(DAY + query))
        return [name for name in ("Ahlers", "Böhm", "Conrad") if name in page]

    def test_one_pool_one_location_or_all(self, browser, two_pools):
        first, second, third = two_pools
        assert self.names(browser, "") == ["Ahlers", "Böhm", "Conrad"]
        assert self.names(browser, f"&ort={first.location_id}") == ["Ahlers", "Böhm"]
        assert self.names(browser, f"&pool={second.pools.all()[0].pk}") == ["Böhm"]
        assert self.names(browser, f"&ort={third.location_id}") == ["Conrad"]

    def test_pools_are_offered_once_a_location_is_chosen(self, browser, two_pools):
        first = two_pools[0]
        assert (
            'class="chip" href="/verwaltung/termine/?tag=2026-11-24&amp;pool=' not in browser.get(DAY).content.decode()
        )
        page = browser.get(f"{DAY}&ort={first.location_id}").content.decode()
        assert page.count('class="chip" href="/verwaltung/termine/?tag=2026-11-24&amp;pool=') == 2

    def test_a_booking_that_needs_two_pools_stands_in_both(self, browser, two_pools):
        first, second, _third = two_pools
        pools = [first.pools.all()[0], second.pools.all()[0]]
        wedding = ConcernPlaceFactory(location=first.location, pools=pools)
        booked(type(first).objects.get(pk=wedding.pk), 11, details=Details(last_name="Otto"))
        assert browser.get(f"{DAY}&ort={first.location_id}").content.decode().count("<strong>Otto") == 2


class TestClosed:
    @pytest.mark.usefixtures("office")
    def test_a_holiday_is_named(self, browser):
        page = text_of(browser.get(f"{TERMINE}?tag=2026-12-25"))
        assert "Geschlossen: Erster Weihnachtstag" in page
        assert "An diesem Tag ist geschlossen" in page

    def test_a_closure_of_the_day_says_its_reason_and_still_shows_who_is_booked(self, browser, office):
        booked(office, 9)
        ClosureFactory()
        rebuild_days(pools=list(office.pools.all()))
        page = text_of(browser.get(DAY))
        assert "Geschlossen: Betriebsausflug" in page
        assert "Brandt, M." in page

    def test_closed_hours_are_blocked_with_their_reason(self, browser, office):
        make_office(name="Gewerbe")
        ClosureFactory(pool=office.pools.all()[0], starts_at=time(10), ends_at=time(11), reason="Rückrufe")
        rebuild_days(pools=list(office.pools.all()))
        assert "Gesperrt Rückrufe" in text_of(browser.get(DAY))

    @pytest.mark.usefixtures("office")
    def test_a_day_beyond_the_day_rows_is_shown_all_the_same(self, browser):
        assert PoolDay.objects.filter(day="2028-06-01").count() == 0
        assert browser.get(f"{TERMINE}?tag=2028-06-01").status_code == 200


class TestBesideTheDay:
    def test_whoever_has_the_earlier_appointment_is_next(self, office, case_worker, clock, on_tuesday):
        late = booked(office, 10, details=Details(last_name="Ahlers"))
        early = booked(office, 9, details=Details(last_name="Fuchs", support=["interpreter"]))
        clock(clock_time(9, 0))
        mark_arrived(booking=late, actor=case_worker)
        clock(clock_time(9, 10))
        mark_arrived(booking=early, actor=case_worker)
        page = text_of(on_tuesday(9, 30).get(TERMINE))
        assert "2 Personen warten" in page
        assert "Nächste Person aufrufen Fuchs · Taste a" in page
        assert "Jemand soll übersetzen · wartet lange" in page, "20 minutes behind 9:10"
        assert "30 Min." in page, "of somebody who came an hour early, and so has not waited long"
        assert page.count("wartet lange") == 1

    @pytest.mark.usefixtures("clock")
    def test_who_comes_soon_can_be_marked_at_once(self, office, on_tuesday):
        booked(office, 9, 20)
        booked(office, 11, 20, details=Details(last_name="Graf"))
        page = text_of(on_tuesday(9).get(TERMINE))
        assert "Kommen gleich 9:20 Brandt, M. Ist da" in page
        assert "Graf" not in page.partition("Der Tag auf einer Linie")[0]

    def test_call_backs_and_lapsed_bookings_show_their_telephone(self, browser, office, clock):
        booked(office, 9, details=Details(last_name="Krüger", phone="03935 77", wants_callback=True))
        held = hold_at(office, 10)
        request_confirmation(booking=enter_details(booking=held, details=BRANDT))
        clock(MONDAY_MORNING + timedelta(hours=2))
        sweep_expired()
        page = text_of(browser.get(DAY))
        assert "Bitte anrufen 24.11. Krüger Angerufen : Krüger 03935 77" in page
        assert "Nie bestätigt" in page
        assert "03935 1234" in page
        assert Booking.objects.get(pk=held.pk).state == State.EXPIRED

    @pytest.mark.usefixtures("office")
    def test_nobody_waits(self, browser):
        assert "Niemand wartet" in text_of(browser.get(TERMINE))


def test_edge_case_01_the_day_of_the_change_of_the_clock_is_shown(browser, clock):
    pool = PoolFactory(horizon_days=400)
    OpeningHoursFactory(pool=pool, weekday=6, starts_at=time(1), ends_at=time(4))
    ConcernPlaceFactory(location=pool.location, pools=[pool])
    ensure_days(until=date(2027, 10, 31))
    pool.refresh_from_db()
    Sunday = date(2027, 10, 31)  # noqa: N806
    page = text_of(browser.get(f"{TERMINE}?tag={Sunday}"))
    assert page.count("Geschlossen: Reformationstag") == 1
    spring = text_of(browser.get(f"{TERMINE}?tag=2027-03-21"))
    assert "Geöffnet 1–4 Uhr" in spring
