"""The browser's work before a time is held, and the page for the rush: in a real browser, under the real policy."""

import pytest

from modules.appointments.errors import BusyError
from modules.appointments.models import AppointmentSettings, Booking, ConcernPlace, State
from modules.appointments.services import ensure_days
from modules.appointments.services.holding import hold
from tenants.municipality.models import MunicipalityProfile
from tests.e2e.steps import open_from_next_month, pick_time
from tests.factories.appointments import ConcernFactory, ConcernPlaceFactory, PoolFactory
from tests.factories.municipality import LocationFactory

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]


@pytest.fixture
def office(fresh_tenant) -> ConcernPlace:
    """A place that is open every day, in a municipality that always asks for the work."""
    MunicipalityProfile.objects.update_or_create(pk=1, defaults={"phone": "03931 65-0"})
    AppointmentSettings.objects.update_or_create(defaults={"proof_of_work": "always"})
    pool = PoolFactory(location=LocationFactory(name="Bürgerbüro"), grid_minutes=20)
    open_from_next_month(pool)
    concern = ConcernFactory(name="Fahrzeug zulassen", max_persons=1)
    return ConcernPlaceFactory(concern=concern, location=pool.location, pools=[pool])


@pytest.fixture
def times(office) -> str:
    """The address of the times."""
    ensure_days()
    return f"/termine/zeit/?anliegen={office.concern_id}"


def test_the_browser_solves_the_task_by_itself_and_holds_the_time(times, visitor):
    citizen = visitor(width=390)
    citizen.goto(times)
    citizen.leave(citizen.page.locator(".day-free").nth(1).click)
    pick_time(citizen, 2)
    citizen.press("Zeit reservieren und weiter")

    citizen.expect("Für Sie reserviert bis")
    assert Booking.objects.get().state == State.HELD
    assert citizen.cookies == []


def test_without_a_script_the_page_says_why_and_how_else(times, visitor):
    citizen = visitor(width=390, javascript=False)
    citizen.goto(times)
    citizen.leave(citizen.page.locator(".day-free").nth(1).click)
    pick_time(citizen, 2)
    citizen.press("Zeit reservieren und weiter")

    citizen.expect("Rufen Sie uns an")
    words = citizen.page.locator("noscript").last.inner_text()  # text in there is not found otherwise
    assert "Dafür muss JavaScript eingeschaltet sein." in words
    assert "03931 65-0" in words.replace("\xa0", " ")
    assert citizen.page.locator("[name=zeit]:checked").count() == 1
    assert not Booking.objects.exists()


def test_in_the_rush_the_page_tries_again_by_itself_until_the_time_is_held(times, visitor, monkeypatch):
    crowd = iter([True])

    def crowded_once(**choice):
        if next(crowd, False):
            raise BusyError
        return hold(**choice)

    monkeypatch.setattr("modules.appointments.views.public.times.hold", crowded_once)
    citizen = visitor(width=390)
    citizen.goto(times)
    citizen.leave(citizen.page.locator(".day-free").nth(1).click)
    pick_time(citizen, 2)
    citizen.press("Zeit reservieren und weiter")
    citizen.expect("Gerade gibt es viele Anfragen")
    citizen.page.wait_for_url("**/t/**")
    citizen.expect("Für Sie reserviert bis")
    assert Booking.objects.count() == 1
