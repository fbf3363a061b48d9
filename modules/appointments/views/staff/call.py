"""What somebody on the phone wants: the concern, how many come, where and when. It stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from modules.appointments.errors import UnclearVisitError
from modules.appointments.forms.public import ChosenTime
from modules.appointments.forms.staff import VisitForm
from modules.appointments.models import Audience, Concern, ConcernPlace
from modules.appointments.selectors import offered_places, questions_of
from modules.appointments.selectors.places import pools_of
from modules.appointments.views.staff.common import read_day
from modules.appointments.visits import Visit, visit_of
from rathaus.web.navigation import Chip

KEY: Final = "schluessel"
_ABOUT_THE_CONCERN: Final = ("anliegen", "personen", "ort", "suche")


@dataclass(frozen=True, kw_only=True)
class Call:
    """The wish so far. `places` are those where the visit may be, `every_place` where the concern is offered at all."""

    concern: Concern
    visit: Visit
    visit_form: VisitForm
    every_place: Sequence[ConcernPlace]
    places: Sequence[ConcernPlace]
    since: date | None
    wished: ChosenTime | None
    query: QueryDict

    @classmethod
    def read(cls, query: QueryDict) -> Self | None:
        """Return what the address says, or None while it names no concern that is offered; six queries."""
        every = list(offered_places(Audience.STAFF).filter(concern=read_id(query.get("anliegen", ""))))
        if not every:
            return None
        concern = every[0].concern
        form = VisitForm(query, concern=concern, questions=list(questions_of(concern)))
        here = [place for place in every if str(place.location_id) == query.get("ort", "")]
        return cls(
            concern=concern,
            visit=_visit(concern, form),
            visit_form=form,
            every_place=every,
            places=here or every,
            since=read_day(query.get("ab", "")),
            wished=wished_time(query, every),
            query=query,
        )

    @property
    def answers(self) -> dict[str, str]:
        """The answers, by ids."""
        return {str(answer.question_id): str(answer.pk) for answer in self.visit.chosen}

    @property
    def address(self) -> str:
        """The address of this page with everything that was chosen."""
        return f"{reverse('appointments_staff:new')}?{self.query.urlencode()}"

    @property
    def key(self) -> UUID | None:
        """The key of the time that is kept while somebody changes what else was said."""
        return read_id(self.query.get(KEY, ""))

    def again_url(self, key: UUID) -> str:
        """Return the address at which the answers are changed while the time is kept."""
        return self._with(**{KEY: str(key)})

    def other_concern_url(self, key: UUID | None) -> str:
        """Return the address at which another concern is chosen, for the same time if one was clicked."""
        kept = self.query.copy()
        for name in list(kept):
            if name in _ABOUT_THE_CONCERN or name.startswith("frage-"):
                del kept[name]
        if key:
            kept[KEY] = str(key)
        return f"{reverse('appointments_staff:new')}?{kept.urlencode()}"

    def place(self, time: ChosenTime) -> ConcernPlace | None:
        """Return the place that a chosen time names, if the concern is offered there."""
        return next((place for place in self.every_place if place.pk == time.place), None)

    def place_chips(self) -> list[Chip]:
        """Return the locations to choose from; none where there is but one."""
        if len(self.every_place) < 2:
            return []
        chips = [
            Chip(place.location.name, self._with(ort=str(place.location_id)), is_current=list(self.places) == [place])
            for place in self.every_place
        ]
        return [Chip(_("Ort ist egal"), self._with(ort=""), is_current=len(self.places) > 1), *chips]

    def _with(self, **changes: str) -> str:
        query = self.query.copy()
        for name, value in changes.items():
            query[name] = value
        return f"{reverse('appointments_staff:new')}?{query.urlencode()}"


def read_id(text: str) -> UUID | None:
    """Return the id that an address names, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def read_time(text: str) -> ChosenTime | None:
    """Return the time that a button names, or None."""
    try:
        return ChosenTime.parse(text)
    except ValueError:
        return None


def _visit(concern: Concern, form: VisitForm) -> Visit:
    """Return the visit; what does not fit together counts as not said."""
    if form.is_valid():
        try:
            return visit_of(concern, persons=form.persons, answers=form.answers)
        except UnclearVisitError:
            pass
    return visit_of(concern)


def wished_time(query: QueryDict, places: Sequence[ConcernPlace]) -> ChosenTime | None:
    """Return the time that was clicked in the day, at the place to which its pool belongs."""
    day, cell = read_day(query.get("tag", "")), query.get("zelle", "")
    pool = read_id(query.get("pool", ""))
    place = next((place for place in places if any(found.pk == pool for found in pools_of(place))), None)
    if day is None or place is None or not (cell.isascii() and cell.isdigit() and 1 <= int(cell[:4]) <= 300):
        return None
    return ChosenTime(place.pk, day, int(cell))
