"""What staff click while somebody is on the phone."""

import html
import re

from tests.factories.appointments import (
    TUESDAY,
)
from tests.modules.appointments.staff import chosen, field, new_url, text_of


def hold(browser, place, hour, minute=0, *, page=None, day=TUESDAY, **typed):
    """Return the page after a click on a time."""
    page = page or browser.get(new_url(place))
    key = field(page, "idem_key")
    return browser.post(new_url(place), {"idem_key": key, "zeit": chosen(place, hour, minute, day), **typed})


def save(browser, place, page, *, answer_to=None, **typed):
    """Return the answer to the form under a time that is held."""
    data = {"schritt": "eintragen", "idem_key": field(page, "idem_key"), "gehalten": field(page, "gehalten")}
    return browser.post(answer_to or new_url(place), data | {"last_name": "Brandt"} | typed)


def offered(page) -> list[str]:
    """Return the times on the large buttons."""
    large = page.content.decode().partition("offer-list--large")[2].partition("</ul>")[0]
    return re.findall(r"(\d+:\d\d)", text_of(page) if not large else re.sub(r"<[^>]+>", " ", large))


def action_of(page) -> str:
    """Return where the form of the page leads."""
    return html.unescape(re.search(r'<form id="termin"[^>]* action="([^"]+)"', page.content.decode())[1])


def ask(browser, place, page, **said):
    """Return the page after the form about the visit was sent with these fields."""
    return browser.post(new_url(place), {"idem_key": field(page, "idem_key"), "wunsch": "1", **said})
