"""The pages on which an administrator sets up single sign-on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.sso import providers, services
from rathaus.sso.discovery import expiry_of
from rathaus.sso.errors import MissingSecretError, OtherIssuerError, SetupError, UnreachableProviderError
from rathaus.sso.forms import CommonForm, MappingForm, OpenIdForm, SamlForm
from rathaus.sso.selectors import identity_provider, is_tested, linked_people, mappings
from rathaus.sso.trials import PERMISSION

FIELDS = {MissingSecretError: "client_secret", OtherIssuerError: "issuer", UnreachableProviderError: "issuer"}


@require_safe
@permission_required(PERMISSION)
def overview(request: HttpRequest) -> HttpResponse:
    """Show how far the set-up is, and what comes next."""
    return overview_page(request, MappingForm())


def overview_page(request: HttpRequest, form: MappingForm) -> HttpResponse:
    """Show the set-up with this form for a further group."""
    row = identity_provider()
    if row is None:
        return render(request, "sso/choose.html")
    context = {
        "provider": row,
        "is_tested": is_tested(row),
        "mappings": list(mappings()),
        "linked": linked_people(row),
        "expires_at": min((expiry_of(certificate) for certificate in row.certificates), default=None),
        "form": form,
    }
    return render(request, "sso/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION)
def openid(request: HttpRequest) -> HttpResponse:
    """Say what to enter at an OpenID provider, and take what it answers with."""
    row = identity_provider()
    form = OpenIdForm.of(row, request.POST or None)

    def save() -> None:
        own = {name: form.cleaned_data[name] for name in ("issuer", "client_id", "client_secret")}
        services.save_openid(**own, details=form.details(), actor=acting_user(request))

    if request.method == "POST" and form.is_valid() and _saved(request, form, save):
        return redirect("sso_staff:overview")
    context = {"form": form, "provider": row, "callback_url": providers.callback_url()}
    return render(request, "sso/openid.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION)
def saml(request: HttpRequest) -> HttpResponse:
    """Say what to enter at a SAML provider, and take its metadata."""
    row = identity_provider()
    form = SamlForm.of(row, request.POST or None)

    def save() -> None:
        metadata = form.cleaned_data["metadata"]
        services.save_saml(metadata=metadata, details=form.details(), actor=acting_user(request))

    if request.method == "POST" and form.is_valid() and _saved(request, form, save):
        return redirect("sso_staff:overview")
    context = {"form": form, "provider": row, "acs_url": providers.acs_url(), "entity_id": providers.entity_id()}
    return render(request, "sso/saml.html", context)


@require_POST
@permission_required(PERMISSION)
def activate(request: HttpRequest) -> HttpResponse:
    """Switch it on."""
    return _switch(request, services.activate, _("Die Anmeldung ist eingeschaltet."))


@require_POST
@permission_required(PERMISSION)
def deactivate(request: HttpRequest) -> HttpResponse:
    """Switch it off."""
    return _switch(request, services.deactivate, _("Die Anmeldung ist ausgeschaltet."))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION)
def remove(request: HttpRequest) -> HttpResponse:
    """Say what is lost; POST forgets the identity provider."""
    row = identity_provider()
    if row is not None and request.method != "POST":
        return render(request, "sso/remove.html", {"provider": row})
    return _switch(request, services.remove_provider, _("Der Anmeldedienst ist entfernt."))


def _saved(request: HttpRequest, form: CommonForm, save: Callable[[], None]) -> bool:
    try:
        save()
    except SetupError as error:
        field = FIELDS[type(error)] if isinstance(form, OpenIdForm) else "metadata"
        form.add_error(field, str(error))
        return False
    messages.success(request, _("Die Angaben sind gespeichert."))
    return True


def _switch(request: HttpRequest, service: Callable[..., Any], done: str) -> HttpResponse:
    row = identity_provider()
    if row is None:
        return redirect("sso_staff:overview")
    try:
        service(provider=row, actor=acting_user(request))
    except SetupError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("sso_staff:overview")
