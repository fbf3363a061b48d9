"""Localities, member municipalities and locations: lists that people put into an order of their own."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError, RestrictedError

from rathaus.accounts.models import User
from rathaus.audit.services import record
from tenants.municipality.errors import NameTakenError, PlaceInUseError
from tenants.municipality.models import Locality, Location, MemberMunicipality

Place = Locality | MemberMunicipality | Location
P = TypeVar("P", Locality, MemberMunicipality, Location)


def save_place(*, place: P, actor: User | None) -> P:
    """Return the place as stored, a new one at the end of its list; raises NameTakenError."""
    is_new = place._state.adding  # noqa: SLF001  # Django's documented way to ask
    try:
        with transaction.atomic():
            if is_new:
                place.position = _next_position(type(place))
            place.save()
            _record("saved" if not is_new else "added", place, actor)
    except IntegrityError:
        raise NameTakenError from None
    return place


@transaction.atomic
def add_places(*, places: Sequence[P], actor: User | None) -> list[P]:
    """Return the places that were added at the end of their list; names that exist already are left out."""
    if not places:
        return []
    model = type(places[0])
    taken = {name.casefold() for name in model.objects.values_list("name", flat=True)}
    added = []
    for position, place in enumerate(places, start=_next_position(model)):
        if place.name.casefold() not in taken:
            taken.add(place.name.casefold())
            place.position = position
            place.save()
            _record("added", place, actor)
            added.append(place)
    return added


@transaction.atomic
def move_place(*, place: Place, position: int, actor: User | None) -> None:
    """Put the place at this position (0 is the first); doing it twice changes nothing more."""
    places: list[Place] = list(type(place).objects.select_for_update())
    others = [other for other in places if other.pk != place.pk]
    others.insert(max(0, min(position, len(others))), place)
    for number, other in enumerate(others):
        other.position = number
    type(place).objects.bulk_update(others, ["position"])  # type: ignore[arg-type]  # all are of one model
    _record("moved", place, actor)


def delete_place(*, place: Place, actor: User | None) -> None:
    """Delete the place for good; raises PlaceInUseError while something refers to it."""
    try:
        with transaction.atomic():
            _record("deleted", place, actor)
            place.delete()
    except (ProtectedError, RestrictedError):
        raise PlaceInUseError from None


def _next_position(model: type[Place]) -> int:
    last: int | None = model.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _record(what: str, place: Place, actor: User | None) -> None:
    record(action=f"municipality.{type(place).__name__.lower()}_{what}", actor=actor, target=place)
