"""Concerns: what people come for, how long it takes, what they bring and where it is offered."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.appointments.errors import SetupError
from modules.appointments.forms.setup.concerns import ConcernForm
from modules.appointments.models import Concern
from modules.appointments.permissions import SETUP
from modules.appointments.selectors.setup import all_concerns
from modules.appointments.services import save_concern
from modules.appointments.services.ordering import move_concern
from modules.appointments.views.setup.offers import is_shown_to_citizens
from modules.appointments.views.setup.pools import sent_key
from rathaus.accounts.permissions import permission_required
from tenants.municipality.views.staff import actor_of

_SHOW = require_http_methods(["GET", "HEAD", "POST"])
_STEPS = {"up": -1, "down": 1}


@permission_required(SETUP)
@require_safe
def concern_list(request: HttpRequest) -> HttpResponse:
    """Show all concerns in their groups, or those that match `?q=`."""
    query = request.GET.get("q", "").strip()
    context = {"groups": all_concerns(query), "query": query}
    return render(request, "appointments/setup/concerns.html", context)


@permission_required(SETUP)
@_SHOW
def add_concern(request: HttpRequest) -> HttpResponseBase:
    """Add a concern; one that was sent a moment ago is changed instead of made twice."""
    return _edit(request, _made_before(request) or Concern(), is_new=True)


@permission_required(SETUP)
@_SHOW
def edit_concern(request: HttpRequest, concern_id: uuid.UUID) -> HttpResponseBase:
    """Change a concern and where it is offered."""
    return _edit(request, get_object_or_404(Concern, pk=concern_id), is_new=False)


@permission_required(SETUP)
@require_POST
def order_concern(request: HttpRequest, concern_id: uuid.UUID) -> HttpResponse:
    """Move a concern one up or down in its group."""
    concern = get_object_or_404(Concern, pk=concern_id)
    if steps := _STEPS.get(request.POST.get("direction", "")):
        move_concern(concern=concern, steps=steps, actor=actor_of(request))
    return redirect("appointments_staff:concerns")


@permission_required(SETUP)
@require_POST
def switch_concern(request: HttpRequest, concern_id: uuid.UUID) -> HttpResponse:
    """Offer a concern or stop offering it."""
    concern = get_object_or_404(Concern, pk=concern_id)
    concern.is_active = request.POST.get("is_active") == "1"
    save_concern(concern=concern, actor=actor_of(request))
    text = (
        _("{name} wird angeboten. Freie Zeiten sind ab sofort buchbar.")
        if concern.is_active
        else _("{name} wird nicht mehr angeboten. Gebuchte Termine bleiben.")
    )
    messages.success(request, text.format(name=concern.name))
    return redirect("appointments_staff:concerns")


def _edit(request: HttpRequest, concern: Concern, *, is_new: bool) -> HttpResponseBase:
    title = _("Neues Anliegen") if is_new else concern.name
    form = ConcernForm(request.POST or None, instance=concern)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_concern(concern=form.concern(), places=form.places(), actor=actor_of(request))
        except SetupError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _saved(saved, is_offered=bool(form.places())))
            return redirect("appointments_staff:edit_concern", saved.pk)
    context = {"form": form, "title": title, "is_new": is_new, "concern": concern}
    context["is_public"] = not is_new and is_shown_to_citizens(concern)
    return render(request, "appointments/setup/edit_concern.html", context)


def _made_before(request: HttpRequest) -> Concern | None:
    """Return the concern that the same form made already."""
    key = sent_key(request)
    return Concern.objects.filter(pk=key).first() if key else None


def _saved(concern: Concern, *, is_offered: bool) -> str:
    if not is_offered:
        text = _("{name} ist gespeichert, wird aber nirgends angeboten. Bitte wählen Sie dazu einen Ort aus.")
    else:
        text = _("{name} ist gespeichert. Neue Buchungen richten sich ab sofort danach, gebuchte Termine bleiben.")
    return text.format(name=concern.name)
