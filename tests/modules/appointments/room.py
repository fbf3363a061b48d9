"""A waiting room, as tests say it: devices, rules, drawn numbers, and the clock of Tuesday."""

import uuid
from typing import Any

from django.utils import timezone

from modules.appointments.models import ConcernPlace, Device, Pool, QueueRules, QueueTicket
from modules.appointments.services.drawing import draw_ticket


def make_device(place: ConcernPlace, kind: str = "kiosk", **further: Any) -> Device:
    """Return a tablet or a screen at the place."""
    return Device.objects.create(
        kind=kind, name="Eingang", location=place.location, created_at=timezone.now(), **further
    )


def takes_walk_ins(place: ConcernPlace, **rules: Any) -> QueueRules:
    """Return the rules of a place that gives numbers."""
    return QueueRules.objects.update_or_create(location=place.location, defaults={"takes_walk_ins": True, **rules})[0]


def draw(place: ConcernPlace, **further: Any) -> QueueTicket:
    """Return a number that somebody drew now."""
    values: dict[str, Any] = {"persons": 1, "idem_key": uuid.uuid4(), "language": "de"}
    return draw_ticket(place=place, **values | further)


def team_of(place: ConcernPlace) -> Pool:
    """Return the first pool of a place."""
    return place.pools.all()[0]
