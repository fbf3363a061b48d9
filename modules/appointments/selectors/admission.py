"""Whether somebody without an appointment gets a number now, and if not, why and what else there is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from modules.appointments.models import Audience, Channel, ConcernPlace, Pool, PoolKind, QueueRules
from modules.appointments.moments import running_cell, today
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.day import counter_pools
from modules.appointments.selectors.expecting import Outlook, outlook_of
from modules.appointments.selectors.free import next_free
from modules.appointments.selectors.places import offered_places, pools_of, window_mask
from modules.appointments.slots import range_mask

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and no O: they look like figures


class Refusal(StrEnum):
    """Why there is no number at the moment."""

    NEVER = "never"
    CLOSED = "closed"
    CLOSING = "closing"
    FULL = "full"


@dataclass(frozen=True)
class Admission:
    """The answer for one concern at one location: `refusal` is None where a number may be drawn."""

    place: ConcernPlace
    team: Pool
    outlook: Outlook
    refusal: Refusal | None

    @property
    def wait(self) -> float | None:
        """The minutes that somebody would wait."""
        return self.outlook.wait_of_new()


def walk_in_places(location_id: UUID) -> list[ConcernPlace]:
    """Return what people may come for to this location without an appointment, in order: three queries.

    What the town hall has to know in advance (a lead), or does on the telephone alone, needs an appointment.
    """
    places = offered_places(Audience.PUBLIC).filter(
        location=location_id, concern__lead_minutes=0, concern__channels__contains=[Channel.IN_PERSON]
    )
    return [place for place in places if team_of(place)]


def team_of(place: ConcernPlace) -> Pool | None:
    """Return the team that calls for a concern: of several the one with the fewest counters."""
    teams = [pool for pool in pools_of(place) if pool.kind == PoolKind.COUNTERS and pool.is_active]
    return min(teams, key=lambda pool: (pool.counters, pool.position, pool.name), default=None)


def admission_to(*, place: ConcernPlace, team: Pool, rules: QueueRules, now: datetime) -> Admission:
    """Return whether a number may be drawn for this concern now."""
    outlook = outlook_of(team=team, now=now)
    is_offered = _is_in_own_hours(place, now)
    return Admission(place, team, outlook, _refusal(outlook, rules) if is_offered else Refusal.CLOSED)


def next_appointment(place: ConcernPlace, now: datetime) -> FreeTime | None:
    """Return the next free time for somebody who gets no number."""
    return next(iter(next_free(places=[place], now=now)), None)


def letter_of(team: Pool) -> str:
    """Return with which letter the numbers of a team begin: in the order of the teams at its location."""
    teams = [pool.pk for pool in counter_pools(team.location_id)]
    place = teams.index(team.pk) if team.pk in teams else len(teams)
    return _LETTERS[min(place, len(_LETTERS) - 1)]


def _is_in_own_hours(place: ConcernPlace, now: datetime) -> bool:
    """Return whether the concern is dealt with now; one without hours of its own always is."""
    mask, cell = window_mask(place, today(now)), running_cell(now)
    return mask is None or bool(mask & range_mask(cell, cell + 1))


def _refusal(outlook: Outlook, rules: QueueRules) -> Refusal | None:
    hours = outlook.hours
    if not rules.takes_walk_ins:
        return Refusal.NEVER
    if not hours.places:
        return Refusal.CLOSED
    wait = outlook.wait_of_new() or 0.0
    if hours.minutes_left <= max(rules.closes_minutes, wait):
        return Refusal.CLOSING
    if rules.max_waiting is not None and len(outlook.room.waiting) >= rules.max_waiting:
        return Refusal.FULL
    return None
