"""Changes that need a look before they are made: series of closures, copied weeks, and what they leave outside."""

import uuid
from datetime import date, time, timedelta

import pytest

from modules.appointments.errors import UnresolvedBookingsError
from modules.appointments.models import Booking, Closure, ConcernWindow, OpeningHours, State
from modules.appointments.selectors import free_times, get_place
from modules.appointments.selectors.conflicts import proposed_closures
from modules.appointments.selectors.copying import WhatIsThere, plan_copy
from modules.appointments.selectors.impact import impact_of
from modules.appointments.services import Action, Resolution, check_days, save_windows
from modules.appointments.services.copying import copy_week
from modules.appointments.services.series import remove_series, save_series
from modules.appointments.services.setup import shut_down_pool
from rathaus.audit.models import AuditEntry
from tests.clients import Browser
from tests.factories.appointments import TUESDAY, ClosureFactory, OpeningHoursFactory, cell, make_office
from tests.modules.appointments.staff import booked, field, text_of

pytestmark = pytest.mark.django_db

SETUP = "/verwaltung/termine/einrichten/"
FRIDAYS = [date(2026, 12, 4), date(2027, 1, 1), date(2027, 2, 5)]


@pytest.fixture
def browser(signed_in_administrator) -> Browser:
    return signed_in_administrator


def series_data(browser: Browser, **changes: str) -> dict[str, str]:
    page = browser.get(f"{SETUP}serie/")
    data = {
        "idem_key": field(page, "idem_key"),
        "scope": "all",
        "kind": "monthly",
        "days": "",
        "weekday": "4",
        "nth": "1",
        "first": "2026-12-01",
        "last": "2027-02-28",
        "starts_at": "",
        "ends_at": "",
        "reason": "Fortbildung",
    }
    return data | changes


@pytest.mark.usefixtures("office")
def test_every_first_friday_is_shown_first_and_saved_as_one_series(browser):
    data = series_data(browser)
    preview = text_of(browser.post(f"{SETUP}serie/", data))
    assert "3 Schließtage" in preview
    assert "Noch ist nichts gespeichert." in preview
    assert not Closure.objects.exists()
    browser.post(f"{SETUP}serie/", data | {"save": "1"})
    browser.post(f"{SETUP}serie/", data | {"save": "1"})
    closures = list(Closure.objects.order_by("starts_on"))
    assert [closure.starts_on for closure in closures] == FRIDAYS
    assert len({closure.series for closure in closures}) == 1


@pytest.mark.usefixtures("office")
def test_a_list_of_days_is_read_line_by_line_and_a_wrong_line_is_quoted(browser):
    wrong = browser.post(f"{SETUP}serie/", series_data(browser, kind="list", days="24.12.2026\n32.12.2026"))
    assert "„32.12.2026“ ist kein Tag." in text_of(wrong)
    data = series_data(browser, kind="list", days="31.12.2026\n24.12.2026\n24.12.2026")
    browser.post(f"{SETUP}serie/", data | {"save": "1"})
    found = Closure.objects.order_by("starts_on").values_list("starts_on", flat=True)
    assert list(found) == [date(2026, 12, 24), date(2026, 12, 31)]


@pytest.mark.usefixtures("office")
def test_one_day_of_a_series_goes_alone_or_all_that_are_still_to_come_at_once(browser, administrator):
    series = uuid.uuid4()
    days = [ClosureFactory.build(starts_on=day) for day in FRIDAYS]
    save_series(closures=days, series=series, actor=administrator)
    browser.post(f"{SETUP}schliessungen/{days[0].pk}/loeschen/")
    assert Closure.objects.count() == 2
    browser.post(f"{SETUP}serie/{series}/loeschen/")
    assert not Closure.objects.exists()
    assert remove_series(series=series, actor=administrator) == 0
    assert check_days(repair=False).is_clean


def test_a_series_asks_about_the_bookings_it_leaves_outside(browser, office):
    booking = booked(office, 9)
    data = series_data(browser, kind="list", days=TUESDAY.isoformat())
    page = browser.post(f"{SETUP}serie/", data | {"save": "1"})
    assert "Ein gebuchter Termin passt nicht zu Ihrer Änderung" in text_of(page)
    browser.post(f"{SETUP}serie/", data | {f"decision-{booking.pk}": "cancel", "save": "1"})
    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == (State.CANCELLED, "")


