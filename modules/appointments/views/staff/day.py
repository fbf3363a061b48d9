"""The day of the town hall."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.appointments.selectors.board import Board, board
from modules.appointments.selectors.outages import running_outages
from modules.appointments.services.reading import record_day_read
from modules.appointments.slots.masks import runs
from modules.appointments.views.staff.common import COUNTER, actor_of, for_work, read_day, today
from modules.appointments.views.staff.grid import grid_of
from modules.appointments.views.staff.lanes import open_hours
from modules.appointments.views.staff.line import key_of, line_of
from modules.appointments.views.staff.side import side_of
from modules.appointments.views.staff.ticks import local_time
from modules.appointments.views.staff.unready import unready
from modules.appointments.views.staff.week import week_url
from rathaus.calendar.holidays import public_holidays
from rathaus.tenancy import current_tenant
from rathaus.web.navigation import Chip
from rathaus.web.wording import hour_range


@for_work
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Show who comes, who waits and what is free on a day."""
    now = timezone.now()
    shown = board_from(request.GET, now)
    record_day_read(day=shown.view.day, actor=actor_of(request))
    grid = grid_of(shown, now)
    context = head_of(shown, request.GET) | {
        "grid": grid,
        "line": line_of(shown, grid, now) if grid else None,
        "key": key_of(shown, grid),
        "counter": request.session.get(COUNTER, ""),
        "unready": None if shown.all_pools else unready(request),
        **side_of(shown, now),
    }
    return render(request, "appointments/staff/day.html", context)


def board_from(query: QueryDict, now: datetime) -> Board:
    """Return the day, the location and the pool that an address names: today and all where it names none."""
    return board(
        day=read_day(query.get("tag", "")) or today(),
        location=query.get("ort", ""),
        pool=query.get("pool", ""),
        now=now,
    )


def head_of(shown: Board, query: QueryDict) -> dict[str, Any]:
    """Return what stands above the day: date, hours, why it is closed, the way to other days and pools."""
    here = shown.view.day
    filters = {name: str(query[name]) for name in ("ort", "pool") if query.get(name)}
    day_before, day_after = here - timedelta(days=1), here + timedelta(days=1)
    return {
        "day": here,
        "today": today(),
        "is_today": here == today(),
        "hours": hours_in_words(shown),
        "pool_names": ", ".join(dict.fromkeys(pool.name for pool in shown.pools)),
        "closed_reason": _closed_reason(shown),
        "has_pools": bool(shown.all_pools),
        "filters": filters,
        "address": _address(here, filters),
        "before_url": _address(day_before, filters),
        "after_url": _address(day_after, filters),
        "today_url": _address(today(), filters),
        "print_url": f"{reverse('appointments_staff:print')}?{urlencode({'tag': here.isoformat(), **filters})}",
        "chips": list(_chips(shown, here)),
        "week_url": week_url(here, filters),
        "outages": list(running_outages()) if here == today() else [],
        "outage_url": _outage_url(filters),
    }


def _outage_url(filters: dict[str, str]) -> str:
    """Return where an outage is reported, with the pool chosen whose day is looked at."""
    address = reverse("appointments_staff:outage")
    return f"{address}?{urlencode({'pool': filters['pool']})}" if "pool" in filters else address


def hours_in_words(shown: Board) -> str:
    """Return "9–12 Uhr und 13–18 Uhr", "" for a closed day."""
    mask = sum(1 << cell for cell, is_open in enumerate(open_hours(shown)) if is_open)
    here = shown.view.day
    ranges = [hour_range(local_time(here, start).time(), local_time(here, end).time()) for start, end in runs(mask)]
    return _(" und ").join(ranges)


def _closed_reason(shown: Board) -> str:
    """Return why nothing is open: a holiday, or what the closures of the day say."""
    if any(open_hours(shown)):
        return ""
    holiday = public_holidays(current_tenant().state, shown.view.day.year).get(shown.view.day)
    reasons = [holiday or "", *(closure.reason for closure in shown.closures if closure.is_all_day)]
    return ", ".join(dict.fromkeys(reason for reason in reasons if reason))


def _chips(shown: Board, here: date) -> Iterator[Chip]:
    """Yield the filters: all, each location where there are several, and the pools of what is shown."""
    every, pools = shown.all_pools, {pool.pk for pool in shown.pools}
    if len(every) < 2:
        return
    locations = {pool.location_id: pool.location for pool in every}
    yield Chip(_("Alle"), _address(here, {}), is_current=len(pools) == len(every))
    if len(locations) > 1:
        for location in locations.values():
            there = {pool.pk for pool in every if pool.location_id == location.pk}
            yield Chip(location.name, _address(here, {"ort": str(location.pk)}), is_current=pools <= there)
    shown_locations = {pool.location_id for pool in shown.pools}
    for pool in every:
        if shown_locations == {pool.location_id}:
            yield Chip(pool.name, _address(here, {"pool": str(pool.pk)}), is_current=pools == {pool.pk})


def _address(to: date, filters: dict[str, str]) -> str:
    query = {"tag": to.isoformat()} if to != today() else {}
    address = reverse("appointments_staff:day")
    return f"{address}?{urlencode(query | filters)}" if query or filters else address
