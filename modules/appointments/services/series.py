"""Closures that were entered together: saved as one change, removed one by one or all at once."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from modules.appointments.models import Closure
from modules.appointments.moments import today
from modules.appointments.selectors.conflicts import affected_bookings, pools_closed_by, proposed_closures
from modules.appointments.services.hours import refuse_impossible_closure, take_effect
from modules.appointments.services.resolving import Outcome, Resolutions, decided, resolve
from rathaus.accounts.models import User
from rathaus.audit.services import record


def save_series(
    *, closures: Sequence[Closure], series: UUID, actor: User | None, resolutions: Resolutions | None = None
) -> Outcome:
    """Save closures as one series; bookings are treated as by `change_opening_hours`.

    The ids of the closures come from the form, so that the same one sent again changes nothing. Raises SetupError,
    UnresolvedBookingsError.
    """
    for closure in closures:
        refuse_impossible_closure(closure)
    affected = decided(affected_bookings(proposed=proposed_closures(save=closures)), resolutions)
    with transaction.atomic():
        for closure in closures:
            closure.series = series
        Closure.objects.bulk_create(closures, ignore_conflicts=True)
        take_effect(pool for closure in closures for pool in pools_closed_by(closure))
        record(action="appointments.series_saved", actor=actor, details={"closures": len(closures)})
    return resolve(affected, actor)


@transaction.atomic
def remove_series(*, series: UUID, actor: User | None) -> int:
    """Open again what a series closes from today on, and return how many closures went; what is over stays."""
    coming = list(Closure.objects.filter(series=series, ends_on__gte=today()))
    pools = [pool for closure in coming for pool in pools_closed_by(closure)]
    Closure.objects.filter(pk__in=[closure.pk for closure in coming]).delete()
    if coming:
        take_effect(pools)
        record(action="appointments.series_removed", actor=actor, details={"closures": len(coming)})
    return len(coming)
