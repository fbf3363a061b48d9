"""The modules' addresses, mounted under their path for citizens and under /verwaltung/ for staff."""

from collections.abc import Iterator
from importlib import import_module

from django.urls import URLResolver, include, path

from rathaus.registry.modules import all_modules


def public_patterns() -> Iterator[URLResolver]:
    """Yield `/<path>/` for each module that has public pages."""
    for spec in all_modules():
        if spec.public_urls:
            urls = import_module(spec.public_urls)
            yield path(f"{spec.path}/", include((urls.urlpatterns, spec.namespace)))


def staff_patterns() -> Iterator[URLResolver]:
    """Yield `/verwaltung/<path>/`, or below its own staff path, for each module that has dashboard pages."""
    for spec in all_modules():
        if spec.staff_urls:
            urls = import_module(spec.staff_urls)
            yield path(f"verwaltung/{spec.staff_path or spec.path}/", include((urls.urlpatterns, spec.staff_namespace)))
