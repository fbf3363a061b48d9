"""Several closures at once, by a list or a rule; and the copy of a week. Nothing is saved before it was looked at."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import SetupError
from modules.appointments.forms.setup.series import CopyWeekForm, SeriesForm
from modules.appointments.models import Closure
from modules.appointments.permissions import SETUP
from modules.appointments.selectors.conflicts import proposed_closures
from modules.appointments.selectors.copying import CopyPlan, WhatIsThere, plan_copy
from modules.appointments.services.copying import copy_week
from modules.appointments.services.series import remove_series, save_series
from modules.appointments.views.setup.affected import Change, carry_out, wants_back
from rathaus.accounts.permissions import permission_required
from tenants.municipality.views.staff import actor_of

_SHOW = require_http_methods(["GET", "HEAD", "POST"])


@permission_required(SETUP)
@_SHOW
def add_series(request: HttpRequest) -> HttpResponseBase:
    """Ask for the days, show what follows, then save all closures as one series."""
    form = SeriesForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and not wants_back(request):
        try:
            return carry_out(request, _series(request, form), asks_first=True)
        except SetupError as error:
            form.add_error(None, str(error))
    return render(request, "appointments/setup/series.html", {"form": form})


@permission_required(SETUP)
@_SHOW
def delete_series(request: HttpRequest, series_id: uuid.UUID) -> HttpResponseBase:
    """Ask, then open again what the whole series closes."""
    if request.method == "POST":
        count = remove_series(series=series_id, actor=actor_of(request))
        text = ngettext("Ein Schließtag ist gelöscht.", "%(count)s Schließtage sind gelöscht.", count)
        messages.success(request, text % {"count": count})
        return redirect("appointments_staff:closures")
    closures = Closure.objects.filter(series=series_id).select_related("pool", "location").order_by("starts_on")
    if not closures:
        raise Http404
    context = {"closures": [closure for closure in closures if closure.ends_on >= timezone.localdate()]}
    return render(request, "appointments/setup/delete_series.html", context)


@permission_required(SETUP)
@_SHOW
def copy(request: HttpRequest) -> HttpResponseBase:
    """Ask for the weeks, show what would be saved and removed, then copy."""
    form = CopyWeekForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and not wants_back(request):
        plan = plan_copy(
            source=form.source_monday(),
            targets=form.targets(),
            key=form.cleaned_data["idem_key"],
            what_is_there=WhatIsThere(form.cleaned_data["what_is_there"]),
        )
        if plan.hours or plan.closures:
            return carry_out(request, _copy(request, plan), asks_first=True)
        form.add_error(None, _nothing(plan))
    return render(request, "appointments/setup/copy_week.html", {"form": form})


def _series(request: HttpRequest, form: SeriesForm) -> Change:
    closures, key = form.closures(), form.cleaned_data["idem_key"]
    text = ngettext("Ein Schließtag ist gespeichert.", "%(count)s Schließtage sind gespeichert.", len(closures))
    return Change(
        title=_("Mehrere Schließtage"),
        proposed=proposed_closures(save=closures),
        save=lambda resolutions: save_series(
            closures=closures, series=key, actor=actor_of(request), resolutions=resolutions
        ),
        saved=text % {"count": len(closures)},
        next_url=reverse("appointments_staff:closures"),
        reason=form.cleaned_data["reason"] or _("In dieser Zeit ist geschlossen."),
        extra={"closures": closures},
    )


def _copy(request: HttpRequest, plan: CopyPlan) -> Change:
    return Change(
        title=_("Woche kopieren"),
        proposed=plan.proposed,
        save=lambda resolutions: copy_week(plan=plan, actor=actor_of(request), resolutions=resolutions),
        saved=_("Die Woche ist kopiert. Freie Termine richten sich ab sofort danach."),
        next_url=reverse("appointments_staff:closures"),
        reason=_("Unsere Öffnungszeiten ändern sich."),
        extra={"plan": plan},
    )


def _nothing(plan: CopyPlan) -> str:
    if not plan.source:
        return _("In dieser Woche gibt es keine eigenen Zeiten und keine Schließtage. Es gibt nichts zu kopieren.")
    return _("Alle diese Wochen haben schon eigene Zeiten. Wählen Sie „ersetzen“ oder andere Wochen.")
