"""What was read, on both sides, and who of the administration looked."""

from django.db import transaction
from django.utils import timezone

from modules.inbox.models import Attachment, Conversation, Document, Message, Side
from rathaus.accounts.models import User
from rathaus.audit.services import record_read


@transaction.atomic
def read_by_person(*, conversation: Conversation) -> None:
    """Note that the person has seen all messages of the administration so far."""
    _mark(conversation, Side.STAFF)
    Conversation.objects.filter(pk=conversation.pk, is_new_for_person=True).update(is_new_for_person=False)


@transaction.atomic
def read_by_staff(*, conversation: Conversation, actor: User) -> None:
    """Note that the administration has seen all messages of the person so far, and who looked."""
    record_read(action="inbox.conversation_read", actor=actor, target=conversation)
    _mark(conversation, Side.PERSON)
    Conversation.objects.filter(pk=conversation.pk, is_new_for_staff=True).update(is_new_for_staff=False)


def record_search(*, actor: User) -> None:
    """Note that somebody looked people up; what was typed is personal and stays out of the record."""
    record_read(action="inbox.people_searched", actor=actor)


def record_person_read(*, person: User, actor: User) -> None:
    """Note that somebody opened a person's page."""
    record_read(action="inbox.person_read", actor=actor, target=person)


def record_file_read(*, file: Attachment | Document, actor: User) -> None:
    """Note that somebody of the administration opened a file."""
    action = "inbox.attachment_read" if isinstance(file, Attachment) else "inbox.document_read"
    record_read(action=action, actor=actor, target=file)


def _mark(conversation: Conversation, side: Side) -> None:
    unread = Message.objects.filter(conversation=conversation, side=side, read_at=None)
    unread.update(read_at=timezone.now())
