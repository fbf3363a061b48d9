"""What somebody chose so far. It stands in the address, so that back, reload and a second tab work without a cookie."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, Self

from django.http import Http404, QueryDict
from django.urls import reverse

from modules.appointments.errors import NoStepFreePlaceError, NotTogetherError, UnclearVisitError
from modules.appointments.models import Channel, Concern, ConcernPlace, PreliminaryAnswer, Support
from modules.appointments.selectors.joining import joined_places, shared_channels, suitable_places
from modules.appointments.selectors.offering import Offering, offerings_of
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.visits import Visit, joined_visit, needs_of, visit_of

ANYWHERE: Final = "egal"
MAX_FURTHER: Final = 3  # concerns beside the first one
_TOKEN_LENGTH: Final = 60


@dataclass(frozen=True, kw_only=True)
class Wish:
    """The visit and its place, with the hold that the coming one replaces.

    `place` is None while none is chosen or any will do. `follows` is the token of the appointment that this one comes
    after, `next_concern` what is to be booked after it because another team does it.
    """

    visit: Visit
    places: Sequence[ConcernPlace]
    place: ConcernPlace | None = None
    is_anywhere: bool = False
    hold: str = ""
    follows: str = ""
    next_concern: uuid.UUID | None = None

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Return the wish in the address, with one query while nobody edits the set-up.

        Raises Http404 for a concern that is not offered, UnclearVisitError for persons or answers that do not fit,
        its children NotTogetherError and NoStepFreePlaceError where no place can do what is wished.
        """
        first = _uuid(query.get("anliegen", ""))
        persons = {first: query.get("personen", "1")} | further_in(query, first) if first else {}
        offerings = offerings_of(list(persons))
        if not (offerings and offerings[0].places):
            raise Http404
        visit = _visit(query, offerings, list(persons.values()))
        places = _places(visit, offerings)
        chosen = query.get("ort", "")
        place = next((place for place in places if str(place.pk) == chosen), None)
        return cls(
            visit=visit,
            places=places,
            place=places[0] if len(places) == 1 else place,
            is_anywhere=len(places) > 1 and (chosen == ANYWHERE or not visit.is_in_person),
            hold=query.get("halten", "")[:_TOKEN_LENGTH],
            follows=query.get("nach", "")[:_TOKEN_LENGTH],
            next_concern=_uuid(query.get("danach", "")),
        )

    @property
    def concern(self) -> Concern:
        """The first concern."""
        return self.visit.concern

    @property
    def has_place(self) -> bool:
        """Whether the question of the place is settled; nobody is asked it who is called or visited."""
        return self.is_anywhere or self.place is not None

    @property
    def wanted_places(self) -> Sequence[ConcernPlace]:
        """The places whose times are shown."""
        return [self.place] if self.place else self.places

    @property
    def params(self) -> list[tuple[str, str]]:
        """The wish as it stands in an address."""
        place = ANYWHERE if self.is_anywhere else str(self.place.pk) if self.place and len(self.places) > 1 else ""
        found = [
            *visit_params(self.visit),
            ("ort", place if self.visit.is_in_person else ""),
            ("nach", self.follows),
            ("danach", str(self.next_concern or "")),
            ("halten", self.hold),
        ]
        return [(name, value) for name, value in found if value]

    def url(self, view: str, **further: Any) -> str:
        """Return the address of a step with everything chosen so far."""
        query = QueryDict(mutable=True)
        for name, value in [*self.params, *((name, str(value)) for name, value in further.items())]:
            query.appendlist(name, value)
        return f"{reverse(f'appointments:{view}')}?{query.urlencode()}"

    def at(self, place: ConcernPlace | None) -> Self:
        """Return the wish for this place, or for any."""
        return replace(self, place=place, is_anywhere=place is None)


def visit_params(visit: Visit) -> list[tuple[str, str]]:
    """Return the visit as it stands in an address; what goes without saying is left out."""
    found = [
        ("anliegen", str(visit.concern.pk)),
        ("personen", str(visit.persons) if visit.persons > 1 else ""),
        *(("dazu", f"{errand.concern.pk}_{errand.persons}") for errand in visit.further),
        *(("a", answer) for answer in visit.answers.values()),
        ("weg", visit.channel if visit.channel != Channel.IN_PERSON else ""),
        *(("brauche", need) for need in visit.needs.support),
    ]
    return [(name, value) for name, value in found if value]


