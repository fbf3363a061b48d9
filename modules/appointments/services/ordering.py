"""Put concerns in order."""

from django.db import transaction

from modules.appointments.models import Concern
from modules.appointments.selectors.setup import group_concerns
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def move_concern(*, concern: Concern, steps: int, actor: User | None) -> None:
    """Move a concern within its group: -1 is one up, 1 one down; beyond the ends nothing happens."""
    groups = group_concerns(Concern.objects.select_for_update())
    ordered = [list(group.concerns) for group in groups]
    own = next(group for group in ordered if concern in group)
    here = own.index(concern)
    there = min(max(here + steps, 0), len(own) - 1)
    if here == there:
        return
    own.insert(there, own.pop(here))
    for position, entry in enumerate(entry for group in ordered for entry in group):
        entry.position = position
    Concern.objects.bulk_update([entry for group in ordered for entry in group], ["position"])
    record(action="appointments.concern_ordered", actor=actor, target=concern, details={"position": there})
