"""At 7:20 somebody is missing: the front desk reports it, three people are taken care of. On a phone and on a desk."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.core import mail

from modules.appointments.models import Booking, ConcernPlace, Origin, State
from modules.appointments.services import Details
from tests.e2e.steps import last_mail, link_in
from tests.e2e.visitor import BOTH, Visitor
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import make_office
from tests.modules.appointments.staff import booked, clock_time

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]

BRANDT, YILMAZ = "brandt@post.example", "yilmaz@post.example"


@pytest.fixture
def town_hall(fresh_tenant, clock) -> Iterator[ConcernPlace]:
    """One counter, and on Tuesday three people: two with a mail address, one with a telephone alone."""
    clock(clock_time(8, 0, date(2026, 11, 23)))
    place = make_office(places=1, name="Bürgerbüro")
    booked(place, 10, details=Details(first_name="Mirela", last_name="Brandt", email=BRANDT))
    booked(place, 10, 40, details=Details(first_name="Emre", last_name="Yılmaz", email=YILMAZ))
    booked(place, 11, 20, details=Details(last_name="Graf", phone="03935 99"))
    clock(clock_time(7, 20))
    yield place
    mail.outbox.clear()


@pytest.fixture
def desk(visitor, signed_in) -> Callable[[int], Visitor]:
    """Return a function that opens a browser in which the front desk is signed in."""
    user = StaffFactory(roles=["front_desk"]).user

    def open_desk(width: int | tuple[int, ...]) -> Visitor:
        opened = visitor(width=width)
        cookies = signed_in(user).cookies.values()
        opened.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": opened.address} for cookie in cookies]
        )
        return opened

    return open_desk


def test_an_outage_is_reported_and_three_people_are_taken_care_of(town_hall, desk, visitor, clock):
    clerk, citizen = desk(BOTH), visitor(width=BOTH)
    page = clerk.page
    clerk.goto("/verwaltung/termine/")
    clerk.follow("Ausfall melden")
    page.get_by_label("alle Plätze").check()
    clerk.press("Weiter: Wen betrifft es?")
    clerk.expect("3 Termine sind betroffen")
    page.get_by_label("Hinweis auf den öffentlichen Seiten").fill("Das Bürgerbüro ist heute geschlossen.")
    clerk.press("Plätze sperren und Bescheid geben")
    clerk.expect("Bitte anrufen: eine Person")
    clerk.expect("Passt Ihnen das?")
    clerk.leave(page.get_by_role("button", name=re.compile("Ersatz angenommen")).click)
    clerk.expect("Der Anruf ist vermerkt.")

    citizen.goto("/termine/")
    citizen.expect("Das Bürgerbüro ist heute geschlossen.")
    citizen.goto(link_in(last_mail(BRANDT), "ersatz"))
    citizen.expect("Diese Zeit haben wir für Sie reserviert")
    citizen.press("Neue Zeit annehmen")
    citizen.expect("Termin verschieben")
    assert not citizen.cookies
    assert Booking.objects.get(last_name="Brandt").sequence == 1

    held = Booking.objects.get(origin=Origin.REPLACEMENT, state=State.HELD)
    address = link_in(last_mail(YILMAZ), "ersatz")
    clock(held.expires_at + timedelta(minutes=1))
    citizen.goto(address)
    citizen.expect("Für Sie ist im Moment keine andere Zeit reserviert.")
    later = desk(BOTH)
    later.goto("/verwaltung/termine/ausfall/")
    later.page.locator("main summary").first.click()  # it is over by now and stands among the earlier ones
    later.follow("Bürgerbüro")
    later.expect("Ersatz verfallen, die Zeit ist wieder frei")


def test_an_appointment_moves_by_keyboard_alone(town_hall, desk):
    clerk = desk(1280)
    page = clerk.page
    clerk.goto("/verwaltung/termine/")
    page.get_by_role("link", name="Brandt").first.focus()
    page.keyboard.press("v")
    clerk.expect("Wählen Sie mit den Pfeiltasten einen freien Platz.")
    page.keyboard.press("Escape")
    clerk.expect("Nichts verschoben.")
    assert "Brandt" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("v")
    before = page.evaluate("document.activeElement.dataset.start")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.start") < before
    clerk.leave(lambda: page.keyboard.press("Enter"))
    clerk.expect("verschieben?")
    assert "Dorthin verschieben" in page.evaluate("document.activeElement.innerText")
    clerk.leave(lambda: page.keyboard.press("Enter"))
    clerk.expect("Der Termin ist verschoben.")
