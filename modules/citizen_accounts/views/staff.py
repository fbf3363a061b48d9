"""Proofs of representations, for the town hall."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.citizen_accounts.errors import CitizenAccountsError
from modules.citizen_accounts.forms.representations import AcceptForm, RefuseForm
from modules.citizen_accounts.models import EndedBy, Representation
from modules.citizen_accounts.permissions import REPRESENTATIONS
from modules.citizen_accounts.selectors.representations import checked, to_check
from modules.citizen_accounts.services import representations as services
from modules.citizen_accounts.services.proofs import read_proof
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.files.giving import as_download

RECENT = 50


@require_safe
@permission_required(REPRESENTATIONS)
def representations(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, and what was decided lately."""
    context = {"waiting": to_check(), "checked": checked()[:RECENT]}
    return render(request, "citizen_accounts/staff/representations.html", context)


@require_safe
@permission_required(REPRESENTATIONS)
def representation(request: HttpRequest, representation_id: UUID) -> HttpResponse:
    """Show who wants to act for whom, the document, and the decision."""
    return _page(request, _find(representation_id))


@require_safe
@permission_required(REPRESENTATIONS)
def proof(request: HttpRequest, representation_id: UUID) -> HttpResponse:
    """Hand out the document; the record says who read it."""
    found = _find(representation_id)
    try:
        content = read_proof(representation=found, actor=acting_user(request))
    except FileNotFoundError:
        messages.error(request, _("Das Dokument ist schon gelöscht."))
        return redirect("citizen_accounts_staff:representation", found.pk)
    return as_download(content, filename=found.file_name, content_type="application/octet-stream")


@require_POST
@permission_required(REPRESENTATIONS)
def accept(request: HttpRequest, representation_id: UUID) -> HttpResponse:
    """Let the person act."""
    found = _find(representation_id)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, found, accept=form)
    try:
        services.accept(representation=found, actor=acting_user(request), valid_until=form.cleaned_data["valid_until"])
    except CitizenAccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Die Vertretung ist anerkannt. Die Person bekommt Bescheid."))
    return redirect("citizen_accounts_staff:representations")


@require_POST
@permission_required(REPRESENTATIONS)
def refuse(request: HttpRequest, representation_id: UUID) -> HttpResponse:
    """Refuse the proof with a reason."""
    found = _find(representation_id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refuse=form)
    try:
        services.refuse(representation=found, actor=acting_user(request), reason=form.cleaned_data["reason"])
    except CitizenAccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Der Nachweis ist abgelehnt. Die Person bekommt Bescheid."))
    return redirect("citizen_accounts_staff:representations")


@require_POST
@permission_required(REPRESENTATIONS)
def end(request: HttpRequest, representation_id: UUID) -> HttpResponse:
    """End a representation from the town hall's side, for example when the represented person calls."""
    found = _find(representation_id)
    services.end(representation=found, by=EndedBy.ADMINISTRATION, actor=acting_user(request))
    messages.success(request, _("Das ist beendet und wirkt sofort."))
    return redirect("citizen_accounts_staff:representation", found.pk)


def _find(key: UUID) -> Representation:
    return get_object_or_404(Representation.objects.select_related("representative", "decided_by"), pk=key)


def _page(
    request: HttpRequest,
    found: Representation,
    *,
    accept: AcceptForm | None = None,
    refuse: RefuseForm | None = None,
) -> HttpResponse:
    context = {
        "representation": found,
        "accept_form": accept or AcceptForm(initial={"valid_until": found.valid_until}),
        "refuse_form": refuse or RefuseForm(),
    }
    return render(request, "citizen_accounts/staff/representation.html", context)
