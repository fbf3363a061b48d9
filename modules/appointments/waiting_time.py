"""How long somebody will wait: the line is played through once. Pure functions on minutes.

Whoever is served leaves when their time is over, the next in line takes the place that is free first, and people who
booked come at their time and go before those without an appointment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapreplace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.web.wording import duration_words

_AT_LEAST: Final = 2.0  # minutes that somebody still takes whose time is over
_TRUST: Final = 60.0  # planned minutes against which the day's own pace has to prove itself
_SLOWEST: Final = 2.0
_FASTEST: Final = 0.5
_VERY_LONG: Final = 120


@dataclass(frozen=True, slots=True)
class Coming:
    """A booked person who is not here yet: minutes from now until their time, and how long it takes."""

    in_minutes: float
    minutes: float


def expected_minutes(
    *, places: int, served: Iterable[float], ahead: Iterable[float], coming: Sequence[Coming] = ()
) -> float | None:
    """Return the minutes until the next in line is called, None while no place is open.

    `served` are the minutes that those at the counters still need, `ahead` the minutes of those before in the line.
    """
    if places < 1:
        return None
    free_at = [0.0] * places
    for minutes in sorted((max(minutes, _AT_LEAST) for minutes in served), reverse=True):
        heapreplace(free_at, free_at[0] + minutes)
    booked = sorted(coming, key=lambda person: person.in_minutes, reverse=True)
    for minutes in ahead:
        _serve_booked(free_at, booked)
        heapreplace(free_at, free_at[0] + minutes)
    _serve_booked(free_at, booked)
    return free_at[0]


def _serve_booked(free_at: list[float], booked: list[Coming]) -> None:
    """Let those go first whose time has come when a place is free."""
    while booked and booked[-1].in_minutes <= free_at[0]:
        heapreplace(free_at, free_at[0] + booked.pop().minutes)


def pace(*, planned: float, actual: float) -> float:
    """Return by what planned minutes are multiplied today; 1 until the day has shown something else."""
    return min(max((_TRUST + actual) / (_TRUST + planned), _FASTEST), _SLOWEST)


def rounded(minutes: float) -> int:
    """Return minutes as an honest estimate: upwards, by 5 to half an hour, by 10 to an hour, then by 15."""
    step = 5 if minutes <= 30 else 10 if minutes <= 60 else 15
    return int(-(-minutes // step) * step)


def wait_words(minutes: float | None) -> str:
    """Return "etwa 20 Minuten", "nur kurz" for nobody ahead, "" where nothing can be said."""
    if minutes is None:
        return ""
    if minutes < 1:
        return _("nur kurz")
    if minutes > _VERY_LONG:
        return _("mehr als zwei Stunden")
    return duration_words(rounded(minutes))


def waiting_words(count: int) -> str:
    """Return "3 Personen warten", "Niemand wartet" for nobody."""
    if not count:
        return _("Niemand wartet")
    return ngettext("%(count)s Person wartet", "%(count)s Personen warten", count) % {"count": count}
