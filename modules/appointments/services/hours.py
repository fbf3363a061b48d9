"""Change when something is open. Whoever has an appointment then is decided on before anything is saved."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.appointments.errors import AppointmentError, SetupError, UnresolvedBookingsError
from modules.appointments.models import (
    Audience,
    Booking,
    Closure,
    OpenDespiteHoliday,
    OpeningHours,
    Pool,
    Recurring,
)
from modules.appointments.selectors.conflicts import (
    Proposed,
    affected_bookings,
    pools_closed_by,
    proposed_closure,
    proposed_hours,
)
from modules.appointments.selectors.free import neighbours_of
from modules.appointments.selectors.places import get_place
from modules.appointments.services.days import rebuild_days
from modules.appointments.services.moving import cancel_booking, move_booking
from rathaus.accounts.models import User
from rathaus.audit.services import record
from tenants.municipality.frame import forget_after_commit


class Action(StrEnum):
    """What to do with an appointment that will lie outside of the hours."""

    KEEP = "keep"
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The decision about one booking. Moving takes the nearest free time; the reason is mailed on cancelling."""

    action: Action
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the bookings: `stuck` could not be moved, for nothing is free; they stay and are listed."""

    kept: tuple[Booking, ...] = ()
    moved: tuple[Booking, ...] = ()
    cancelled: tuple[Booking, ...] = ()
    stuck: tuple[Booking, ...] = ()


Resolutions = Mapping[UUID, Resolution]
_IMPOSSIBLE = _("Bitte prüfen Sie die Zeiten: Das Ende liegt nach dem Anfang, in Schritten von fünf Minuten.")


def change_opening_hours(
    *,
    pool: Pool,
    actor: User | None,
    save: Sequence[OpeningHours] = (),
    remove: Collection[UUID] = (),
    resolutions: Resolutions | None = None,
) -> Outcome:
    """Save and remove opening hours of a pool, rebuild its days at once, and do with the bookings what was decided.

    The hours take effect in one transaction; the bookings follow one by one, each with its mail, so that an error on
    the way leaves the rest as they were and visible as conflicts. Raises UnresolvedBookingsError with the bookings
    that nobody decided on, before anything is saved, and SetupError for impossible hours.
    """
    for hours in save:
        refuse_impossible(hours)
    affected = _resolved(proposed_hours(pool=pool, save=save, remove=remove), resolutions or {})
    with transaction.atomic():
        OpeningHours.objects.filter(pool=pool, pk__in=remove).delete()
        for hours in save:
            hours.pool = pool
            hours.save()
        take_effect([pool])
        record(
            action="appointments.hours_changed",
            actor=actor,
            target=pool,
            details={"saved": len(save), "removed": len(remove)},
        )
    return _resolve(affected, actor)


def save_closure(*, closure: Closure, actor: User | None, resolutions: Resolutions | None = None) -> Outcome:
    """Close a pool, a location or everything for some time; bookings are treated as by `change_opening_hours`."""
    _refuse_impossible_closure(closure)
    affected = _resolved(proposed_closure(closure=closure), resolutions or {})
    with transaction.atomic():
        former = Closure.objects.filter(pk=closure.pk).first()
        closure.save()
        take_effect([*pools_closed_by(closure), *(pools_closed_by(former) if former else ())])
        record(action="appointments.closure_saved", actor=actor, target=closure)
    return _resolve(affected, actor)


@transaction.atomic
def remove_closure(*, closure: Closure, actor: User | None) -> None:
    """Open again what was closed."""
    pools = pools_closed_by(closure)
    record(action="appointments.closure_removed", actor=actor, target=closure)
    closure.delete()
    take_effect(pools)


@transaction.atomic
def open_on_holiday(*, day: date, actor: User | None, pool: Pool | None = None) -> OpenDespiteHoliday:
    """Work on a public holiday all the same, everywhere or in one pool."""
    entry, _created = OpenDespiteHoliday.objects.get_or_create(day=day, pool=pool)
    record(action="appointments.holiday_opened", actor=actor, target=entry, details={"day": day.isoformat()})
    take_effect([pool] if pool else Pool.objects.all())
    return entry


@transaction.atomic
def keep_holiday(*, entry: OpenDespiteHoliday, actor: User | None) -> None:
    """Keep a public holiday after all; bookings of that day stay and show as conflicts."""
    pool = entry.pool
    record(action="appointments.holiday_kept", actor=actor, target=entry, details={"day": entry.day.isoformat()})
    entry.delete()
    take_effect([pool] if pool else Pool.objects.all())


def take_effect(pools: Iterable[Pool]) -> None:
    """Count the edit and rebuild the pools' days; belongs into the transaction of the edit."""
    ids = {pool.pk for pool in pools}
    Pool.objects.filter(pk__in=ids).update(ruleset=F("ruleset") + 1)
    rebuild_days(pools=Pool.objects.filter(pk__in=ids))
    forget_after_commit()  # header and footer of the site tell the hours


