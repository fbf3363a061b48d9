"""What a browser holds during support access: nothing but the id of the visit, in a session of the municipality's host.

It is no sign-in: outside the dashboard the visitor is a stranger, and no page of one's own access opens.
"""

from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from rathaus.accounts.models import SupportVisit, User
from rathaus.accounts.rights import remember_rights
from rathaus.accounts.support.selectors import running_visit, visitor_rights
from rathaus.tenancy.context import tenant_or_none

_KEY: Final = "support_visit"


def begin_session(request: HttpRequest, visit: SupportVisit) -> None:
    """Start a new session for the visit that ends with its grant; whoever was signed in here is signed out."""
    request.session.flush()
    request.session[_KEY] = str(visit.pk)
    remaining = visit.grant.expires_at - timezone.now()
    request.session.set_expiry(max(1, int(remaining.total_seconds())))


def visit_of(request: HttpRequest) -> SupportVisit | None:
    """Return the running visit of this browser; asked anew with each request, so that a revoked grant ends at once."""
    key = request.session.get(_KEY) if tenant_or_none() is not None else None
    return running_visit(key) if key else None


def visitor(request: HttpRequest) -> User | None:
    """Return the operator of a running visit, with the rights of one, or None."""
    visit = visit_of(request)
    if visit is None:
        return None
    request.support_visit = visit  # type: ignore[attr-defined]
    remember_rights(visit.operator, visitor_rights(visit))
    return visit.operator
