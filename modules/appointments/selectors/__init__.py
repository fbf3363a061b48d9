"""Reads of the module, split by noun; nothing here writes."""

from modules.appointments.selectors.conflicts import (
    affected_bookings,
    conflicting_bookings,
    proposed_closure,
    proposed_hours,
)
from modules.appointments.selectors.day import (
    DayView,
    PoolOfDay,
    callbacks,
    counter_pools,
    day_view,
    find_bookings,
    get_booking,
)
from modules.appointments.selectors.figures import (
    activity,
    counts,
    dashboard_cards,
    next_free_panel,
    search_hits,
)
from modules.appointments.selectors.free import (
    earliest_of_all,
    earliest_per_place,
    free_days,
    free_times,
    neighbours_of,
    next_free,
)
from modules.appointments.selectors.opening import opening_today, opening_week
from modules.appointments.selectors.places import concerns_for, get_place, offered_places, questions_of
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.rules import ClosedDay, closed_days, load_rules

__all__ = [
    "ClosedDay",
    "DayView",
    "PoolOfDay",
    "activity",
    "affected_bookings",
    "callbacks",
    "closed_days",
    "concerns_for",
    "conflicting_bookings",
    "counter_pools",
    "counts",
    "dashboard_cards",
    "day_view",
    "earliest_of_all",
    "earliest_per_place",
    "find_bookings",
    "free_days",
    "free_times",
    "get_booking",
    "get_place",
    "get_settings",
    "load_rules",
    "neighbours_of",
    "next_free",
    "next_free_panel",
    "offered_places",
    "opening_today",
    "opening_week",
    "proposed_closure",
    "proposed_hours",
    "questions_of",
    "search_hits",
]
