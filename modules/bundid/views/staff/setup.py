"""The page "BundID": what is done, what comes next, and the steps one after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.bundid.errors import BundIdError
from modules.bundid.forms.staff import EntityForm, ProviderForm
from modules.bundid.models import Entity, Environment, Generation, Provider
from modules.bundid.permissions import SETUP
from modules.bundid.saml.keys import fingerprint, split_pem
from modules.bundid.selectors.setup import (
    answer_url,
    find_entity,
    find_provider,
    key_sets,
    metadata_url,
    must_change_keys,
    provider_expires_at,
)
from modules.bundid.services import setup as services
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.tenancy import current_tenant


@require_safe
@permission_required(SETUP)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the steps with their state."""
    keys, now = key_sets(), timezone.now()
    providers = {provider.environment: provider for provider in Provider.objects.all()}
    context = {
        "entity": find_entity(),
        "current": keys.get(Generation.CURRENT),
        "next": keys.get(Generation.NEXT),
        "must_change": must_change_keys(now),
        "metadata_url": metadata_url(),
        "answer_url": answer_url(),
        "places": [{"environment": environment, "provider": providers.get(environment)} for environment in Environment],
        "in_use": next((provider for provider in providers.values() if provider.is_in_use), None),
    }
    return render(request, "bundid/staff/overview.html", context)


@permission_required(SETUP)
def entity(request: HttpRequest) -> HttpResponse:
    """Ask for the words that people see at the BundID; the first time the keys are made with them."""
    known = find_entity()
    tenant = current_tenant()
    initial = {
        "display_name": tenant.official_name[:100],
        "description": _("Anmeldung am Portal %(name)s") % {"name": tenant.short_name},
    }
    form = EntityForm(request.POST or None, instance=known or Entity(), initial=None if known else initial)
    if request.method == "POST" and form.is_valid():
        services.save_entity(**form.cleaned_data, actor=acting_user(request))
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect("bundid_staff:overview")
    return render(request, "bundid/staff/entity.html", {"form": form, "entity": known})


@permission_required(SETUP)
def provider(request: HttpRequest, environment: str) -> HttpResponse:
    """Ask for the BundID's metadata of one environment, and show what is kept of them."""
    form = ProviderForm(request.POST, request.FILES) if request.method == "POST" else ProviderForm()
    if form.is_valid():
        try:
            services.save_provider(
                environment=environment, metadata=form.cleaned_data["document"], actor=acting_user(request)
            )
        except BundIdError as error:
            form.add_error("metadata", str(error))
        else:
            messages.success(request, _("Die Metadaten sind gespeichert. Prüfen Sie jetzt die Verbindung."))
            return redirect("bundid_staff:overview")
    context = {"form": form, "place": Environment(environment), **_known(environment)}
    return render(request, "bundid/staff/provider.html", context)


def _known(environment: str) -> dict[str, Any]:
    known = find_provider(environment)
    if known is None:
        return {"provider": None}
    return {
        "provider": known,
        "expires_at": provider_expires_at(known),
        "fingerprints": [fingerprint(certificate) for certificate in split_pem(known.certificates)],
    }


@require_POST
@permission_required(SETUP)
def offer(request: HttpRequest, environment: str) -> HttpResponse:
    """Send people to this environment from now on."""
    try:
        services.offer(environment=environment, actor=acting_user(request))
    except BundIdError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Bürgerinnen und Bürger können sich jetzt mit der BundID anmelden."))
    return redirect("bundid_staff:overview")


@require_POST
@permission_required(SETUP)
def withdraw(request: HttpRequest) -> HttpResponse:
    """Offer the BundID to nobody any more."""
    services.withdraw(actor=acting_user(request))
    messages.success(request, _("Die BundID wird nicht mehr angeboten. Verbundene Konten bleiben verbunden."))
    return redirect("bundid_staff:overview")


@require_POST
@permission_required(SETUP)
def prepare_keys(request: HttpRequest) -> HttpResponse:
    """Make the keys for the next change and announce them in the metadata."""
    try:
        services.prepare_next_keys(actor=acting_user(request))
    except BundIdError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Neue Zertifikate sind vorbereitet. Melden Sie der BundID jetzt die Metadaten."))
    return redirect("bundid_staff:overview")


@require_POST
@permission_required(SETUP)
def use_keys(request: HttpRequest) -> HttpResponse:
    """Change to the prepared keys."""
    try:
        services.use_next_keys(actor=acting_user(request))
    except BundIdError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Die neuen Zertifikate sind in Benutzung."))
    return redirect("bundid_staff:overview")
