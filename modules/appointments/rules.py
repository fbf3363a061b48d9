"""The rules from which a pool's days are built, as a value: the same rules always give the same day rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

from modules.appointments.models import Closure, OpeningHours
from modules.appointments.slots import Window, capacity_row
from rathaus.calendar.holidays import is_public_holiday
from rathaus.calendar.localtime import cells_in_day, instant_at
from rathaus.calendar.recurrence import Recurrence

_ALWAYS_OPEN: Final = 400  # days: a limit is never what keeps a day hidden


@dataclass(frozen=True)
class PoolRules:
    """Opening hours, closures and holidays of one pool, with the municipality's zone and Bundesland.

    `constant` is the number of places of a limit, which has no hours; `horizon_days` the widest horizon that the
    pool or one of its concerns asks for.
    """

    zone: str
    state: str
    hours: Sequence[OpeningHours] = ()
    closures: Sequence[Closure] = ()
    open_holidays: frozenset[date] = frozenset()
    constant: int | None = None
    is_active: bool = True
    horizon_days: int = 60
    release_time: time = time(0)
    ruleset: int = 1

    @cached_property
    def _recurring(self) -> Sequence[tuple[Recurrence, Window]]:
        return [(hours.recurrence, hours.window) for hours in self.hours]

    def with_hours(self, hours: Sequence[OpeningHours]) -> "PoolRules":
        """Return the rules as they would be with these opening hours."""
        return replace(self, hours=hours)

    def with_closures(self, closures: Iterable[Closure], *, without: Collection[UUID] = ()) -> "PoolRules":
        """Return the rules as they would be with these closures, as they are to be, and without some others."""
        added = list(closures)
        gone = {closure.pk for closure in added} | set(without)
        return replace(self, closures=[*(closure for closure in self.closures if closure.pk not in gone), *added])

    def windows_on(self, day: date) -> list[Window]:
        """Return the opening hours of a day, closures and holidays left aside."""
        return [window for recurrence, window in self._recurring if recurrence.occurs_on(day)]

    def is_closed_by_holiday(self, day: date) -> bool:
        """Return whether a public holiday closes the day: it beats the series, "open all the same" beats it."""
        return is_public_holiday(day, self.state) and day not in self.open_holidays

    def capacity_on(self, day: date) -> tuple[list[int], list[int]]:
        """Return the places per cell for the public and for staff."""
        if not self.is_active or self.constant is not None:
            row = [self.constant or 0 if self.is_active else 0] * cells_in_day(day, self.zone)
            return row, row
        return capacity_row(
            self.windows_on(day),
            [closure.interruption for closure in self.closures if closure.covers(day)],
            day=day,
            zone=self.zone,
            is_holiday=self.is_closed_by_holiday(day),
        )

    def opened_at(self, day: date) -> datetime:
        """Return the instant from which the public sees the day."""
        ahead = self.horizon_days if self.constant is None else _ALWAYS_OPEN
        return instant_at(day - timedelta(days=ahead), self.release_time, self.zone)
