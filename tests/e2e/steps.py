"""Steps that several journeys share: read the mail, fill in, pick a time, reach things by the keyboard."""

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from modules.appointments.models import Pool
from tests.e2e.visitor import Visitor
from tests.factories.appointments import OpeningHoursFactory

WORDS_OF_FOCUS = """() => {
    const element = document.activeElement;
    const words = [element.getAttribute('aria-label'), element.innerText, element.labels?.[0]?.innerText];
    return words.join('|').replaceAll('\\u00a0', ' ');
}"""
RING_OF_FOCUS = """() => {
    const shown = document.activeElement.matches('.time-chip input, .task-card a, .choice-card a');
    return shown || getComputedStyle(document.activeElement).outlineStyle !== 'none';
}"""


def last_mail(to: str) -> str:
    """Return the text of the newest mail to somebody."""
    return next(str(message.body) for message in reversed(mail.outbox) if message.to == [to])


def code_in(text: str) -> str:
    """Return the six digits that stand alone on a line of the mail."""
    found = re.search(r"^(\d{6})$", text, re.MULTILINE)
    assert found, text
    return found[1]


def link_in(text: str, part: str) -> str:
    """Return the path of the link in the mail that leads to this page."""
    found = re.search(rf"http://[^/\s]+(/\S*{part}\S*)", text)
    assert found, text
    return found[1]


def fill_in(visitor: Visitor) -> None:
    """Fill in name and address."""
    visitor.page.get_by_label("Vorname").fill("Mirela")
    visitor.page.get_by_label("Nachname").fill("Brandt")
    visitor.page.get_by_label("E-Mail-Adresse", exact=True).fill("mirela.brandt@post.example")


def next_month() -> date:
    """Return its first day."""
    return (timezone.localdate().replace(day=28) + timedelta(days=5)).replace(day=1)


def open_from_next_month(pool: Pool, *, weekdays: Iterable[int] = range(7)) -> None:
    """Open a pool from 8 to 18 with two places, bookable far ahead.

    What today and this month still have would depend on the clock: a journey must work at any hour of any day.
    """
    Pool.objects.filter(pk=pool.pk).update(horizon_days=120)
    first = next_month()
    for weekday in weekdays:
        OpeningHoursFactory(pool=pool, weekday=weekday, starts_at=time(8), ends_at=time(18), places=2, valid_from=first)


def pick_time(visitor: Visitor, number: int) -> None:
    """Choose one of the times on the page."""
    visitor.page.locator(".time-chip").nth(number).click()


def tab_to(page: Any, name: str) -> None:
    """Press Tab until something with this name has the focus, and shows it."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if name in page.evaluate(WORDS_OF_FOCUS):
            assert page.evaluate(RING_OF_FOCUS), f"the focus does not show on {name!r}"
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def enter_by_key(somebody: Visitor) -> None:
    """Press Enter and look at the page that follows."""
    somebody.leave(lambda: somebody.page.keyboard.press("Enter"))