def refuse_impossible(entry: Recurring) -> None:
    """Raise SetupError for hours whose fields do not fit together."""
    try:
        entry.recurrence, entry.window  # noqa: B018 - both check themselves
    except ValueError as error:
        raise SetupError(_IMPOSSIBLE) from error


def _refuse_impossible_closure(closure: Closure) -> None:
    try:
        closure.interruption  # noqa: B018 - it checks itself
    except ValueError as error:
        raise SetupError(_IMPOSSIBLE) from error
    if closure.ends_on < closure.starts_on:
        raise SetupError(_IMPOSSIBLE)


def _resolved(proposed: Proposed, resolutions: Resolutions) -> list[tuple[Booking, Resolution]]:
    """Return each affected booking with its decision; a decision about any other booking is left aside."""
    affected = affected_bookings(proposed=proposed)
    undecided = [booking for booking in affected if booking.pk not in resolutions]
    if undecided:
        raise UnresolvedBookingsError(undecided)
    return [(booking, resolutions[booking.pk]) for booking in affected]


def _resolve(affected: Iterable[tuple[Booking, Resolution]], actor: User | None) -> Outcome:
    found: dict[str, list[Booking]] = {"kept": [], "moved": [], "cancelled": [], "stuck": []}
    for booking, resolution in affected:
        word, result = _resolve_one(booking, resolution, actor)
        found[word].append(result)
    return Outcome(**{word: tuple(bookings) for word, bookings in found.items()})


def _resolve_one(booking: Booking, resolution: Resolution, actor: User | None) -> tuple[str, Booking]:
    if resolution.action == Action.CANCEL:
        return _cancel_if_open(booking, resolution.reason, actor)
    if resolution.action == Action.MOVE:
        moved = _move_to_nearest(booking, actor)
        return ("moved", moved) if moved else ("stuck", booking)
    return "kept", booking


def _cancel_if_open(booking: Booking, reason: str, actor: User | None) -> tuple[str, Booking]:
    """Cancel a booking; one that ended meanwhile must not keep the other decisions from being carried out."""
    try:
        return "cancelled", cancel_booking(booking=booking, actor=actor, reason=reason)
    except AppointmentError:
        return "stuck", booking


def _move_to_nearest(booking: Booking, actor: User | None) -> Booking | None:
    """Move a booking to the free time nearest to its own, on its day or one of the next; None if there is none."""
    place = get_place(booking.place_id)
    near = neighbours_of(
        place=place,
        day=booking.day,
        cell=booking.cell_from,
        length=booking.length,
        audience=Audience.STAFF,
        now=timezone.now(),
        count=1,
    )
    try:
        return (
            move_booking(booking=booking, place=place, day=near[0].day, cell_from=near[0].cell, actor=actor)
            if near
            else None
        )
    except AppointmentError:
        return None
