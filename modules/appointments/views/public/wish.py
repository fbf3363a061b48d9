"""What somebody chose so far. It stands in the address, so that back, reload and a second tab work without a cookie."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from django.http import Http404, QueryDict
from django.urls import reverse

from modules.appointments.errors import UnclearVisitError
from modules.appointments.models import Concern, ConcernPlace, PreliminaryAnswer
from modules.appointments.selectors.offering import Offering, offering_of
from modules.appointments.visits import Visit, visit_of

ANYWHERE: Final = "egal"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Concern, persons, answers and place, with the hold that the coming one replaces.

    `answers` maps the ids of questions to those of answers. `place` is None while none is chosen or any will do.
    """

    concern: Concern
    visit: Visit
    answers: Mapping[str, str]
    places: Sequence[ConcernPlace]
    place: ConcernPlace | None = None
    is_anywhere: bool = False
    hold: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Return the wish in the address, with one query while nobody edits the set-up.

        Raises Http404 for a concern that is not offered, UnclearVisitError for persons or answers that do not fit.
        """
        concern_id = _uuid(query.get("anliegen", ""))
        offering = offering_of(concern_id) if concern_id else Offering()
        if not (places := offering.places):
            raise Http404
        concern = places[0].concern
        answers = _questions_answered(offering.answers, query.getlist("a"))
        chosen = query.get("ort", "")
        place = next((place for place in places if str(place.pk) == chosen), None)
        return cls(
            concern=concern,
            visit=visit_of(
                concern,
                persons=_number(query.get("personen", "1")),
                answers=answers,
                must_be_complete=True,
                offered=offering.answers,
            ),
            answers=answers,
            places=places,
            place=places[0] if len(places) == 1 else place,
            is_anywhere=chosen == ANYWHERE and len(places) > 1,
            hold=query.get("halten", "")[:60],
        )

    @property
    def has_place(self) -> bool:
        """Whether the question of the place is settled."""
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
            ("anliegen", str(self.concern.pk)),
            ("personen", str(self.visit.persons) if self.visit.persons > 1 else ""),
            *(("a", answer) for answer in self.answers.values()),
            ("ort", place),
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


def _questions_answered(offered: Iterable[PreliminaryAnswer], answer_ids: Sequence[str]) -> dict[str, str]:
    wanted = [found for answer in answer_ids[:20] if (found := _uuid(answer))]
    answers = [answer for answer in offered if answer.pk in wanted]
    if len(answers) != len(wanted):
        raise UnclearVisitError
    return {str(answer.question_id): str(answer.pk) for answer in answers}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise UnclearVisitError
    return int(text)
