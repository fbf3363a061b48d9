"""Notes of calls and talks: written, corrected, shared with the person, and taken back within ten minutes."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.citizen_accounts.api import Citizen
from modules.inbox.errors import InboxError
from modules.inbox.forms.staff import NoteForm, ShareForm, open_note
from modules.inbox.models import Channel, ContactNote
from modules.inbox.models.note import UNDO_FOR
from modules.inbox.permissions import WRITE
from modules.inbox.selectors.areas import open_codes
from modules.inbox.selectors.work import find_note
from modules.inbox.services.notes import change_note, share_note, undo_sharing, write_note
from modules.inbox.services.reading import record_person_read
from modules.inbox.views.answers import attempt
from modules.inbox.views.staff.common import citizen_for, for_writing, of
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.session import acting_user
from rathaus.timeline.selectors import recent_matters
from rathaus.timeline.services import Matter
from rathaus.web.answers import see_other


@of(citizen_for, guard=for_writing)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Note what was discussed, now unless said otherwise."""
    clerk, person = acting_user(request), citizen.user
    now = timezone.localtime()
    initial = {"channel": Channel.PHONE, "day": now.date(), "time": now.time()}
    form = NoteForm(request.POST or None, clerk=clerk, matters=_matters(person, clerk), initial=initial)
    if request.method == "POST" and form.is_valid():
        note = write_note(person=person, talk=form.talk(), idem_key=form.cleaned_data["idem_key"], actor=clerk)
        messages.success(request, _("Die Notiz ist gespeichert. Nur die Verwaltung sieht sie."))
        return see_other(_url(note))
    return render(request, "inbox/staff/note_form.html", {"form": form, "person": person})


@of(find_note, guard=for_writing)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, note: ContactNote) -> HttpResponse:
    """Correct a note that is still internal."""
    clerk = acting_user(request)
    matters = _matters(note.person, clerk)
    form = NoteForm(request.POST or None, clerk=clerk, matters=matters, initial=open_note(note))
    if request.method == "POST" and form.is_valid():
        talk, success = form.talk(), _("Die Notiz ist geändert.")
        attempt(request, lambda: change_note(note=note, talk=talk, actor=clerk), success)
        return see_other(_url(note))
    return render(request, "inbox/staff/note_form.html", {"form": form, "person": note.person, "note": note})


@of(find_note)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, note: ContactNote) -> HttpResponse:
    """Show a note; POST shares it once the second fact fits."""
    clerk = acting_user(request)
    if request.method == "POST":
        return _share(request, note)
    record_person_read(person=note.person, actor=clerk)
    return _page(request, note, ShareForm())


def _share(request: HttpRequest, note: ContactNote) -> HttpResponse:
    if not has_permission(request.user, WRITE):
        raise PermissionDenied
    form = ShareForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            share_note(note=note, birth_date=typed["birth_date"], code=typed["code"], actor=acting_user(request))
        except InboxError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Die Notiz steht jetzt im Verlauf der Person."))
            return see_other(_url(note))
    return _page(request, note, form)


def _page(request: HttpRequest, note: ContactNote, form: ShareForm) -> HttpResponse:
    context: dict[str, Any] = {
        "note": note,
        "person": note.person,
        "form": form,
        "may_write": has_permission(request.user, WRITE),
        "can_undo": note.told_at is None and note.can_undo(timezone.now()),
        "fixed_at": note.shared_at + UNDO_FOR if note.shared_at else None,
    }
    return render(request, "inbox/staff/note.html", context)


@of(find_note, guard=for_writing)
@require_POST
def undo(request: HttpRequest, note: ContactNote) -> HttpResponse:
    """Make a note internal again."""
    clerk = acting_user(request)
    attempt(request, lambda: undo_sharing(note=note, actor=clerk), _("Die Notiz ist wieder intern."))
    return see_other(_url(note))


def _matters(person: User, clerk: User) -> dict[uuid.UUID, Matter]:
    return recent_matters(person, areas=open_codes(clerk))


def _url(note: ContactNote) -> str:
    return reverse("inbox_staff:note", args=[note.pk])
