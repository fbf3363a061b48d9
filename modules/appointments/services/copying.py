"""Copy a week to others."""

from django.db import transaction

from modules.appointments.models import Closure, OpeningHours
from modules.appointments.selectors.conflicts import affected_bookings
from modules.appointments.selectors.copying import CopyPlan
from modules.appointments.services.hours import take_effect
from modules.appointments.services.resolving import Outcome, Resolutions, decided, resolve
from rathaus.accounts.models import User
from rathaus.audit.services import record


def copy_week(*, plan: CopyPlan, actor: User | None, resolutions: Resolutions | None = None) -> Outcome:
    """Save what was planned in one transaction; bookings are treated as by `change_opening_hours`."""
    affected = decided(affected_bookings(proposed=plan.proposed), resolutions)
    with transaction.atomic():
        for week in plan.replaced:
            OpeningHours.objects.filter(pk__in=[entry.pk for entry in week.hours]).delete()
            Closure.objects.filter(pk__in=[entry.pk for entry in week.closures]).delete()
        OpeningHours.objects.bulk_create(plan.hours, ignore_conflicts=True)
        Closure.objects.bulk_create(plan.closures, ignore_conflicts=True)
        take_effect(plan.pools)
        record(
            action="appointments.week_copied",
            actor=actor,
            details={
                "from": plan.source.monday.isoformat(),
                "hours": len(plan.hours),
                "closures": len(plan.closures),
            },
        )
    return resolve(affected, actor)
