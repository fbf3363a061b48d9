"""What a program asks for: a visit and where it may be, with the rules of the pages for citizens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from modules.appointments.errors import NotOfferedError, UnclearVisitError
from modules.appointments.models import Channel, ConcernPlace, PreliminaryAnswer, Support
from modules.appointments.public_api.schemas import HoldIn
from modules.appointments.selectors.joining import joined_places, shared_channels, suitable_places
from modules.appointments.selectors.offering import Offering, offerings_of
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.visits import Visit, joined_visit, needs_of, visit_of
from rathaus.api.problems import ProblemError, plain_problem
from rathaus.calendar.localtime import first_cell_from, instant_of, local_day
from rathaus.tenancy import current_tenant

_YEARS: Final = range(2000, 2200)  # beyond them no clock arithmetic is tried


@dataclass(frozen=True, slots=True)
class Wish:
    """A visit for one concern, and the places that can do it."""

    visit: Visit
    places: Sequence[ConcernPlace]

    def at(self, location: UUID) -> ConcernPlace:
        """Return the place at this location; raises ProblemError with 404."""
        return place_at(self.places, location)


def wish_of(wanted: HoldIn) -> Wish:
    """Return what a request for a time asks for; raises as `read_wish`."""
    return read_wish(
        concern=wanted.concern_id,
        persons=wanted.persons,
        answers=wanted.answers,
        channel=wanted.channel,
        support=wanted.support,
    )


def read_wish(*, concern: UUID, persons: int, answers: Sequence[UUID], channel: str, support: Sequence[str]) -> Wish:
    """Return the wish, with one query while nobody edits the set-up.

    Raises ProblemError with 404 for a concern that is not offered, UnclearVisitError and its children.
    """
    offering = offerings_of([concern])[0]
    if not offering.places:
        raise ProblemError(plain_problem(404))
    single = visit_of(
        offering.places[0].concern,
        persons=persons,
        answers=_answered(offering, answers),
        must_be_complete=True,
        offered=offering.answers,
    )
    _refuse_unoffered(single, channel, support)
    visit = joined_visit([single], needs=needs_of(sorted(set(support))), channel=channel)
    places = suitable_places(joined_places([offering.places], needs=visit.needs), visit)
    return Wish(visit, places)


def place_at(places: Sequence[ConcernPlace], location: UUID) -> ConcernPlace:
    """Return the place at this location; raises ProblemError with 404."""
    for place in places:
        if place.location_id == location:
            return place
    raise ProblemError(plain_problem(404))


def cell_at(starts_at: datetime) -> tuple[date, int]:
    """Return day and cell that begin at this instant; raises NotOfferedError for one between two cells."""
    if starts_at.year not in _YEARS:
        raise NotOfferedError
    zone = current_tenant().time_zone
    day = local_day(starts_at, zone)
    cell = first_cell_from(starts_at, day, zone)
    if instant_of(day, cell, zone) != starts_at:
        raise NotOfferedError
    return day, cell


def _answered(offering: Offering, wanted: Sequence[UUID]) -> dict[str, str]:
    """Return the answers by their questions; raises UnclearVisitError for a stranger's or a second one."""
    chosen: list[PreliminaryAnswer] = [answer for answer in offering.answers if answer.pk in set(wanted)]
    answers = {str(answer.question_id): str(answer.pk) for answer in chosen}
    if len(answers) != len(set(wanted)):
        raise UnclearVisitError
    return answers


def _refuse_unoffered(visit: Visit, channel: str, support: Sequence[str]) -> None:
    """Raise UnclearVisitError for a way of talking, or a visit at home, that the town hall does not offer for it."""
    if channel != Channel.IN_PERSON or Channel.IN_PERSON not in visit.concern.channels:
        has_video = channel == Channel.VIDEO and bool(get_settings().video_address)
        if channel not in shared_channels([visit.concern], has_video=has_video):
            raise UnclearVisitError
    comes_home = Support.HOME_VISIT in support
    if comes_home and not (visit.concern.offers_home_visit and channel == Channel.IN_PERSON):
        raise UnclearVisitError
