"""Opens, uses and closes support access. Everything is in the municipality's own record."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import SupportGrant, SupportVisit, User, clean_address
from rathaus.accounts.support.durations import DURATIONS
from rathaus.accounts.support.errors import GrantOverError, HandoverInvalidError, NoGrantError, OperatorDurationError
from rathaus.accounts.support.selectors import HANDOVER_PURPOSE, find_handover, grant_for
from rathaus.audit.services import record
from rathaus.signing import sign

NOWHERE: Final = "betrieb.invalid"  # RFC 2606: no mail can ever reach an operator's row in a municipality


@dataclass(frozen=True)
class Operator:
    """Who an operator is on the operators' side, as the municipality gets to know them."""

    id: UUID
    email: str
    first_name: str
    last_name: str


@transaction.atomic
def grant_support(
    *, reason: str, duration: str, actor: User, operator_email: str = "", key: UUID | None = None
) -> SupportGrant:
    """Let an operator in (any of them without an address) for one of DURATIONS from now on.

    `key` is the hidden value of a form: a second call returns the first grant. Raises OperatorDurationError.
    """
    if duration not in DURATIONS:
        raise OperatorDurationError
    if key and (first := SupportGrant.objects.filter(pk=key).first()):
        return first
    grant = SupportGrant.objects.create(
        pk=key or uuid4(),
        operator_email=clean_address(operator_email),
        reason=reason.strip(),
        granted_by=actor,
        expires_at=timezone.now() + DURATIONS[duration][0],
    )
    record(action="accounts.support_granted", actor=actor, target=grant, details={"duration": duration})
    return grant


@transaction.atomic
def revoke_support(*, grant: SupportGrant, actor: User) -> SupportGrant:
    """End a grant and every visit under it with the next click; raises GrantOverError."""
    current = SupportGrant.objects.select_for_update().get(pk=grant.pk)
    now = timezone.now()
    if current.revoked_at or current.expires_at <= now:
        raise GrantOverError
    current.revoked_at = now
    current.save(update_fields=["revoked_at"])
    record(action="accounts.support_revoked", actor=actor, target=current)
    return current


@transaction.atomic
def hand_over(*, operator: Operator) -> str:
    """Return the signed value with which this operator can enter once, within two minutes; raises NoGrantError.

    Called by the console inside the municipality, after the operator has shown their second factor there.
    """
    grant = grant_for(operator.email)
    if grant is None:
        raise NoGrantError
    visit = SupportVisit.objects.create(grant=grant, operator=_row_of(operator))
    record(action="accounts.support_handed_over", actor=visit.operator, target=visit)
    return sign(purpose=HANDOVER_PURPOSE, value=str(visit.pk))


@transaction.atomic
def enter_support(*, token: str) -> SupportVisit:
    """Use up a handover and return the visit that begins; raises HandoverInvalidError."""
    visit = find_handover(token)
    now = timezone.now()
    used = SupportVisit.objects.filter(pk=visit.pk, entered_at=None, left_at=None).update(entered_at=now)
    if not used:  # a second click was faster
        raise HandoverInvalidError
    visit.entered_at = now
    record(action="accounts.support_entered", actor=visit.operator, target=visit)
    return visit


@transaction.atomic
def leave_support(*, visit: SupportVisit) -> None:
    """End a visit before its grant is over; doing it twice changes nothing."""
    if SupportVisit.objects.filter(pk=visit.pk, left_at=None).update(left_at=timezone.now()):
        record(action="accounts.support_left", actor=visit.operator, target=visit)


def _row_of(operator: Operator) -> User:
    """Return the operator's row among the people here: inactive and without password, nobody signs in as it."""
    row, is_new = User.objects.update_or_create(
        pk=operator.id,
        is_operator=True,
        defaults={"first_name": operator.first_name, "last_name": operator.last_name},
        create_defaults={
            "first_name": operator.first_name,
            "last_name": operator.last_name,
            "email": f"{operator.id}@{NOWHERE}",
            "is_active": False,
        },
    )
    if is_new:
        row.set_unusable_password()
        row.save(update_fields=["password"])
    return row
