"""Reads of the module, split by noun; nothing here writes."""

from modules.appointments.selectors.free import (
    earliest_of_all,
    earliest_per_place,
    free_days,
    free_times,
    neighbours_of,
    next_free,
)
from modules.appointments.selectors.places import concerns_for, get_place, offered_places, questions_of
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.rules import ClosedDay, closed_days, load_rules

__all__ = [
    "ClosedDay",
    "closed_days",
    "concerns_for",
    "earliest_of_all",
    "earliest_per_place",
    "free_days",
    "free_times",
    "get_place",
    "get_settings",
    "load_rules",
    "neighbours_of",
    "next_free",
    "offered_places",
    "questions_of",
]
