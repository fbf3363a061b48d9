"""The week of the town hall: per team a table with a column for each day and a row for each half hour."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.appointments.models import Audience, Pool
from modules.appointments.selectors.day import counter_pools
from modules.appointments.selectors.rows import DayRow, Key, read_rows
from modules.appointments.views.staff.common import day_url, for_work, read_day, today
from modules.appointments.views.staff.grid import running_cell
from modules.appointments.views.staff.unready import unready
from rathaus.calendar.holidays import public_holidays
from rathaus.calendar.localtime import cell_of, end_cell_of
from rathaus.tenancy import current_tenant
from rathaus.web.navigation import Chip
from rathaus.web.wording import clock

_ISO_WEEK: Final = re.compile(r"(20\d\d)-?W(\d\d)")
_WORKDAYS: Final = 5
_STEP: Final = 30  # minutes
_A_DAY: Final = 24 * 60 // _STEP


@dataclass(frozen=True, slots=True)
class Slot:
    """Half an hour of a team: how many places there are, how many are taken at most, and where a click leads.

    A place may be taken at its beginning and free at its end: then it counts as both.
    """

    state: str  # free, full, over, closed, past
    booked: int
    places: int
    url: str = ""
    free: int = 0  # at the best moment that is still to come


@dataclass(frozen=True, slots=True)
class WeekDay:
    """The heading of a column."""

    day: date
    url: str
    is_today: bool
    holiday: str


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """A team's table. `rows` is empty where nothing is open and nothing booked."""

    pool: Pool
    rows: Sequence[tuple[str, Sequence[Slot]]]


@for_work
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Show what is free and booked in a calendar week; every cell leads to booking or to the day."""
    monday = _monday(request.GET.get("woche", ""))
    every = list(counter_pools())
    pools = _chosen(every, request.GET.get("ort", ""), request.GET.get("pool", ""))
    filters = {name: str(request.GET[name]) for name in ("ort", "pool") if request.GET.get(name)}
    rows = read_rows(
        [pool.pk for pool in pools], monday, monday + timedelta(days=6), audience=Audience.STAFF, now=timezone.now()
    )
    days = _days(monday, rows)
    context = _head(monday, filters) | {
        "days": [_heading(day, filters) for day in days],
        "teams": [TeamWeek(pool, list(_rows(pool, days, rows))) for pool in pools],
        "chips": list(_chips(every, pools, monday)),
        "has_pools": bool(every),
        "unready": None if every else unready(request),
    }
    return render(request, "appointments/staff/week.html", context)


def week_url(monday: date, filters: Mapping[str, str]) -> str:
    """Return the address of the calendar week that a day belongs to."""
    return f"{reverse('appointments_staff:week')}?{urlencode({'woche': iso_week(monday), **filters})}"


def iso_week(day: date) -> str:
    """Return "2026-W48"."""
    year, number, _weekday = day.isocalendar()
    return f"{year}-W{number:02}"


def _monday(text: str) -> date:
    """Return the Monday of the week, or of a day in it, that an address names; of this week otherwise."""
    if match := _ISO_WEEK.fullmatch(text):
        try:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            pass
    day = read_day(text) or today()
    return day - timedelta(days=day.weekday())


def _head(monday: date, filters: Mapping[str, str]) -> dict[str, Any]:
    this_monday = today() - timedelta(days=today().weekday())
    shown = today() if monday == this_monday else monday
    return {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "number": monday.isocalendar().week,
        "value": iso_week(monday),
        "filters": filters,
        "is_this_week": monday == this_monday,
        "before_url": week_url(monday - timedelta(days=7), filters),
        "after_url": week_url(monday + timedelta(days=7), filters),
        "now_url": week_url(this_monday, filters),
        "day_url": _day_url(shown, filters),
    }


def _days(monday: date, rows: Mapping[Key, DayRow]) -> list[date]:
    """Return Monday to Friday, and the days of the weekend on which something is open or booked."""
    used = {day for (_pool, day), row in rows.items() if any(row.cap) or any(row.used)}
    days = [monday + timedelta(days=offset) for offset in range(7)]
    return [day for day in days if day.weekday() < _WORKDAYS or day in used]


def _heading(day: date, filters: Mapping[str, str]) -> WeekDay:
    holiday = public_holidays(current_tenant().state, day.year).get(day, "")
    return WeekDay(day, _day_url(day, filters), day == today(), holiday)


def _rows(pool: Pool, days: Sequence[date], rows: Mapping[Key, DayRow]) -> Iterator[tuple[str, Sequence[Slot]]]:
    now = timezone.now()
    columns = [_slots(pool, day, rows.get((pool.pk, day)), now) for day in days]
    busy = [step for column in columns for step, slot in enumerate(column) if slot.state != "closed"]
    for step in range(min(busy), max(busy) + 1) if busy else ():
        yield clock(_wall(step)), [column[step] for column in columns]


def _slots(pool: Pool, day: date, row: DayRow | None, now: datetime) -> list[Slot]:
    running = running_cell(day, now)
    return [_slot(pool, day, row, step, running) for step in range(_A_DAY)]


def _slot(pool: Pool, day: date, row: DayRow | None, step: int, running: int) -> Slot:
    zone = current_tenant().time_zone
    start, end = cell_of(day, _wall(step), zone), end_cell_of(day, _wall(step + 1), zone)
    cells = range(start, min(end, len(row.cap) + 1) if row else start)
    if row is None or not any(row.cap[cell - 1] or row.used[cell - 1] for cell in cells):
        return Slot("closed", 0, 0)
    places, booked = max(row.cap[cell - 1] for cell in cells), max(row.used[cell - 1] for cell in cells)
    free = [(row.cap[cell - 1] - row.used[cell - 1], cell) for cell in cells if cell >= running]
    there = _day_url(day, {"pool": str(pool.pk)})
    if end <= running:
        return Slot("past", booked, places, there)
    if booked > places:
        return Slot("over", booked, places, there)
    most = max((left for left, _cell in free), default=0)
    if most < 1:
        return Slot("full", booked, places, there)
    return Slot("free", booked, places, _book_url(pool, day, next(cell for left, cell in free if left > 0)), most)


def _book_url(pool: Pool, day: date, cell: int) -> str:
    query = urlencode({"tag": day.isoformat(), "zelle": cell, "pool": pool.pk})
    return f"{reverse('appointments_staff:new')}?{query}"


def _day_url(day: date, filters: Mapping[str, str]) -> str:
    address = day_url(day)
    return f"{address}{'&' if '?' in address else '?'}{urlencode(filters)}" if filters else address


def _wall(step: int) -> time:
    return time(step * _STEP // 60 % 24, step * _STEP % 60)


def _chosen(every: Sequence[Pool], location: str, pool: str) -> Sequence[Pool]:
    """Return one pool, one location's pools or all, as the page of the day does."""
    found = [entry for entry in every if str(entry.pk) == pool]
    return found or [entry for entry in every if str(entry.location_id) == location] or every


def _chips(every: Sequence[Pool], pools: Sequence[Pool], monday: date) -> Iterator[Chip]:
    if len(every) < 2:
        return
    yield Chip(_("Alle"), week_url(monday, {}), is_current=len(pools) == len(every))
    names = [pool.name for pool in every]
    for pool in every:
        name = pool.name if names.count(pool.name) == 1 else f"{pool.name}, {pool.location.name}"
        yield Chip(name, week_url(monday, {"pool": str(pool.pk)}), is_current=list(pools) == [pool])
