"""Reads who may come in, who did, and what a visitor may do; writes nothing."""

from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from rathaus.accounts.models import SupportGrant, SupportVisit, clean_address
from rathaus.accounts.permissions import all_permissions
from rathaus.accounts.rights import StaffRights, open_grants
from rathaus.accounts.support.errors import HandoverInvalidError
from rathaus.signing import BadLinkError, unsign

HANDOVER_PURPOSE: Final = "accounts.support_handover"
HANDOVER_SECONDS: Final = 120
LATEST: Final = 50


def grant_for(email: str) -> SupportGrant | None:
    """Return the open grant that lets this operator in, the longest first."""
    theirs = Q(operator_email="") | Q(operator_email=clean_address(email))
    return open_grants().filter(theirs).order_by("-expires_at").first()


def current_grants() -> QuerySet[SupportGrant]:
    """Return the open grants with who gave them, newest first."""
    return open_grants().select_related("granted_by").order_by("-granted_at")


def latest_grants() -> QuerySet[SupportGrant]:
    """Return the latest fifty grants, open or over, with who came in."""
    visits = SupportVisit.objects.exclude(entered_at=None).select_related("operator").order_by("entered_at")
    return (
        SupportGrant.objects.select_related("granted_by")
        .prefetch_related(Prefetch("visits", queryset=visits))
        .order_by("-granted_at")[:LATEST]
    )


def find_handover(token: str) -> SupportVisit:
    """Return the visit that this signed value opens, not yet entered; raises HandoverInvalidError."""
    try:
        key = unsign(purpose=HANDOVER_PURPOSE, token=token, max_age=HANDOVER_SECONDS)
    except BadLinkError:
        raise HandoverInvalidError from None
    visit = _open_visits().filter(pk=key, entered_at=None).first()
    if visit is None:
        raise HandoverInvalidError
    return visit


def running_visit(key: str) -> SupportVisit | None:
    """Return the visit with this id while it lasts: entered, not left, its grant open. One query."""
    return _open_visits().filter(pk=key).exclude(entered_at=None).first()


def _open_visits() -> QuerySet[SupportVisit]:
    return SupportVisit.objects.select_related("grant", "operator").filter(left_at=None, grant__in=open_grants())


def visitor_rights(visit: SupportVisit) -> StaffRights:
    """Return what an operator may do in support access: only rights marked for it, no department and no area."""
    codes = frozenset(right.code for right in all_permissions() if right.for_support)
    return StaffRights(
        is_staff=True,
        roles=frozenset(),
        permissions=codes,
        support_open_until=visit.grant.expires_at,
        is_support=True,
    )
