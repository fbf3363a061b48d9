"""What a caller wants to get done: what one team does in one visit, and what needs an appointment of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from modules.appointments.forms.visit import MORE
from modules.appointments.models import Audience, Concern, ConcernPlace
from modules.appointments.selectors import offered_places
from modules.appointments.selectors.joining import joined_places, shared_channels
from modules.appointments.views.public.wish import MAX_FURTHER, further_in, uuid_in
from rathaus.web.wording import duration_words

FURTHER: Final = "dazu"
WITHOUT: Final = "ohne"

Places = Sequence[ConcernPlace]


@dataclass(frozen=True, kw_only=True)
class Errands:
    """The concerns `together` are one visit, the first is the booking's own; those `apart` other teams do.

    `places` are where the visit may be, each joined of all its concerns; `more` is what can be added, in groups.
    """

    together: Sequence[Concern]
    apart: Sequence[Concern]
    places: Places
    more: Sequence[tuple[Any, Any]]

    @classmethod
    def read(cls, query: QueryDict) -> Self | None:
        """Return what the address names, or None without a first concern that is offered; three queries."""
        offered = _by_concern()
        first = uuid_in(query, "anliegen")
        if first is None or first not in offered:
            return None
        chosen, apart = [offered[first]], []
        for places in (offered[concern] for concern in _wanted(query, first) if concern in offered):
            if _fit([*chosen, places]):
                chosen.append(places)
            else:
                apart.append(places[0].concern)
        return cls(
            together=[places[0].concern for places in chosen],
            apart=apart,
            places=joined_places(chosen),
            more=_more(offered, chosen, apart),
        )

    @property
    def further(self) -> list[Concern]:
        """All concerns but the first one."""
        return [*self.together[1:], *self.apart]


def _wanted(query: QueryDict, first: UUID) -> list[UUID]:
    """Return the further concerns that the address names, with the one that was added, without one taken away."""
    added, removed = uuid_in(query, MORE), uuid_in(query, WITHOUT)
    wanted = [*further_in(query, first), *([added] if added else [])]
    return [concern for concern in dict.fromkeys(wanted) if concern not in (first, removed)][:MAX_FURTHER]


def _by_concern() -> dict[UUID, list[ConcernPlace]]:
    """Return the places of each concern, in the order in which people see the concerns."""
    found: dict[UUID, list[ConcernPlace]] = {}
    places = list(offered_places(Audience.STAFF))
    for place in sorted(places, key=lambda place: (place.concern.position, place.concern.name)):
        found.setdefault(place.concern_id, []).append(place)
    return found


def _fit(parts: Sequence[Places]) -> bool:
    """Return whether one team does all of it, in a way that all of it shares."""
    has_way = bool(shared_channels([places[0].concern for places in parts], has_video=True))
    return has_way and bool(joined_places(parts))


def _more(offered: Mapping[UUID, Places], chosen: Sequence[Places], apart: Sequence[Concern]) -> list[tuple[Any, Any]]:
    """Return the concerns that can be added: those that fit into the visit, and those of other teams."""
    if len(chosen) - 1 + len(apart) >= MAX_FURTHER:
        return []
    known = {places[0].concern_id for places in chosen} | {concern.pk for concern in apart}
    groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for places in (places for concern, places in offered.items() if concern not in known):
        concern = places[0].concern
        option = (str(concern.pk), f"{concern.name} ({duration_words(concern.first_minutes)})")
        groups[_fit([*chosen, places])].append(option)
    named = [(_("Geht im selben Termin"), groups[True]), (_("Braucht einen eigenen Termin"), groups[False])]
    return [group for group in named if group[1]]
