"""Hearings for staff: the list, one of them, and what can be changed before it is answered."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.cases.api import case_of
from modules.hearings.errors import HearingError
from modules.hearings.forms.staff import EvidenceForm, ProlongForm, SettingsForm
from modules.hearings.models import Evidence, Hearing
from modules.hearings.permissions import EXCHANGE, WORK
from modules.hearings.selectors.hearings import (
    STATES,
    Counts,
    counts,
    evidence_of,
    find_hearing,
    hearing_settings,
    listed,
)
from modules.hearings.services.evidence import show_evidence, withdraw_evidence
from modules.hearings.services.letters import close_hearing, prolong, renew_code
from modules.hearings.services.settings import save_settings
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.audit.services import record_read
from rathaus.files.attachments import read_kept
from rathaus.files.errors import FileError
from rathaus.files.giving import as_download
from rathaus.web.answers import see_other
from rathaus.web.navigation import Chip

_PAGE_SIZE = 50


@permission_required(WORK)
@require_safe
def hearings(request: HttpRequest) -> HttpResponse:
    """Show the letters in one state."""
    today = timezone.localdate()
    state = request.GET.get("zustand", "")
    state = state if state in STATES else "offen"
    query = request.GET.get("q", "")[:100]
    known = counts(today=today)
    page = Paginator(listed(state=state, query=query, today=today), _PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "page": page,
        "state": state,
        "query": query,
        "counts": known,
        "chips": _chips(state, known),
        "today": today,
    }
    return render(request, "hearings/staff/hearings.html", context)


@permission_required(WORK)
@never_cache
@require_safe
def hearing(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one letter."""
    found = _find(key)
    record_read(target=found, actor=acting_user(request), action="hearings.read")
    return _page(request, found, ProlongForm(initial={"due_on": found.due_on}))


@permission_required(WORK)
@require_POST
def deadline(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Move the deadline."""
    found = _find(key)
    form = ProlongForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    day = form.cleaned_data["due_on"]
    return _attempt(
        request,
        found,
        lambda: prolong(hearing=found, due_on=day, actor=acting_user(request)),
        _("Die Frist ist verlängert."),
    )


@permission_required(EXCHANGE)
@never_cache
@require_POST
def code(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give out another code, for a letter that got lost; it is shown once."""
    found = _find(key)
    try:
        new = renew_code(hearing=found, actor=acting_user(request))
    except HearingError as error:
        messages.error(request, str(error))
        return _back(found)
    found.refresh_from_db()
    return _page(request, found, ProlongForm(initial={"due_on": found.due_on}), new_code=new)


@permission_required(WORK)
@require_POST
def close(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """End the hearing."""
    found = _find(key)
    close_hearing(hearing=found, actor=acting_user(request), now=timezone.now())
    messages.success(request, _("Die Anhörung ist beendet. Der Code im Brief gilt nicht mehr."))
    return _back(found)


@permission_required(WORK)
@require_POST
def show(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Add a photograph."""
    found = _find(key)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, ProlongForm(initial={"due_on": found.due_on}), evidence_form=form)
    file, actor = form.cleaned_data["file"], acting_user(request)
    return _attempt(
        request,
        found,
        lambda: show_evidence(hearing=found, file=file, actor=actor, now=timezone.now()),
        _("Das Beweisfoto ist für die angeschriebene Person zu sehen."),
    )


@permission_required(WORK)
@require_safe
def picture(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give out a photograph."""
    found = _evidence(key)
    try:
        content = read_kept(found.stored, sha256=found.sha256)
    except FileError as error:
        messages.error(request, str(error))
        return _back(found.hearing)
    return as_download(content, filename=found.filename, content_type=found.content_type)


@permission_required(WORK)
@require_POST
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Remove a photograph."""
    found = _evidence(key)
    withdraw_evidence(evidence=found, actor=acting_user(request))
    messages.success(request, _("Das Beweisfoto ist entfernt."))
    return _back(found.hearing)


@permission_required(EXCHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Change what holds for all hearings."""
    form = SettingsForm(request.POST or None, instance=hearing_settings())
    if request.method == "POST" and form.is_valid():
        save_settings(settings=form.save(commit=False), actor=acting_user(request))
        messages.success(request, _("Die Einstellungen sind gespeichert."))
        return see_other(reverse("hearings_staff:hearings"))
    return render(request, "hearings/staff/settings.html", {"form": form})


def _find(key: uuid.UUID) -> Hearing:
    found = find_hearing(key)
    if found is None:
        raise Http404
    return found


def _evidence(key: uuid.UUID) -> Evidence:
    found = Evidence.objects.select_related("hearing").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _attempt(request: HttpRequest, found: Hearing, change: Callable[[], object], success: str) -> HttpResponse:
    try:
        change()
    except HearingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, success)
    return _back(found)


def _back(found: Hearing) -> HttpResponse:
    return see_other(reverse("hearings_staff:hearing", args=[found.pk]))


def _page(
    request: HttpRequest,
    found: Hearing,
    form: ProlongForm,
    *,
    evidence_form: EvidenceForm | None = None,
    new_code: str = "",
) -> HttpResponse:
    context = {
        "hearing": found,
        "form": form,
        "evidence_form": evidence_form or EvidenceForm(),
        "evidence": evidence_of(found),
        "case": case_of(case_id=found.case_id) if found.case_id else None,
        "can_change": not found.is_answered and found.closed_at is None,
        "is_open": found.is_open(timezone.localdate()),
        "new_code": new_code,
    }
    return render(request, "hearings/staff/hearing.html", context)


def _chips(state: str, known: Counts) -> list[Chip]:
    labels = {
        "offen": (_("Wartet auf Antwort"), known.open),
        "ohne-brief": (_("Noch ohne Brief"), known.without_letter),
        "abzuholen": (_("Antwort abzuholen"), known.to_fetch),
        "beantwortet": (_("Beantwortet"), known.answered),
        "verstrichen": (_("Frist vorbei"), known.overdue),
        "beendet": (_("Beendet"), known.closed),
    }
    return [
        Chip(label, f"?{urlencode({'zustand': name})}", is_current=name == state, count=number)
        for name, (label, number) in labels.items()
    ]
