"""Cases in figures, for those who look at whole services: never about one person."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Sum

from modules.cases.models import Case


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """The cases of one service that came to one department by one way: how many, how many of them are closed.

    `spent` is the time from the first to the last day of the closed ones, together.
    """

    service_key: str
    department_id: uuid.UUID | None
    channel: str
    opened: int
    closed: int
    spent: timedelta


def service_figures(*, first: date, last: date) -> Sequence[ServiceFigures]:
    """Return the figures of all services for cases that came between these days, both included: one query."""
    came = Case.objects.filter(opened_at__date__range=(first, last)).exclude(service_key="").order_by()
    rows = came.values_list("service_key", "department_id", "channel").annotate(
        Count("pk"), Count("closed_at"), spent=Sum(F("closed_at") - F("opened_at"))
    )
    return [
        ServiceFigures(key, department, channel, number, closed, spent or timedelta())
        for key, department, channel, number, closed, spent in rows
    ]
