"""Opening hours in words, for header and footer of the site: those of the first location."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from modules.appointments.moments import running_cell, today
from modules.appointments.rules import PoolRules
from modules.appointments.selectors.day import counter_pools
from modules.appointments.selectors.rules import load_rules
from modules.appointments.slots import open_cells, windows_mask
from modules.appointments.slots.masks import runs
from rathaus.calendar.localtime import wall_time_of
from rathaus.registry import OpeningToday
from rathaus.tenancy import current_tenant
from rathaus.web.wording import full_clock, hour_range


def opening_today() -> OpeningToday | None:
    """Return "Heute geöffnet bis 18 Uhr" or what else is true now; None where no hours are set up."""
    rules = _rules_of_first_location()
    if not rules:
        return None
    return _today_in_words(_open_on(rules, today()), running_cell(timezone.now()), today())


def opening_week() -> Sequence[tuple[str, str]]:
    """Return weekday and hours of this week as they regularly are, without closures and holidays."""
    rules = _rules_of_first_location()
    monday = today() - timedelta(days=today().weekday())
    days = [monday + timedelta(days=offset) for offset in range(7)]
    hours = [(day, runs(_regular(rules, day))) for day in days]
    return [
        (dateformat.format(day, "D"), ", ".join(_range_in_words(start, end, day) for start, end in ranges))
        for day, ranges in ((day, list(found)) for day, found in hours)
        if ranges
    ]


def _rules_of_first_location() -> list[PoolRules]:
    pools = list(counter_pools())
    first = [pool for pool in pools if pool.location_id == pools[0].location_id]
    return [rules for rules in load_rules(first).values() if rules.hours]


def _open_on(rules: Sequence[PoolRules], day: date) -> int:
    mask = 0
    for entry in rules:
        mask |= open_cells(entry.capacity_on(day)[0])
    return mask


def _regular(rules: Sequence[PoolRules], day: date) -> int:
    mask = 0
    for entry in rules:
        windows = [window for window in entry.windows_on(day) if window.places]
        mask |= windows_mask(windows, day, entry.zone)
    return mask


def _today_in_words(mask: int, now_cell: int, day: date) -> OpeningToday:
    ended = False
    for start, end in runs(mask):
        if start <= now_cell < end:
            return OpeningToday(_("Heute geöffnet bis %(time)s") % {"time": _clock(end, day)}, is_open=True)
        if now_cell < start:
            return OpeningToday(_("Heute geöffnet ab %(time)s") % {"time": _clock(start, day)}, is_open=False)
        ended = True
    return OpeningToday(_("Jetzt geschlossen") if ended else _("Heute geschlossen"), is_open=False)


def _range_in_words(start: int, end: int, day: date) -> str:
    zone = current_tenant().time_zone
    return hour_range(wall_time_of(day, start, zone), wall_time_of(day, end, zone))


def _clock(cell: int, day: date) -> str:
    """Return "18 Uhr" for a full hour, else "17:30 Uhr"."""
    return full_clock(wall_time_of(day, cell, current_tenant().time_zone)).replace(":00", "")
