"""The inbox of a citizen: conversations, a new message, an answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.inbox.errors import InboxError
from modules.inbox.forms.my import NewMessageForm, ReplyForm
from modules.inbox.models import Attachment, Conversation
from modules.inbox.selectors.mine import (
    attachment_of,
    conversation_of,
    conversation_page,
    documents_of,
    messages_of,
)
from modules.inbox.services.reading import read_by_person
from modules.inbox.services.writing import reply, start_by_person
from modules.inbox.views.answers import give_file
from modules.inbox.views.my.common import in_name_of, of_person
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.timeline.cursors import Cursor
from rathaus.web.answers import see_other

_FIRST_DOCUMENTS = 5


@citizen_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the conversations, and the latest documents above them."""
    person = acting_user(request)
    after = Cursor.read(request.GET.get("ab", ""))
    documents = [] if after else list(documents_of(person)[: _FIRST_DOCUMENTS + 1])
    context = {
        "page": conversation_page(person, after),
        "documents": documents[:_FIRST_DOCUMENTS],
        "has_more_documents": len(documents) > _FIRST_DOCUMENTS,
        "is_first": after is None,
    }
    return render(request, "inbox/my/start.html", context)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask what it is about and send the first message."""
    person = acting_user(request)
    form = NewMessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            conversation = start_by_person(person=person, topic=form.topic(), draft=form.draft(in_name_of(request)))
        except InboxError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Ihre Nachricht ist angekommen. Die Antwort finden Sie hier im Postfach."))
            return see_other(reverse("inbox:conversation", args=[conversation.pk]))
    return render(request, "inbox/my/new.html", {"form": form})


@of_person(conversation_of)
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Show a conversation, which counts as read then, and take an answer."""
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            reply(conversation=conversation, draft=form.draft(in_name_of(request)))
        except InboxError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Ihre Antwort ist angekommen."))
            return see_other(reverse("inbox:conversation", args=[conversation.pk]))
    found = list(messages_of(conversation))
    if request.method == "GET":
        read_by_person(conversation=conversation)
    return render(request, "inbox/my/conversation.html", {"conversation": conversation, "found": found, "form": form})


@of_person(attachment_of)
@require_safe
def attachment(request: HttpRequest, file: Attachment) -> HttpResponse:
    """Give out a file of a conversation."""
    return give_file(request, file, otherwise=reverse("inbox:start"))