def further_in(query: QueryDict, first: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return the concerns beside the first one that the address names, each with how many persons it says."""
    parts = [text.partition("_") for text in query.getlist("dazu")[: 2 * MAX_FURTHER]]
    found = {concern: persons or "1" for text, _line, persons in parts if (concern := _uuid(text)) and concern != first}
    return dict(islice(found.items(), MAX_FURTHER))


def next_step_url(wish: Wish) -> str:
    """Return the address of the next question: the place, or the time where there is but one place."""
    return wish.url("time" if wish.has_place else "place")


def concern_url(concern_id: object, query: QueryDict) -> str:
    """Return the address of the questions about a concern, with what was answered already."""
    kept = query.copy()
    for name in ("anliegen", "ort", "monat", "tag", "weiter"):
        kept.pop(name, None)
    address = reverse("appointments:concern", args=[concern_id])
    return f"{address}?{kept.urlencode()}" if kept else address


def uuid_in(query: QueryDict, name: str) -> uuid.UUID | None:
    """Return the identity that stands in the address under this name, None for anything else."""
    return _uuid(query.get(name, ""))


def ways_of(concerns: Sequence[Concern]) -> list[str]:
    """Return the ways in which the town hall talks about all these concerns; by video only where it has a service."""
    wants_video = all(Channel.VIDEO in concern.channels for concern in concerns)
    ways = shared_channels(concerns, has_video=wants_video and bool(get_settings().video_address))
    return ways or ([Channel.IN_PERSON] if len(concerns) == 1 else [])


def support_for(concerns: Iterable[Concern]) -> list[str]:
    """Return what people may need for these concerns; we come to their home only for some."""
    at_home = all(concern.offers_home_visit for concern in concerns)
    return [need for need in Support.values if at_home or need != Support.HOME_VISIT]


def _visit(query: QueryDict, offerings: Sequence[Offering], persons: Sequence[str]) -> Visit:
    """Return the visit for all concerns in the address; a further one that is not offered any more is unclear."""
    if not all(offering.places for offering in offerings):
        raise UnclearVisitError
    chosen = _questions_answered([answer for offering in offerings for answer in offering.answers], query.getlist("a"))
    visits = [_visit_of(offering, number, chosen) for offering, number in zip(offerings, persons, strict=True)]
    concerns = [visit.concern for visit in visits]
    channel = _channel(query.get("weg", ""), concerns)
    support = [need for need in support_for(concerns) if need in query.getlist("brauche")]
    if channel != Channel.IN_PERSON:
        support = [need for need in support if need != Support.HOME_VISIT]
    return joined_visit(visits, needs=needs_of(support), channel=channel)


def _visit_of(offering: Offering, persons: str, chosen: Sequence[PreliminaryAnswer]) -> Visit:
    own = {answer.pk for answer in offering.answers}
    answers = {str(answer.question_id): str(answer.pk) for answer in chosen if answer.pk in own}
    concern = offering.places[0].concern
    return visit_of(concern, persons=_number(persons), answers=answers, must_be_complete=True, offered=offering.answers)


def _channel(wished: str, concerns: Sequence[Concern]) -> str:
    """Return the way that was chosen; where none was, people come, unless that is not offered."""
    if not wished and all(Channel.IN_PERSON in concern.channels for concern in concerns):
        return Channel.IN_PERSON
    ways = ways_of(concerns)
    if not ways:
        raise NotTogetherError
    return wished if wished in ways else ways[0]


def _places(visit: Visit, offerings: Sequence[Offering]) -> list[ConcernPlace]:
    places = joined_places([offering.places for offering in offerings], needs=visit.needs)
    if not places:
        raise NotTogetherError
    if not (found := suitable_places(places, visit)):
        raise NoStepFreePlaceError
    return found


def _questions_answered(offered: Iterable[PreliminaryAnswer], answer_ids: Sequence[str]) -> list[PreliminaryAnswer]:
    wanted = {found for answer in answer_ids[:20] if (found := _uuid(answer))}
    answers = [answer for answer in offered if answer.pk in wanted]
    if len(answers) != len(wanted):
        raise UnclearVisitError
    return answers


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise UnclearVisitError
    return int(text)
