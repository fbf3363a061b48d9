"""Leave a line about who acts for whom."""

from modules.citizen_accounts.acting import Principal
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record


def note_acting(*, user: User, principal: Principal) -> None:
    """Record in whose name the person acts from now on, by kind and id."""
    record(
        action="citizen_accounts.acting_started",
        actor=user,
        actor_kind=ActorKind.CITIZEN,
        details={"kind": principal.kind.value, "principal": str(principal.id)},
    )
