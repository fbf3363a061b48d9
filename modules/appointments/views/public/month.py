"""The month as a table: which days are free, full or closed, and what their buttons say."""

from calendar import Calendar as WeekRows
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.appointments.offers import DayOffer, DayState, FreeTime
from rathaus.web.wording import long_date

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of the month. `state` is free, full, closed or off (past, weekend, not yet released)."""

    date: date
    state: str
    count: int = 0
    is_today: bool = False
    is_chosen: bool = False

    @property
    def label(self) -> str:
        """The day's name: "Dienstag, 24. November 2026, 6 Termine frei" or "..., alles vergeben"."""
        words = {"full": _("alles vergeben"), "closed": _("geschlossen"), "off": _("keine Termine")}
        free = ngettext("%(count)s Termin frei", "%(count)s Termine frei", self.count) % {"count": self.count}
        return f"{long_date(self.date)}, {words.get(self.state, free)}"


@dataclass(frozen=True, slots=True)
class Week:
    """A row of the month; None stands for days of other months."""

    days: Sequence[Day | None]
    is_past: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The table, with the months before and after as far as there is anything to see."""

    first: date
    weeks: Sequence[Week]
    previous: date | None
    next: date | None

    @property
    def has_free_days(self) -> bool:
        """Whether any day of the month can be chosen."""
        return any(day and day.state == "free" for week in self.weeks for day in week.days)


class FreeCalendar:
    """All offers of a concern from today to the end of the horizon, by day."""

    def __init__(self, offers: Iterable[DayOffer], *, today: date, last: date) -> None:
        """Sort the offers of all places into their days."""
        self.today = today
        self.last = last
        self._offers: dict[date, list[DayOffer]] = {}
        for offer in offers:
            self._offers.setdefault(offer.day, []).append(offer)
        self.free_days = sorted(day for day, offers in self._offers.items() if any(offer.starts for offer in offers))

    def times(self, day: date) -> list[FreeTime]:
        """Return the free times of a day at all places, in order; cells count elapsed time, clocks may not."""
        times = (time for offer in self._offers.get(day, ()) for time in offer.times)
        return sorted(times, key=lambda time: time.cell)

    def next_free_day(self, after: date | None = None) -> date | None:
        """Return the first free day, or the first one after a day."""
        return next((day for day in self.free_days if after is None or day > after), None)

    def first_free_day_of(self, month: date) -> date | None:
        """Return the first free day in a month."""
        return next((day for day in self.free_days if _month(day) == month), None)

    def month(self, first: date, chosen: date | None) -> Month:
        """Return the table of the month that begins at `first`."""
        rows = WeekRows().monthdatescalendar(first.year, first.month)
        weeks = [
            Week([self._day(day, chosen) if day.month == first.month else None for day in row], row[-1] < self.today)
            for row in rows
        ]
        before, after = _month(first - timedelta(days=1)), _month(first + timedelta(days=31))
        return Month(
            first=first,
            weeks=weeks,
            previous=before if before >= _month(self.today) else None,
            next=after if after <= _month(self.last) else None,
        )

    def _day(self, day: date, chosen: date | None) -> Day:
        offers = self._offers.get(day, ())
        count = sum(len(offer.starts) for offer in offers)
        return Day(day, _state(day, offers), count, is_today=day == self.today, is_chosen=day == chosen)


def _state(day: date, offers: Sequence[DayOffer]) -> str:
    states = {offer.state for offer in offers}
    if DayState.FREE in states:
        return "free"
    if DayState.FULL in states:
        return "full"
    if DayState.CLOSED in states and day.weekday() < _SATURDAY:
        return "closed"
    return "off"


def _month(day: date) -> date:
    return day.replace(day=1)