class TestCopyWeek:
    """A special week between the years, copied to the next year."""

    MONDAY = date(2026, 12, 28)
    NEXT = date(2027, 3, 29)

    @pytest.fixture
    def special(self, office) -> OpeningHours:
        """One evening and one closed day of that week alone."""
        ClosureFactory(starts_on=date(2026, 12, 31), reason="Silvester")
        return OpeningHoursFactory(
            pool=office.pools.all()[0],
            weekday=2,
            starts_at=time(16),
            ends_at=time(18),
            valid_from=self.MONDAY,
            valid_until=self.MONDAY + timedelta(days=6),
        )

    def plan(self, what: WhatIsThere = WhatIsThere.SKIP, key: uuid.UUID | None = None):
        return plan_copy(source=self.MONDAY, targets=[self.NEXT], key=key or uuid.uuid4(), what_is_there=what)

    @pytest.mark.usefixtures("special")
    def test_dated_hours_and_closures_move_by_whole_weeks(self, administrator):
        copy_week(plan=self.plan(), actor=administrator)
        copied = OpeningHours.objects.get(valid_from=self.NEXT)
        assert (copied.weekday, copied.starts_at, copied.valid_until) == (2, time(16), date(2027, 4, 4))
        assert Closure.objects.get(starts_on=date(2027, 4, 1)).reason == "Silvester"
        assert check_days(repair=False).is_clean

    @pytest.mark.usefixtures("special")
    def test_the_same_form_sent_twice_copies_once(self, administrator):
        key = uuid.uuid4()
        for _time in range(2):
            copy_week(plan=self.plan(key=key), actor=administrator)
        assert OpeningHours.objects.filter(valid_from=self.NEXT).count() == 1
        assert AuditEntry.objects.filter(action="appointments.week_copied").count() == 2

    @pytest.mark.usefixtures("special")
    def test_a_week_with_hours_of_its_own_is_left_alone_or_replaced(self, administrator):
        own = ClosureFactory(starts_on=date(2027, 3, 30), reason="Inventur")
        assert (self.plan().skipped, self.plan().closures) == ([self.NEXT], [])
        copy_week(plan=self.plan(WhatIsThere.REPLACE), actor=administrator)
        assert not Closure.objects.filter(pk=own.pk).exists()
        assert Closure.objects.filter(starts_on=date(2027, 4, 1)).exists()

    @pytest.mark.usefixtures("special")
    def test_the_page_shows_what_is_copied_and_saves_nothing_until_confirmed(self, browser):
        page = browser.get(f"{SETUP}woche-kopieren/")
        data = {
            "idem_key": field(page, "idem_key"),
            "source": "2026-12-30",
            "first": "2027-03-31",
            "last": "",
            "what_is_there": "skip",
        }
        assert "Silvester" in text_of(browser.post(f"{SETUP}woche-kopieren/", data))
        assert not OpeningHours.objects.filter(valid_from=self.NEXT).exists()
        browser.post(f"{SETUP}woche-kopieren/", data | {"save": "1"})
        assert OpeningHours.objects.filter(valid_from=self.NEXT).exists()

    @pytest.mark.usefixtures("office")
    def test_a_week_without_anything_of_its_own_is_nothing_to_copy(self, browser):
        page = browser.get(f"{SETUP}woche-kopieren/")
        data = {
            "idem_key": field(page, "idem_key"),
            "source": "2026-12-07",
            "first": "2027-03-31",
            "what_is_there": "skip",
        }
        assert "Es gibt nichts zu kopieren." in text_of(browser.post(f"{SETUP}woche-kopieren/", data))


def test_the_look_ahead_counts_bookable_times_per_week_and_names_the_days_that_change(office):
    closed = ClosureFactory.build(starts_on=TUESDAY, starts_at=time(11))
    impact = impact_of(proposed=proposed_closures(save=[closed]), today=date(2026, 11, 23))
    assert (impact.weeks[0].before, impact.weeks[0].after, impact.weeks[1].change) == (90, 84, 0)
    assert [(day.day, day.before, day.after) for day in impact.days] == [(TUESDAY, "9–12 Uhr", "9–11 Uhr")]


def test_own_hours_of_a_concern_that_leave_bookings_outside_are_asked_about(office, administrator, browser):
    booking = booked(office, 9)
    only_at_ten = ConcernWindow(weekday=1, starts_at=time(10), ends_at=time(11))
    with pytest.raises(UnresolvedBookingsError):
        save_windows(concern=office.concern, windows=[only_at_ten], actor=administrator)
    assert not ConcernWindow.objects.exists()
    outcome = save_windows(
        concern=office.concern,
        windows=[only_at_ten],
        actor=administrator,
        resolutions={booking.pk: Resolution(Action.MOVE)},
    )
    assert [moved.cell_from for moved in outcome.moved] == [cell(10)]


def test_a_pool_goes_out_of_use_only_after_its_bookings_were_decided_on(office, browser, administrator):
    booking = booked(office, 9)
    pool = office.pools.all()[0]
    address = f"{SETUP}gruppen/{pool.pk}/betrieb/"
    assert "passt nicht zu Ihrer Änderung" in text_of(browser.post(address, {"is_active": "0"}))
    pool.refresh_from_db()
    assert pool.is_active
    outcome = shut_down_pool(
        pool=pool, actor=administrator, resolutions={booking.pk: Resolution(Action.CANCEL, "Umbau")}
    )
    assert [gone.cancel_reason for gone in outcome.cancelled] == ["Umbau"]
    assert not free_times(places=[get_place(office.pk)], day=TUESDAY)


def test_the_page_of_affected_bookings_has_pages_and_forgets_no_decision(clock, tenant, administrator, browser):
    place = make_office(places=60)
    people = [booked(place, 9) for _number in range(55)]
    data = series_data(browser, kind="list", days=TUESDAY.isoformat(), scope="all")
    first = browser.post(f"{SETUP}serie/", data)
    assert "Seite 1 von 2" in text_of(first)
    chosen = {f"decision-{people[0].pk}": "cancel", "rest": "keep", "shown": "1"}
    second = browser.post(f"{SETUP}serie/", data | chosen | {"goto": "2"})
    assert "Seite 2 von 2" in text_of(second)
    assert f'name="decision-{people[0].pk}" value="cancel"' in second.content.decode()
    browser.post(f"{SETUP}serie/", data | chosen | {"save": "1"})
    assert Booking.objects.filter(state=State.CANCELLED).count() == 1
    assert Booking.objects.filter(state=State.CONFIRMED).count() == 54
