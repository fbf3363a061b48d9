"""Every address of a municipality's site, read from the URL configuration so that none can be forgotten."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rathaus.registry import all_modules


@dataclass(frozen=True)
class Route:
    """One address: its full name ("appointments:time"), and the names of its arguments."""

    name: str
    arguments: frozenset[str]
    callback: Callable[..., Any] = field(compare=False, repr=False)

    @property
    def namespace(self) -> str:
        """The part before the last colon."""
        return self.name.rpartition(":")[0]

    def path(self, arguments: dict[str, Any] | None = None) -> str:
        """Return the German path."""
        return reverse(self.name, "rathaus.urls_tenant", kwargs=arguments or {})


def tenant_routes() -> list[Route]:
    """Return every named address of a municipality's site."""
    return sorted(set(_walk(get_resolver("rathaus.urls_tenant"), (), frozenset())), key=lambda route: route.name)


def _walk(resolver: URLResolver, namespaces: tuple[str, ...], arguments: frozenset[str]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        found = arguments | set(entry.pattern.converters) | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, inner, found)
        elif isinstance(entry, URLPattern) and entry.name:
            yield Route(":".join([*namespaces, entry.name]), frozenset(found), entry.callback)


def module_routes() -> dict[str, list[Route]]:
    """Return the routes of each module by its slug."""
    routes = tenant_routes()
    return {
        spec.slug: [route for route in routes if route.namespace in (spec.namespace, spec.staff_namespace)]
        for spec in all_modules()
    }


def make_examples(package: str, marker: str) -> dict[str, dict[str, Any]]:
    """Create the objects that addresses with arguments need, in the entered municipality.

    `tests/<package>/examples.py` has one function `make_examples(marker)`: it fills every text of the objects with the
    marker and returns the arguments for each address that takes some, by its full name.
    """
    examples: dict[str, dict[str, Any]] = import_module(f"tests.{package}.examples").make_examples(marker)
    return examples
