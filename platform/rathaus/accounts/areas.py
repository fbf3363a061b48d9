"""Restricted areas: data that only people who are named for it may open, whatever their role or department.

Tax secrecy (§ 30 AO) and social secrecy (§ 35 SGB I) hold within the town hall too. No role, no substitution and no
support access opens an area; only its administrators name people, and each naming is in the record.
"""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import User
from rathaus.accounts.permissions import PLATFORM
from rathaus.accounts.rights import rights_of
from rathaus.registry import RestrictedAreaSpec, active_modules, all_modules
from rathaus.tenancy.context import current_tenant, tenant_or_none

TAX: Final = "platform.tax"
SOCIAL: Final = "platform.social"

PLATFORM_AREAS: Final = (
    RestrictedAreaSpec(TAX, _("Steuerdaten"), _("Alles, was dem Steuergeheimnis unterliegt (§ 30 AO).")),
    RestrictedAreaSpec(SOCIAL, _("Sozialdaten"), _("Alles, was dem Sozialgeheimnis unterliegt (§ 35 SGB I).")),
)


class UnknownAreaError(LookupError):
    """No module and not the platform has declared this area: a mistake in the calling code."""


def all_areas() -> tuple[RestrictedAreaSpec, ...]:
    """Return every area of this deployment: the platform's, then each module's."""
    return PLATFORM_AREAS + tuple(area for spec in all_modules() for area in spec.restricted_areas)


def areas_here() -> tuple[RestrictedAreaSpec, ...]:
    """Return the areas that exist in the current municipality: the platform's and those of modules that are on."""
    active = active_modules(current_tenant())
    return PLATFORM_AREAS + tuple(area for spec in active for area in spec.restricted_areas)


def may_open(user: User | AnonymousUser, area: str) -> bool:
    """Return whether the person is named for this area; never while its module is off, and never for an operator.

    Costs no query of its own beside the rights. Raises UnknownAreaError for a code that nobody declared.
    """
    if area not in {known.code for known in all_areas()}:
        raise UnknownAreaError(area)
    tenant = tenant_or_none()
    if tenant is None:
        return False
    owner = area.partition(".")[0]
    return (owner == PLATFORM or tenant.has_module(owner)) and area in rights_of(user).areas


def demand_area(user: User | AnonymousUser, area: str) -> None:
    """Raise PermissionDenied unless the person may open the area; "" stands for data that belongs to none."""
    if area and not may_open(user, area):
        raise PermissionDenied
