"""Absence and substitution: who stands in for whom, from when until when. It ends by itself with its last day."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import StaffMembership, Substitution, User
from rathaus.accounts.organisation.errors import (
    AbsenceDaysError,
    AbsenceOverlapsError,
    NotYoursError,
    SubstituteError,
    SubstitutionOverError,
)
from rathaus.accounts.organisation.selectors import coming_substitutions, may_arrange_for
from rathaus.audit.services import record


@transaction.atomic
def set_substitution(
    *,
    absent: StaffMembership,
    substitute: StaffMembership,
    first_on: date,
    last_on: date,
    actor: User,
    key: UUID | None = None,
) -> Substitution:
    """Let somebody stand in on these days, both included, with the absent person's rights and departments.

    Restricted areas stay closed, and what the absent person holds by standing in for others is not passed on. `key`
    is the hidden value of a form: a second call returns the first substitution. Raises NotYoursError,
    SubstituteError, AbsenceDaysError and AbsenceOverlapsError.
    """
    if not may_arrange_for(actor, absent):
        raise NotYoursError
    if substitute.pk == absent.pk or not (substitute.is_active and substitute.user.is_active):
        raise SubstituteError
    if last_on < first_on or last_on < timezone.localdate():
        raise AbsenceDaysError
    StaffMembership.objects.select_for_update(of=("self",)).get(pk=absent.pk)  # two such wishes take turns
    if key and (first := Substitution.objects.filter(pk=key, absent=absent).first()):
        return first
    if coming_substitutions().filter(absent=absent, first_on__lte=last_on, last_on__gte=first_on).exists():
        raise AbsenceOverlapsError
    values = {"pk": key} if key else {}
    made = Substitution.objects.create(
        absent=absent, substitute=substitute, first_on=first_on, last_on=last_on, set_by=actor, **values
    )
    record(action="accounts.substitution_set", actor=actor, target=made, details=_details(made))
    return made


@transaction.atomic
def end_substitution(*, substitution: Substitution, actor: User) -> Substitution:
    """End a substitution at once, or one to come before it begins; the substitute may hand it back too.

    Raises NotYoursError and SubstitutionOverError.
    """
    if substitution.substitute.user_id != actor.pk and not may_arrange_for(actor, substitution.absent):
        raise NotYoursError
    current = Substitution.objects.select_for_update(of=("self",)).get(pk=substitution.pk)
    if current.ended_at or current.last_on < timezone.localdate():
        raise SubstitutionOverError
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at"])
    record(action="accounts.substitution_ended", actor=actor, target=current, details=_details(current))
    return current


def _details(substitution: Substitution) -> dict[str, str]:
    return {
        "absent": str(substitution.absent.user_id),
        "substitute": str(substitution.substitute.user_id),
        "first_on": substitution.first_on.isoformat(),
        "last_on": substitution.last_on.isoformat(),
    }
