"""What belongs to one concern beyond its own page: questions before the choice of a time, and its own hours."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.appointments.errors import SetupError
from modules.appointments.forms.setup.questions import (
    Questionnaire,
    changes_rows,
    stored_questions,
    typed_questions,
)
from modules.appointments.forms.setup.recurring import RecurringForm
from modules.appointments.models import Concern, ConcernWindow
from modules.appointments.permissions import SETUP
from modules.appointments.selectors import concerns_for
from modules.appointments.selectors.conflicts import is_within, outside_windows
from modules.appointments.services import save_questions, save_windows
from modules.appointments.views.setup.affected import Change, carry_out, wants_back
from rathaus.accounts.permissions import permission_required
from rathaus.web.fields import summarise, summary_heading
from tenants.municipality.views.staff import actor_of

_SHOW = require_http_methods(["GET", "HEAD", "POST"])


def is_shown_to_citizens(concern: Concern) -> bool:
    """Return whether citizens have a page about the concern now."""
    return concerns_for().filter(pk=concern.pk).exists()


@permission_required(SETUP)
@_SHOW
def questions(request: HttpRequest, concern_id: uuid.UUID) -> HttpResponseBase:
    """Change all preliminary questions of a concern at once."""
    concern = get_object_or_404(Concern, pk=concern_id)
    is_sent = request.method == "POST"
    checks = is_sent and not changes_rows(request.POST)
    raw = typed_questions(request.POST) if is_sent else stored_questions(concern)
    page = Questionnaire(raw, is_bound=checks)
    if checks and page.is_valid():
        save_questions(concern=concern, questions=page.wishes(), actor=actor_of(request))
        text = _("Die Fragen zu {name} sind gespeichert. Wer jetzt bucht, wird so gefragt.")
        messages.success(request, text.format(name=concern.name))
        return redirect("appointments_staff:edit_concern", concern.pk)
    errors = summarise(page.forms)
    context = {"concern": concern, "page": page, "errors": errors, "heading": summary_heading(errors)}
    context["is_public"] = is_shown_to_citizens(concern)
    return render(request, "appointments/setup/questions.html", context)


@permission_required(SETUP)
@_SHOW
def windows(request: HttpRequest, concern_id: uuid.UUID) -> HttpResponseBase:
    """Show a concern's own hours and add one for each chosen weekday."""
    concern = get_object_or_404(Concern, pk=concern_id)
    form = RecurringForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not wants_back(request):
        added = [ConcernWindow(**fields) for fields in form.days()]
        ids = {window.pk for window in added}
        kept = [window for window in concern.windows.all() if window.pk not in ids]
        try:
            return carry_out(request, _change(request, concern, [*kept, *added]))
        except SetupError as error:
            form.add_error(None, str(error))
    context = {"concern": concern, "form": form, "windows": concern.windows.all()}
    context["is_public"] = is_shown_to_citizens(concern)
    return render(request, "appointments/setup/windows.html", context)


@permission_required(SETUP)
@require_POST
def remove_window(request: HttpRequest, concern_id: uuid.UUID, window_id: uuid.UUID) -> HttpResponseBase:
    """Remove one of the concern's own hours; a second time changes nothing."""
    concern = get_object_or_404(Concern, pk=concern_id)
    if wants_back(request):
        return redirect("appointments_staff:windows", concern.pk)
    kept = [window for window in concern.windows.all() if window.pk != window_id]
    return carry_out(request, _change(request, concern, kept))


def _change(request: HttpRequest, concern: Concern, windows: list[ConcernWindow]) -> Change:
    text = _("Die Zeiten für {name} sind gespeichert. Neue Buchungen richten sich danach.")
    return Change(
        title=_("Eigene Zeiten von {name}").format(name=concern.name),
        proposed={},
        save=lambda resolutions: save_windows(
            concern=concern, windows=windows, actor=actor_of(request), resolutions=resolutions
        ),
        saved=text.format(name=concern.name),
        next_url=reverse("appointments_staff:windows", args=[concern.pk]),
        reason=_("Für dieses Anliegen ändern sich unsere Zeiten."),
        affected=lambda: outside_windows(concern=concern, windows=windows),
        fits=lambda time, length: is_within(windows, day=time.day, cell_from=time.cell, cell_to=time.cell + length),
    )
