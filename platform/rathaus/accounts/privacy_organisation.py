"""What is kept about staff in departments, absences and restricted areas, and about operators who came in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from rathaus.accounts.models import RestrictedAreaMember, StaffMembership, Substitution, SupportGrant, User
from rathaus.privacy.protocol import Record

ABSENCE_KEPT: Final = timedelta(days=365)  # days of absence are data of employees (§ 26 BDSG)
SUPPORT_KEPT: Final = timedelta(days=3 * 365)  # as long as claims can be made from it (§ 195 BGB)


def organisation_records(user: User) -> list[Record]:
    """Return departments, absences and areas of a member of staff."""
    membership = StaffMembership.objects.filter(user=user).first()
    if membership is None:
        return []
    departments = ", ".join(membership.departments.values_list("name", flat=True))
    areas = ", ".join(RestrictedAreaMember.objects.filter(membership=membership).values_list("area", flat=True))
    place: Record = {"kind": "organisation", "departments": departments, "restricted_areas": areas}
    return [place, *map(_absence, Substitution.objects.filter(absent=membership))]


def _absence(substitution: Substitution) -> Record:
    return {"kind": "absence", "from": str(substitution.first_on), "until": str(substitution.last_on)}


def support_records(email: str) -> Sequence[Record]:
    """Return the grants that name this operator."""
    grants = SupportGrant.objects.filter(operator_email=email) if email else SupportGrant.objects.none()
    return [{"kind": "support", "granted": one.granted_at.isoformat(), "reason": one.reason} for one in grants]


def forget_organisation(*, now: datetime) -> int:
    """Forget absences a year after they ended, support access after three, and operators who are in none any more."""
    count = Substitution.objects.filter(last_on__lt=(now - ABSENCE_KEPT).date()).delete()[0]
    count += SupportGrant.objects.filter(expires_at__lt=now - SUPPORT_KEPT).delete()[0]
    count += User.objects.filter(is_operator=True, support_visits=None).delete()[0]
    return count
