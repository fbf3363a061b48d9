"""Closures: days or hours on which something is closed that would be open."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.errors import SetupError
from modules.appointments.forms.setup.closures import EVERYWHERE, ClosureForm, closure_initial
from modules.appointments.models import Closure
from modules.appointments.permissions import SETUP
from modules.appointments.selectors import proposed_closure
from modules.appointments.selectors.setup import coming_closures, past_closures
from modules.appointments.services import Outcome, remove_closure, save_closure
from modules.appointments.services.resolving import Resolutions
from modules.appointments.views.setup.affected import Change, carry_out, wants_back
from rathaus.accounts.permissions import permission_required
from rathaus.web.navigation import Chip
from tenants.municipality.views.staff import actor_of

_SHOW = require_http_methods(["GET", "HEAD", "POST"])


@permission_required(SETUP)
@require_safe
def closure_list(request: HttpRequest) -> HttpResponse:
    """Show what comes, or with `?zeigen=vorbei` what is over."""
    is_past = request.GET.get("zeigen") == "vorbei"
    today = timezone.localdate()
    context = {
        "is_past": is_past,
        "closures": past_closures(today) if is_past else coming_closures(today),
        "chips": [Chip(_("Kommende"), "?", not is_past), Chip(_("Vergangene"), "?zeigen=vorbei", is_past)],
    }
    return render(request, "appointments/setup/closures.html", context)


@permission_required(SETUP)
@_SHOW
def add_closure(request: HttpRequest) -> HttpResponseBase:
    """Close something."""
    return _edit(request, None)


@permission_required(SETUP)
@_SHOW
def edit_closure(request: HttpRequest, closure_id: uuid.UUID) -> HttpResponseBase:
    """Change a closure; those of an outage have a page of their own."""
    return _edit(request, get_object_or_404(Closure, pk=closure_id, outage=None))


@permission_required(SETUP)
@_SHOW
def delete_closure(request: HttpRequest, closure_id: uuid.UUID) -> HttpResponseBase:
    """Ask, then open again what was closed."""
    if request.method == "POST":
        if closure := Closure.objects.filter(pk=closure_id, outage=None).first():
            remove_closure(closure=closure, actor=actor_of(request))
        messages.success(request, _("Die Schließung ist gelöscht. Die Zeiten sind ab sofort wieder buchbar."))
        return redirect("appointments_staff:closures")
    closure = get_object_or_404(Closure.objects.select_related("pool", "location"), pk=closure_id, outage=None)
    return render(request, "appointments/setup/delete_closure.html", {"closure": closure})


def _edit(request: HttpRequest, closure: Closure | None) -> HttpResponseBase:
    initial = closure_initial(closure) if closure else {"scope": EVERYWHERE}
    form = ClosureForm(request.POST or None, initial=initial, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and not wants_back(request):
        try:
            return carry_out(request, _change(request, form.closure(closure)))
        except SetupError as error:
            form.add_error(None, str(error))
    return render(request, "appointments/setup/edit_closure.html", {"form": form, "closure": closure})


def _change(request: HttpRequest, closure: Closure) -> Change:
    def carry(resolutions: Resolutions) -> Outcome:
        return save_closure(closure=closure, actor=actor_of(request), resolutions=resolutions)

    return Change(
        title=_("Schließung"),
        proposed=proposed_closure(closure=closure),
        save=carry,
        saved=_("Die Schließung ist gespeichert. Für diese Zeit kann ab sofort niemand mehr buchen."),
        next_url=reverse("appointments_staff:closures"),
        reason=closure.reason or _("In dieser Zeit ist geschlossen."),
    )
