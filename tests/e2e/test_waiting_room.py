"""The waiting room in real browsers: a citizen checks in, a clerk calls, the display shows it; for days if need be."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from modules.appointments.models import Booking, ConcernPlace, Device, QueueTicket, TicketState
from modules.appointments.moments import running_cell, today
from modules.appointments.selectors import get_place
from modules.appointments.services import Details, book_by_staff, ensure_days
from modules.appointments.services.queue import call_next
from tests.e2e.visitor import BOTH, Visitor
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import ConcernPlaceFactory, OpeningHoursFactory, PoolFactory
from tests.modules.appointments.room import draw, make_device, takes_walk_ins, team_of

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]

PHONE, DESK, TABLET = {"width": 390}, {"width": 1280}, {"width": 1080, "height": 1920}


@pytest.fixture
def place(fresh_tenant) -> ConcernPlace:
    """A place that is open around the clock and gives numbers."""
    pool = PoolFactory(name="Meldewesen", grid_minutes=5)
    for weekday in range(7):
        OpeningHoursFactory(pool=pool, weekday=weekday, starts_at=time(0), ends_at=time(0), places=3)
    made = ConcernPlaceFactory(location=pool.location, pools=[pool])
    ensure_days()
    takes_walk_ins(made, closes_minutes=0)
    return get_place(made.pk)


@pytest.fixture
def clerk(visitor, sign_in_to, fresh_tenant, live_port) -> Callable[..., Visitor]:
    """Return a function that opens a browser in which an administrator is signed in."""

    def open_browser(**options: Any) -> Visitor:
        signed_in = sign_in_to(fresh_tenant)
        found = visitor(**options)
        cookies = [
            {"name": name, "value": morsel.value, "url": found.address} for name, morsel in signed_in.cookies.items()
        ]
        found.page.context.add_cookies(cookies)
        return found

    return open_browser


def booking_now(place: ConcernPlace) -> Booking:
    """Return an appointment that begins in a moment."""
    now = timezone.now()
    return book_by_staff(
        place=place,
        day=today(now),
        cell_from=running_cell(now),
        details=Details(first_name="Mirela", last_name="Brandt"),
        actor=StaffFactory().user,
        idem_key=uuid4(),
    )


def shown(screen: Visitor) -> list[str]:
    return [row.inner_text().replace("\t", " ") for row in screen.page.locator("[data-calls] tr").all()]


def test_from_the_entrance_to_the_counter(place, visitor, clerk):
    booking = booking_now(place)
    tablet = visitor(**TABLET)
    screen, desk = visitor(**DESK), clerk(**DESK)
    screen.goto(f"/termine/anzeige/{make_device(place, 'display').token}/")
    screen.expect("Gerade wird niemand aufgerufen.")

    tablet.goto(f"/termine/ankommen/{make_device(place).token}/")
    with tablet.page.expect_navigation():  # a scanner types wherever the focus is
        tablet.page.locator("h1").click()
        tablet.page.keyboard.type(booking.code)
        tablet.page.keyboard.press("Enter")
    tablet.look()
    tablet.expect("Sie sind angemeldet")
    assert "Brandt" not in tablet.page.content()

    desk.goto("/verwaltung/termine/warteraum/")
    desk.page.locator("#mein-platz").fill("3")
    desk.press("Platz und Teams merken")
    desk.expect("Brandt, M.")
    desk.leave(lambda: desk.page.keyboard.press("a"))
    desk.expect("An Ihrem Platz")
    screen.page.get_by_text(booking.code).wait_for(timeout=20_000)
    assert shown(screen) == [f"{booking.code} Platz 3"]
    screen.look()
    desk.leave(lambda: desk.page.keyboard.press("e"))
    screen.expect("Gerade wird niemand aufgerufen.")
    booking.refresh_from_db()
    assert (booking.state, booking.ticket.state) == ("done", TicketState.DONE)
    assert tablet.cookies == screen.cookies == []


@pytest.mark.parametrize("size", [{"width": BOTH}, TABLET], ids=["phone and desk", "tablet"])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_number_is_drawn_and_followed(place, visitor, size, javascript):
    device = make_device(place)
    citizen = visitor(**size, javascript=javascript)
    citizen.goto(f"/termine/ankommen/{device.token}/")
    citizen.follow("Nummer ziehen")
    citizen.follow(place.concern.name)
    citizen.leave(citizen.page.get_by_role("button", name="2 Personen, Nummer ziehen").click)
    citizen.expect("A 1")
    ticket = QueueTicket.objects.get()
    citizen.goto(f"/termine/nummer/{ticket.token}/")
    citizen.expect("nur kurz")
    call_next(teams=[team_of(place)], actor=StaffFactory().user, counter="Zimmer 12")
    citizen.goto(f"/termine/nummer/{ticket.token}/")
    citizen.expect("Bitte kommen Sie jetzt: Zimmer 12")
    citizen.goto(f"/en/termine/ankommen/{device.token}/")
    citizen.expect("Do you have an appointment?")
    assert citizen.cookies == []


def test_the_tablet_goes_back_to_its_first_page_and_can_be_asked_to_wait(place, visitor):
    device = make_device(place)
    tablet = visitor(**TABLET)
    tablet.page.clock.install()
    tablet.goto(f"/en/termine/ankommen/{device.token}/ohne-termin/")
    tablet.page.clock.run_for(30_000)
    tablet.expect("This page closes in")
    tablet.page.get_by_role("button", name="Keep showing").click()
    tablet.page.clock.run_for(20_000)
    assert "/en/" in tablet.page.url
    with tablet.page.expect_navigation():
        tablet.page.clock.run_for(30_000)
    assert tablet.page.url.endswith(f"/termine/ankommen/{device.token}/")
    assert "/en/" not in tablet.page.url


class TestTheScreenRunsForDays:
    @pytest.fixture
    def screen(self, place, visitor) -> Visitor:
        """A screen with one call on it and a clock of the test's own."""
        self.device: Device = make_device(place, "display")
        draw(place)
        call_next(teams=[team_of(place)], actor=StaffFactory().user, counter="3")
        found = visitor(**DESK)
        found.page.clock.install(time=timezone.now())
        found.goto(f"/termine/anzeige/{self.device.token}/")
        assert shown(found) == ["A 1 Platz 3"]
        return found

    def let_pass(self, screen: Visitor, turns: int) -> None:
        """Let time pass in steps that leave the network its own time to answer."""
        for _turn in range(turns):
            screen.page.clock.run_for(4_000)
            screen.page.wait_for_timeout(300)

    def cut(self, screen: Visitor) -> None:
        screen.page.route("**/stand/", lambda route: route.abort())

    def test_a_line_that_is_down_is_said_calmly_and_comes_back(self, screen):
        self.cut(screen)
        self.let_pass(screen, 12)
        screen.expect("Verbindung unterbrochen")
        assert shown(screen) == ["A 1 Platz 3"], "what is known stays"
        screen.page.unroute("**/stand/")
        self.let_pass(screen, 6)
        screen.page.get_by_text("Verbindung unterbrochen").wait_for(state="hidden", timeout=10_000)

    def test_yesterdays_calls_go_at_midnight_even_without_a_server(self, screen):
        self.cut(screen)
        screen.page.clock.fast_forward(timedelta(hours=25) // timedelta(milliseconds=1))
        screen.page.clock.run_for(2_000)
        assert shown(screen) == []
        screen.expect("Gerade wird niemand aufgerufen.")

    def test_it_loads_itself_again_when_its_files_change(self, screen):
        changed = '{"version": "other", "dayEnds": 0, "hasSound": true, "waiting": "", "calls": []}'
        screen.page.route("**/stand/", lambda route: route.fulfill(body=changed, content_type="application/json"))
        screen.page.clock.run_for(4_000)
        screen.page.wait_for_timeout(300)
        assert shown(screen) == [], "a page this young is not loaded again"
        screen.page.clock.fast_forward(70_000)
        with screen.page.expect_navigation():
            screen.page.clock.run_for(4_000)
