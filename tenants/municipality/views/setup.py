"""The start checklist and the one button it leads to."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.permissions import permission_required
from rathaus.registry import SetupStep
from rathaus.tenancy import current_tenant
from tenants.errors import TenantError
from tenants.models import Status, Tenant
from tenants.municipality.views.staff import actor_of
from tenants.preview import preview_url
from tenants.services import publish_tenant
from tenants.setup_steps import setup_steps


@permission_required("platform.publish")
@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """Show what is missing before the portal can be published."""
    tenant = served_tenant()
    steps = [(step, reverse(step.url_name)) for step in setup_steps(tenant)]
    context = {
        "required": [entry for entry in steps if entry[0].is_required],
        "recommended": [entry for entry in steps if not entry[0].is_required],
        "missing": count_missing([step for step, _url in steps]),
        "is_preparing": tenant.status == Status.PREPARING,
        "preview_url": preview_url(tenant) if tenant.status == Status.PREPARING else "",
    }
    return render(request, "municipality/setup.html", context)


def count_missing(steps: list[SetupStep]) -> int:
    """Return how many required steps are not done."""
    return sum(step.is_required and not step.is_done for step in steps)


@permission_required("platform.publish")
@require_POST
def publish(request: HttpRequest) -> HttpResponseBase:
    """Open the portal to citizens, or say what is missing."""
    try:
        publish_tenant(tenant=served_tenant(), actor=actor_of(request))
    except TenantError:
        messages.error(request, _("Noch nicht veröffentlicht: Bitte erledigen Sie zuerst die fehlenden Schritte."))
    else:
        messages.success(request, _("Ihre Website ist jetzt für alle Bürgerinnen und Bürger erreichbar."))
    return redirect("portal_staff:setup")


def served_tenant() -> Tenant:
    """Return the entered municipality with all that only this layer may know of it."""
    return cast("Tenant", current_tenant())
