"""Conversations for clerks: the list, one of them with its composer, and what to do with it besides answering."""

import uuid
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.inbox.errors import FilesInRemarkError, InboxError, OvertakenError
from modules.inbox.filters import ConversationFilter
from modules.inbox.forms.staff import ComposerForm
from modules.inbox.models import Attachment, Conversation
from modules.inbox.permissions import WRITE
from modules.inbox.selectors.work import (
    departments,
    find_attachment,
    find_conversation,
    lines_of,
    listed,
)
from modules.inbox.services.handling import add_remark, close, pass_on, reopen, take_over
from modules.inbox.services.reading import read_by_staff, record_file_read
from modules.inbox.services.writing import answer
from modules.inbox.views.answers import attempt, give_file
from modules.inbox.views.staff.common import for_reading, for_writing, of
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other

if TYPE_CHECKING:
    from collections.abc import Callable

_PAGE_SIZE: Final = 25


@for_reading
@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """Show the conversations that fit the filter of the address."""
    wish = ConversationFilter.of(request.GET)
    offered = list(departments())
    page = Paginator(listed(acting_user(request), wish), _PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "wish": wish,
        "page": page,
        "chips": wish.chips(),
        "department_chips": wish.department_chips(offered) if offered else [],
    }
    return render(request, "inbox/staff/conversations.html", context)


@of(find_conversation)
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Show a conversation, which counts as read then, and take an answer or a remark."""
    clerk = acting_user(request)
    if request.method == "POST":
        return _compose(request, conversation)
    if request.method == "GET":
        read_by_staff(conversation=conversation, actor=clerk)
    return _page(request, conversation, ComposerForm())


def _compose(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Do what the button says: send, keep a remark, or put a text module into what was typed so far."""
    if not has_permission(request.user, WRITE):
        raise PermissionDenied
    form = ComposerForm(request.POST, request.FILES)
    step = request.POST.get("schritt", "")
    if step == "baustein":
        return _page(request, conversation, _with_text_module(form))
    if form.is_valid():
        try:
            _keep(form, conversation, acting_user(request), is_remark=step == "bemerken")
        except InboxError as error:
            form.add_error(None, str(error))
            if isinstance(error, OvertakenError):
                conversation.refresh_from_db()
        else:
            words = _("Die Bemerkung ist gespeichert.") if step == "bemerken" else _("Die Nachricht ist gesendet.")
            messages.success(request, words)
            return see_other(_url(conversation))
    return _page(request, conversation, form)


def _keep(form: ComposerForm, conversation: Conversation, clerk: User, *, is_remark: bool) -> None:
    typed = form.cleaned_data
    if is_remark and typed["attachments"]:
        raise FilesInRemarkError
    if is_remark:
        add_remark(conversation=conversation, text=typed["text"], idem_key=typed["idem_key"], actor=clerk)
    else:
        answer(conversation=conversation, draft=form.draft(), actor=clerk, seen_version=typed["version"])


def _with_text_module(form: ComposerForm) -> ComposerForm:
    """Return the form with the chosen text below what was typed, and nothing said about what is missing yet."""
    form.is_valid()
    chosen = form.cleaned_data.get("text_module")
    typed = form.data.get("text", "").strip()
    initial: dict[str, Any] = {"text": "\n\n".join(filter(None, [typed, chosen.text if chosen else ""]))}
    if key := form.cleaned_data.get("idem_key"):
        initial["idem_key"] = key
    return ComposerForm(initial=initial)


def _page(request: HttpRequest, conversation: Conversation, form: ComposerForm) -> HttpResponse:
    context = {
        "conversation": conversation,
        "lines": lines_of(conversation),
        "form": form,
        "may_write": has_permission(request.user, WRITE),
        "departments": list(departments()),
        "text_modules": list(form.fields["text_module"].queryset),  # type: ignore[attr-defined]
    }
    return render(request, "inbox/staff/conversation.html", context)


@of(find_conversation, guard=for_writing)
@require_POST
def step(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Take a conversation over, close it, open it again, or give it to a department."""
    clerk = acting_user(request)
    steps: dict[str, tuple[Callable[[], None], str]] = {
        "uebernehmen": (
            lambda: take_over(conversation=conversation, actor=clerk, seen=_read_id(request, "gesehen")),
            _("Sie sind jetzt zuständig."),
        ),
        "erledigt": (lambda: close(conversation=conversation, actor=clerk), _("Das Gespräch ist erledigt.")),
        "oeffnen": (lambda: reopen(conversation=conversation, actor=clerk), _("Das Gespräch ist wieder offen.")),
        "abgeben": (lambda: _pass_on(request, conversation), _("Das Gespräch ist weitergegeben.")),
    }
    if chosen := steps.get(request.POST.get("schritt", "")):
        attempt(request, *chosen)
    return see_other(_url(conversation))


def _pass_on(request: HttpRequest, conversation: Conversation) -> None:
    wanted = _read_id(request, "abteilung")
    department = departments().filter(pk=wanted).first() if wanted else None
    pass_on(conversation=conversation, department=department, actor=acting_user(request))


@of(find_attachment)
@require_safe
def attachment(request: HttpRequest, file: Attachment) -> HttpResponse:
    """Give out a file of a conversation."""
    record_file_read(file=file, actor=acting_user(request))
    return give_file(request, file, otherwise=reverse("inbox_staff:conversations"))


def _url(conversation: Conversation) -> str:
    return reverse("inbox_staff:conversation", args=[conversation.pk])


def _read_id(request: HttpRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None
