"""The start checklist: what is missing before a municipality is published."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.module_loading import import_string

from rathaus.registry import SetupStep, active_modules, contribution
from rathaus.tenancy import Tenant


def setup_steps(tenant: Tenant) -> Iterator[SetupStep]:
    """Yield the platform's steps, then those of each active module, for the entered municipality."""
    yield from import_string(settings.PORTAL_SETUP_CHECKS)()
    for spec in active_modules(tenant):
        if check := contribution(spec, "setup_checks"):
            yield from check()
