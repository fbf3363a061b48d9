"""Switching modules on and off, always after a page that says what citizens will notice."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.accounts.permissions import permission_required
from rathaus.registry import ModuleSpec, UnknownModuleError, get_module
from tenants.errors import TenantError
from tenants.municipality.module_cards import module_cards, plan_label, switch_obstacle
from tenants.municipality.views.setup import served_tenant
from tenants.municipality.views.staff import actor_of
from tenants.services import switch_module


@permission_required("platform.modules")
@require_safe
def module_list(request: HttpRequest) -> HttpResponse:
    """Show a card for each module."""
    tenant = served_tenant()
    cards = list(module_cards(tenant))
    context = {"cards": cards, "plan": plan_label(tenant), "switched_on": sum(card.is_on for card in cards)}
    return render(request, "municipality/modules.html", context)


@permission_required("platform.modules")
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask before the switch is moved, then move it."""
    spec, tenant = find_module(slug), served_tenant()
    turns_on = not tenant.has_module(slug)
    if request.method == "POST":
        return perform(request, spec, is_on=request.POST.get("is_on") == "1")
    context = {"spec": spec, "turns_on": turns_on, "obstacle": switch_obstacle(tenant, spec)}
    return render(request, "municipality/switch_module.html", context)


def perform(request: HttpRequest, spec: ModuleSpec, *, is_on: bool) -> HttpResponse:
    """Move the switch and say what has happened."""
    try:
        switch_module(tenant=served_tenant(), module=spec.slug, is_on=is_on, actor=actor_of(request))
    except TenantError:
        messages.error(request, _("Das Modul {name} wurde nicht umgeschaltet.").format(name=spec.label))
        return redirect("portal_staff:switch_module", slug=spec.slug)
    said = _("{name} ist eingeschaltet.") if is_on else _("{name} ist ausgeschaltet. Alle Daten bleiben erhalten.")
    messages.success(request, said.format(name=spec.label))
    return redirect("portal_staff:modules")


def find_module(slug: str) -> ModuleSpec:
    """Return the module; raises Http404."""
    try:
        return get_module(slug)
    except UnknownModuleError:
        raise Http404 from None
