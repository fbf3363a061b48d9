"""The one switch: a module that is off does not answer, whatever URLs it gets in future."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from rathaus.registry.modules import all_modules
from rathaus.tenancy.context import tenant_or_none


class ModuleGateMiddleware:
    """Answers 404 for every page of a module that the municipality has switched off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember which URL namespaces belong to which module."""
        self.get_response = get_response
        self.module_of = {
            namespace: spec.slug for spec in all_modules() for namespace in (spec.namespace, spec.staff_namespace)
        }
        self.interfaces = {spec.slug: f"api/v1/{spec.slug}/" for spec in all_modules() if spec.public_api}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision falls when its view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:  # noqa: ARG002
        """Raise Http404 when the view belongs to a module that is off."""
        tenant = tenant_or_none()
        match = request.resolver_match
        if tenant is None or match is None:
            return
        owners = [self.module_of.get(namespace) for namespace in match.namespaces]
        owners += [slug for slug, prefix in self.interfaces.items() if match.route.startswith(prefix)]
        if any(slug and not tenant.has_module(slug) for slug in owners):
            raise Http404
