"""The citizen takes back what they asked for."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.models import Case, EntryKind, Outcome, Status
from modules.cases.services.entries import add_entry
from modules.cases.services.locking import lock_case
from modules.cases.services.settling import settle
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.timeline.models import By


@transaction.atomic
def withdraw_case(*, case: Case, person: User | None, in_name_of: str = "") -> None:
    """End the case because its person does not want it any more; a case that is over stays as it is.

    Without `person` a guest does. The administration sees it as new and stops its work.
    """
    locked = lock_case(case)
    if not locked.is_open:
        return
    settle(case=locked)
    locked.status, locked.outcome, locked.closed_at = Status.COMPLETED, Outcome.WITHDRAWN, timezone.now()
    locked.resubmit_on = None
    locked.save(update_fields=["status", "outcome", "closed_at", "resubmit_on"])
    with override(locked.language):
        title = _("Antrag zurückgezogen") if locked.request_kind == "application" else _("Anliegen zurückgezogen")
    add_entry(
        case=locked,
        kind=EntryKind.STATE,
        title=title,
        is_public=True,
        actor=person,
        by=By.PERSON,
        in_name_of=in_name_of,
    )
    record(
        action="cases.case_withdrawn",
        actor=person,
        target=locked,
        actor_kind=ActorKind.CITIZEN if person else None,
    )
