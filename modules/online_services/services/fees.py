"""Fee schedules of by-laws: tables that follow each other in time."""

from django.db import transaction
from django.db.models import Q, QuerySet

from modules.online_services.errors_catalogue import OverlappingScheduleError
from modules.online_services.models import FeeSchedule
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def save_schedule(*, schedule: FeeSchedule, actor: User) -> None:
    """Keep a new or changed table; raises OverlappingScheduleError where another one holds on the same days."""
    list(FeeSchedule.objects.select_for_update().filter(key=schedule.key))
    if _overlapping(schedule).exists():
        raise OverlappingScheduleError
    schedule.save()
    record(action="online_services.fees_changed", actor=actor, target=schedule, details={"key": schedule.key})


@transaction.atomic
def remove_schedule(*, schedule: FeeSchedule, actor: User) -> None:
    """Remove a table; what was sent before keeps the fee it was shown."""
    record(action="online_services.fees_removed", actor=actor, target=schedule, details={"key": schedule.key})
    schedule.delete()


def _overlapping(schedule: FeeSchedule) -> QuerySet[FeeSchedule]:
    others = FeeSchedule.objects.filter(key=schedule.key).exclude(pk=schedule.pk)
    others = others.filter(Q(valid_until=None) | Q(valid_until__gte=schedule.valid_from))
    return others.filter(valid_from__lte=schedule.valid_until) if schedule.valid_until else others
