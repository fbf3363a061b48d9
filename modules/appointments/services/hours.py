"""Change when something is open. Whoever has an appointment then is decided on before anything is saved."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from modules.appointments.errors import SetupError
from modules.appointments.models import (
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
    proposed_holidays,
    proposed_hours,
)
from modules.appointments.services.days import rebuild_days
from modules.appointments.services.resolving import Decisions, Outcome, Resolutions, decided, resolve
from rathaus.accounts.models import User
from rathaus.audit.services import record
from tenants.municipality.frame import forget_after_commit

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
    affected = _decided(proposed_hours(pool=pool, save=save, remove=remove), resolutions)
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
    return resolve(affected, actor)


def save_closure(*, closure: Closure, actor: User | None, resolutions: Resolutions | None = None) -> Outcome:
    """Close a pool, a location or everything for some time; bookings are treated as by `change_opening_hours`."""
    refuse_impossible_closure(closure)
    affected = _decided(proposed_closure(closure=closure), resolutions)
    with transaction.atomic():
        former = Closure.objects.filter(pk=closure.pk).first()
        closure.save()
        take_effect([*pools_closed_by(closure), *(pools_closed_by(former) if former else ())])
        record(action="appointments.closure_saved", actor=actor, target=closure)
    return resolve(affected, actor)


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


def keep_holiday(*, entry: OpenDespiteHoliday, actor: User | None, resolutions: Resolutions | None = None) -> Outcome:
    """Keep a public holiday after all; bookings of that day are treated as by `change_opening_hours`."""
    affected = _decided(proposed_holidays(keep=entry), resolutions)
    with transaction.atomic():
        pool = entry.pool
        record(action="appointments.holiday_kept", actor=actor, target=entry, details={"day": entry.day.isoformat()})
        entry.delete()
        take_effect([pool] if pool else Pool.objects.all())
    return resolve(affected, actor)


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


def refuse_impossible_closure(closure: Closure) -> None:
    """Raise SetupError for a closure whose days or times do not fit together."""
    try:
        closure.interruption  # noqa: B018 - it checks itself
    except ValueError as error:
        raise SetupError(_IMPOSSIBLE) from error
    if closure.ends_on < closure.starts_on:
        raise SetupError(_IMPOSSIBLE)


def _decided(proposed: Proposed, resolutions: Resolutions | None) -> Decisions:
    return decided(affected_bookings(proposed=proposed), resolutions)
