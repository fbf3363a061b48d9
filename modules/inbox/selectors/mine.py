"""What a citizen sees of their own. The owner is part of every query; remarks of colleagues are in none of them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from modules.inbox.models import Attachment, ContactNote, Conversation, Document, Message
from rathaus.accounts.models import User
from rathaus.timeline.cursors import Cursor

PAGE = 20


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """Conversations, the latest first, and where the next page begins."""

    conversations: Sequence[Conversation]
    next: Cursor | None = None


def conversations_of(person: User) -> QuerySet[Conversation]:
    """Return the person's conversations, the latest first."""
    return Conversation.objects.filter(person=person).order_by("-last_at", "-id")


def conversation_page(person: User, after: Cursor | None = None) -> ConversationPage:
    """Return a page of them: one query."""
    rows = conversations_of(person)
    if after:
        rows = rows.filter(after.older(at="last_at"))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ConversationPage(found[:PAGE], Cursor(last.last_at, last.pk) if last else None)


def conversation_of(person: User, key: uuid.UUID) -> Conversation | None:
    """Return one of the person's conversations."""
    return conversations_of(person).select_related("person", "department").filter(pk=key).first()


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """Return the messages with their attachments, the oldest first: two queries."""
    files = Prefetch("attachments", Attachment.objects.order_by("filename", "id"))
    return Message.objects.filter(conversation=conversation).prefetch_related(files).order_by("at", "id")


def attachment_of(person: User, key: uuid.UUID) -> Attachment | None:
    """Return an attachment of one of the person's conversations."""
    return Attachment.objects.filter(message__conversation__person=person, pk=key).first()


def documents_of(person: User) -> QuerySet[Document]:
    """Return the documents that were provided to the person and not taken back, the latest first."""
    return Document.objects.filter(person=person, revoked_at=None)


def document_of(person: User, key: uuid.UUID) -> Document | None:
    """Return one of the person's documents, also one that was taken back."""
    return Document.objects.filter(person=person, pk=key).first()


def shared_note_of(person: User, key: uuid.UUID) -> ContactNote | None:
    """Return a note that was shared with the person."""
    notes = ContactNote.objects.select_related("person", "department")
    return notes.filter(person=person, pk=key, shared_at__isnull=False).first()
