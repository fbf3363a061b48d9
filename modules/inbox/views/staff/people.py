"""A citizen's page for clerks: found by what they say on the telephone, with everything they had to do with us."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.citizen_accounts.api import Citizen, find_citizens
from modules.inbox.errors import InboxError
from modules.inbox.forms.staff import DocumentForm, NewConversationForm
from modules.inbox.permissions import PROVIDE, WRITE
from modules.inbox.selectors.areas import open_codes
from modules.inbox.selectors.work import documents_for, notes_about, visible_conversations
from modules.inbox.services.documents import provide
from modules.inbox.services.reading import record_person_read, record_search
from modules.inbox.services.writing import start_by_staff
from modules.inbox.views.staff.common import citizen_for, for_providing, for_reading, for_writing, of
from modules.inbox.views.timeline_context import timeline_context
from rathaus.accounts.details import details_of
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other

_FEW = 5


@for_reading
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Find citizens by name, e-mail address and birth date; what was typed stays out of the record."""
    query = request.GET.get("q", "").strip()
    found = find_citizens(query) if query else []
    if query:
        record_search(actor=acting_user(request))
    return render(request, "inbox/staff/people.html", {"query": query, "found": found})


@of(citizen_for)
@require_safe
def person(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Show who it is and what was discussed. Each look is written into the record."""
    clerk, somebody = acting_user(request), citizen.user
    record_person_read(person=somebody, actor=clerk)
    context: dict[str, Any] = timeline_context(request, somebody, areas=open_codes(clerk))
    context |= {
        "person": somebody,
        "details": details_of(somebody),
        "notes": notes_about(somebody, clerk).filter(shared_at=None)[: _FEW * 2],
        "shared_notes": notes_about(somebody, clerk).filter(shared_at__isnull=False)[:_FEW],
        "conversations": visible_conversations(clerk).filter(person=somebody, closed_at=None)[:_FEW],
        "documents": documents_for(somebody, clerk)[:_FEW],
        "may_write": has_permission(clerk, WRITE),
        "may_provide": has_permission(clerk, PROVIDE),
    }
    return render(request, "inbox/staff/person.html", context)


@of(citizen_for, guard=for_writing)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Begin a conversation with the person."""
    clerk = acting_user(request)
    form = NewConversationForm(request.POST or None, request.FILES or None, clerk=clerk)
    if request.method == "POST" and form.is_valid():
        try:
            started = start_by_staff(person=citizen.user, topic=form.topic(), draft=form.draft(), actor=clerk)
        except InboxError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Die Nachricht ist gesendet."))
            return see_other(reverse("inbox_staff:conversation", args=[started.pk]))
    return render(request, "inbox/staff/write.html", {"form": form, "person": citizen.user})


@of(citizen_for, guard=for_providing)
@require_http_methods(["GET", "HEAD", "POST"])
def provide_document(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Put a document into the person's inbox."""
    clerk = acting_user(request)
    form = DocumentForm(request.POST or None, request.FILES or None, clerk=clerk)
    if request.method == "POST" and form.is_valid():
        document = provide(person=citizen.user, new=form.new_document(), actor=clerk)
        messages.success(request, _("Das Dokument liegt im Postfach der Person. Sie bekommt Bescheid."))
        return see_other(reverse("inbox_staff:document", args=[document.pk]))
    return render(request, "inbox/staff/provide.html", {"form": form, "person": citizen.user})
