"""Creating a municipality: the form, and the page that says how far the worker has come."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants import selectors, wishes
from tenants.errors import TenantError
from tenants.forms import NewTenantForm
from tenants.models import ProvisioningRequest
from tenants.names import suggest_slug
from tenants.views.people import operator
from tenants.words import explain


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Ask for everything about the new municipality and hand the wish to a worker."""
    form = NewTenantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        known = _known_request(request.POST.get("idem_key", ""))
        wanted = known or (_request(request, form) if form.is_valid() else None)
        if wanted:
            return redirect("console:creation", wanted.pk)
    context = {"form": form, "requests": selectors.recent_requests()}
    return render(request, "tenants/create.html", context)


def _known_request(idem_key: str) -> ProvisioningRequest | None:
    """Return what the same form has asked for before: a second click shows the first result."""
    try:
        return ProvisioningRequest.objects.filter(idem_key=uuid.UUID(idem_key)).first()
    except ValueError:
        return None


def _request(request: HttpRequest, form: NewTenantForm) -> ProvisioningRequest | None:
    try:
        return wishes.request_tenant(wish=form.wish(), idem_key=form.cleaned_data["idem_key"], actor=operator(request))
    except TenantError as error:
        form.add_error(None, explain(error))
        return None


@require_safe
def slug_suggestion(request: HttpRequest) -> HttpResponse:
    """Return the field for the slug with a suggestion, while the name is being typed."""
    name = request.GET.get("short_name") or request.GET.get("official_name", "")
    slug = request.GET.get("slug") or suggest_slug(name)
    form = NewTenantForm(initial={"slug": slug})
    return render(request, "tenants/parts/slug_field.html", {"form": form})


@require_safe
def creation(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Show how far a wish has come; the page asks again by itself until it is finished."""
    wanted = get_object_or_404(ProvisioningRequest.objects.select_related("tenant"), pk=request_id)
    is_part = bool(getattr(request, "htmx", False))
    template = "tenants/parts/creation_state.html" if is_part else "tenants/creation.html"
    return render(request, template, {"wanted": wanted})


@require_POST
def retry(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Try a failed wish again."""
    wanted = get_object_or_404(ProvisioningRequest, pk=request_id)
    wishes.retry_request(request=wanted)
    messages.info(request, _("Wir versuchen es noch einmal."))
    return redirect("console:creation", wanted.pk)
