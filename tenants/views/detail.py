"""One municipality: facts, modules, domains, invitation, migrations, record."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.errors import AccountsError
from rathaus.calendar.holidays import STATES
from rathaus.tenancy import enter
from tenants import selectors, services
from tenants.errors import TenantError
from tenants.forms import DomainForm, InvitationForm
from tenants.models import Status, Tenant
from tenants.policy import activation_policy
from tenants.preview import preview_url
from tenants.support import door_of
from tenants.views.people import operator
from tenants.views.status import steps_for
from tenants.words import explain


@require_safe
def tenant_detail(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """Show one municipality."""
    return detail_page(request, tenant_id)


def detail_page(
    request: HttpRequest,
    tenant_id: uuid.UUID,
    *,
    domain_form: DomainForm | None = None,
    invitation_form: InvitationForm | None = None,
) -> HttpResponse:
    """Show one municipality, with forms that hold what was wrong in them."""
    row = find_row(tenant_id)
    tenant = row.tenant
    context = {
        "row": row,
        "municipality_row": tenant,
        "facts": facts(tenant),
        "steps": steps_for(tenant),
        "switches": selectors.switches(tenant),
        "domains": selectors.domains(tenant),
        "runs": selectors.recent_runs(tenant),
        "deeds": selectors.recent_deeds(tenant),
        "preview_url": _preview_url(tenant),
        "door": door_of(tenant=tenant, operator=operator(request)),
        "domain_form": domain_form or DomainForm(prefix="domain"),
        "invitation_form": invitation_form or InvitationForm(prefix="einladung"),
    }
    return render(request, "tenants/detail.html", context)


def find_row(tenant_id: uuid.UUID) -> selectors.Row:
    """Return the municipality as the list shows it; raises Http404."""
    try:
        return selectors.find_row(tenant_id, today=timezone.localdate())
    except Tenant.DoesNotExist:
        raise Http404 from None


def facts(tenant: Tenant) -> list[tuple[Any, Any]]:
    """Return what is known about a municipality, as name and value; unknown things are left out."""
    plans = dict(activation_policy().plans())
    known = [
        (_("Amtlicher Name"), tenant.official_name),
        (_("Rechtsform"), tenant.get_kind_display()),
        (_("Bundesland"), STATES.get(tenant.state, tenant.state)),
        (_("Amtlicher Gemeindeschlüssel"), tenant.ags),
        (_("Einwohnerzahl"), number_format(tenant.inhabitants or "", force_grouping=True)),
        (_("Tarif"), plans.get(tenant.plan, tenant.plan)),
        (_("Schema"), tenant.schema_name),
    ]
    return [(name, value) for name, value in known if value]


def _preview_url(tenant: Tenant) -> str:
    if tenant.status != Status.PREPARING:
        return ""
    with enter(tenant):
        return preview_url(tenant)


@require_POST
def add_domain(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """Give the municipality a further domain."""
    tenant = find_row(tenant_id).tenant
    form = DomainForm(request.POST, prefix="domain")
    if form.is_valid():
        try:
            services.add_domain(tenant=tenant, actor=operator(request), **form.cleaned_data)
        except (TenantError, ValidationError) as error:
            form.add_error("domain", error if isinstance(error, ValidationError) else explain(error))
        else:
            domain = form.cleaned_data["domain"]
            messages.success(request, _("Das Portal antwortet jetzt auch auf {domain}.").format(domain=domain))
            return redirect("console:detail", tenant_id)
    return detail_page(request, tenant_id, domain_form=form)


@require_POST
def invite(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """Invite an administrator, or send an open invitation again."""
    tenant = find_row(tenant_id).tenant
    form = InvitationForm(request.POST, prefix="einladung")
    if form.is_valid():
        email, key = form.cleaned_data["email"], form.cleaned_data["idem_key"]
        try:
            services.invite_administrator(tenant=tenant, email=email, key=key, actor=operator(request))
        except AccountsError as error:
            form.add_error("email", str(error))
        except TenantError as error:
            form.add_error(None, explain(error))
        else:
            messages.success(request, _("Die Einladung an {email} ist unterwegs.").format(email=email))
            return redirect("console:detail", tenant_id)
    return detail_page(request, tenant_id, invitation_form=form)
