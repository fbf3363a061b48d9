"""Support access seen from the console: whether a municipality lets this operator in, and the way there.

The console reads of a municipality only whether the door is open. Everything else is decided and recorded there.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from rathaus.accounts.models import User
from rathaus.accounts.support import services
from rathaus.accounts.support.errors import NoGrantError
from rathaus.accounts.support.selectors import grant_for
from rathaus.accounts.support.services import Operator
from rathaus.audit.services import record
from rathaus.tenancy import enter, enter_public
from tenants.models import Tenant
from tenants.schemas import fingerprint, schema_exists


def open_until(*, tenant: Tenant, operator: User) -> datetime | None:
    """Return until when the municipality lets this operator in, or None."""
    if not _can_be_asked(tenant):
        return None
    with enter(tenant):
        grant = grant_for(operator.email)
    return grant.expires_at if grant else None


@transaction.atomic
def hand_over(*, tenant: Tenant, operator: User) -> str:
    """Return the address on the municipality's host that lets this operator in once, within two minutes.

    Raises NoGrantError.
    """
    if not _can_be_asked(tenant):
        raise NoGrantError
    known = Operator(operator.pk, operator.email, operator.first_name, operator.last_name)
    with enter(tenant):
        token = services.hand_over(operator=known)
    with enter_public():
        record(action="tenants.support_used", actor=operator, target=tenant)
    return tenant.url(reverse("support:enter", "rathaus.urls_tenant", [token]))


def _can_be_asked(tenant: Tenant) -> bool:
    """Return whether the portal answers and its schema is that of this version."""
    is_current = tenant.schema_fingerprint == fingerprint()
    return tenant.is_working and is_current and schema_exists(tenant.schema_name)
