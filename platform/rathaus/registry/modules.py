"""The modules of this deployment, in the order of settings.MODULES."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from rathaus.registry.spec import ModuleSpec
from rathaus.tenancy.protocol import Tenant


class UnknownModuleError(LookupError):
    """No module has this slug."""


@cache
def _registry() -> Mapping[str, ModuleSpec]:
    found: dict[str, ModuleSpec] = {}
    for package in settings.MODULES:
        spec: ModuleSpec = import_module(f"{package}.module").SPEC
        if spec.slug in found or spec.path in {other.path for other in found.values()}:
            raise ImproperlyConfigured(f"Two modules share the slug or path of {package!r}.")
        if unknown := set(spec.requires) - set(found):
            raise ImproperlyConfigured(
                f"{package!r} requires {sorted(unknown)}, which must stand before it in MODULES."
            )
        found[spec.slug] = spec
    return MappingProxyType(found)


def all_modules() -> tuple[ModuleSpec, ...]:
    """Return every module of this deployment, whether switched on or not."""
    return tuple(_registry().values())


def get_module(slug: str) -> ModuleSpec:
    """Return the module with this slug; raises UnknownModuleError."""
    try:
        return _registry()[slug]
    except KeyError:
        known = ", ".join(_registry())
        raise UnknownModuleError(f"There is no module {slug!r}. Known modules: {known}.") from None


def active_modules(tenant: Tenant) -> tuple[ModuleSpec, ...]:
    """Return the modules that are switched on for this municipality."""
    return tuple(spec for spec in all_modules() if tenant.has_module(spec.slug))


def contribution(spec: ModuleSpec, name: str) -> Any | None:
    """Return what the module contributes under this field (a loaded function or object), or None."""
    path: str | None = getattr(spec, name)
    return import_string(path) if path else None
