"""What keys may do and what other programs may be told of: declared by the modules, read from the registry."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import ApiEvent, ApiScope, active_modules, all_modules
from rathaus.tenancy import Tenant

TEST_EVENT: Final = ApiEvent("api.test", _("Probe"))


def all_scopes() -> Mapping[str, ApiScope]:
    """Return every scope of this deployment by its code, whether its module is switched on or not."""
    return {scope.code: scope for spec in all_modules() for scope in spec.api_scopes}


def all_events() -> Mapping[str, ApiEvent]:
    """Return every event of this deployment by its code, whether its module is switched on or not."""
    return {event.code: event for spec in all_modules() for event in spec.api_events}


def offered_scopes(tenant: Tenant) -> list[ApiScope]:
    """Return the scopes of the modules that are switched on, for new keys."""
    return [scope for spec in active_modules(tenant) for scope in spec.api_scopes]


def offered_events(tenant: Tenant) -> list[ApiEvent]:
    """Return the events of the modules that are switched on, for webhooks."""
    return [event for spec in active_modules(tenant) for event in spec.api_events]
