"""Rights as string codes: what the platform itself declares, who holds them, and how a view asks for one.

Modules declare theirs in ModuleSpec. The part of a code before the dot names the module, or `platform`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.accounts.roles import ADMINISTRATOR, DATA_PROTECTION_OFFICER
from rathaus.audit.services import recorded_with
from rathaus.registry import Permission, all_modules
from rathaus.tenancy.context import tenant_or_none

PLATFORM: Final = "platform"

PLATFORM_PERMISSIONS: Final = (
    Permission("platform.modules", _("Module ein- und ausschalten"), (ADMINISTRATOR,), for_support=True),
    Permission("platform.branding", _("Wappen und Farben ändern"), (ADMINISTRATOR,), for_support=True),
    Permission("platform.texts", _("Texte und Rechtliches ändern"), (ADMINISTRATOR,), for_support=True),
    Permission("platform.localities", _("Ortschaften ändern"), (ADMINISTRATOR,), for_support=True),
    Permission("platform.locations", _("Standorte ändern"), (ADMINISTRATOR,), for_support=True),
    Permission("platform.staff", _("Personen einladen und Rollen vergeben"), (ADMINISTRATOR,)),
    Permission("platform.areas", _("Geschützte Bereiche für Personen öffnen"), (ADMINISTRATOR,)),
    Permission("platform.support", _("Dem Betrieb befristet Zugang geben"), (ADMINISTRATOR,)),
    Permission("platform.sso", _("Anmeldung mit Verwaltungskonto einrichten"), (ADMINISTRATOR,)),
    Permission("platform.audit", _("Protokoll lesen"), (ADMINISTRATOR, DATA_PROTECTION_OFFICER)),
    Permission(
        "platform.audit_decide",
        _("Suchen nach Personen im Protokoll freigeben"),
        (ADMINISTRATOR, DATA_PROTECTION_OFFICER),
    ),
    Permission("platform.api", _("Schnittstelle: Schlüssel und Webhooks verwalten"), (ADMINISTRATOR,)),
    Permission("platform.publish", _("Das Portal veröffentlichen"), (ADMINISTRATOR,)),
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def all_permissions() -> tuple[Permission, ...]:
    """Return every right of this deployment: the platform's, then each module's."""
    return PLATFORM_PERMISSIONS + tuple(right for spec in all_modules() for right in spec.permissions)


def has_permission(user: User | AnonymousUser, code: str) -> bool:
    """Return whether the person holds this right in the current municipality; never while its module is off.

    One query per request, however often it is asked. On the operators' side nobody holds any.
    """
    tenant = tenant_or_none()
    if tenant is None:
        return False
    owner = code.partition(".")[0]
    if owner != PLATFORM and not tenant.has_module(owner):
        return False
    return code in rights_of(user).permissions


def permission_required(code: str, *, for_support: bool = True) -> Callable[[View[P]], View[P]]:
    """Return a decorator that lets only holders of this right see the view; others get the 403 page.

    Whoever holds it by standing in for somebody acts under their own name; the record says in whose place. A view that
    takes data out or opens a lasting way to it says `for_support=False`: operators in support access never get there.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not has_permission(request.user, code):
                raise PermissionDenied
            with recorded_with(**_in_place_of(request.user, code)):
                return view(request, *args, **kwargs)

        guarded.needed_permission = code if for_support else ""  # type: ignore[attr-defined]  # the door asks for it in support access
        return cast("View[P]", guarded)

    return decorate


def _in_place_of(user: User | AnonymousUser, code: str) -> dict[str, str]:
    """Return whom the person stands in for where the right is only lent, as a detail of what the view records."""
    absent = rights_of(user).lent.get(code)
    return {"in_place_of": str(absent)} if absent else {}
