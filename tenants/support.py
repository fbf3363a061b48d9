"""Support access seen from the console: whether a municipality lets this operator in, and the way there.

The console reads of a municipality only whether somebody administrates it and lets this operator in. Everything else is
decided and recorded there.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import ProgrammingError, transaction
from django.urls import reverse

from rathaus.accounts.models import User
from rathaus.accounts.selectors import administrators
from rathaus.accounts.support import services
from rathaus.accounts.support.errors import NoGrantError
from rathaus.accounts.support.selectors import grant_for
from rathaus.accounts.support.services import Operator
from rathaus.audit.services import record
from rathaus.tenancy import enter, enter_public
from tenants.models import Tenant
from tenants.schemas import schema_exists


@dataclass(frozen=True)
class Door:
    """What the console knows of the people there: whether anybody administrates, until when this operator may enter."""

    has_administrator: bool = False
    open_until: datetime | None = None


def door_of(*, tenant: Tenant, operator: User) -> Door:
    """Return how the municipality's door stands for this operator."""
    if not _can_be_asked(tenant):
        return Door()
    try:
        with enter(tenant), transaction.atomic():
            grant = grant_for(operator.email)
            return Door(administrators().exists(), grant.expires_at if grant else None)
    except ProgrammingError:  # a schema of a release that knew no support access; the console still opens
        return Door()


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
    """Return whether the portal answers and has a schema."""
    return tenant.is_working and schema_exists(tenant.schema_name)
