"""Messages in both directions. Each form has a key: a second click, a reload or a retry writes nothing twice."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.citizen_accounts.api import ensure_profile, speaking_to
from modules.inbox.errors import OvertakenError, TooOftenError
from modules.inbox.models import Attachment, Conversation, Message, Side
from modules.inbox.words import RECEIVED, SENT, TELLS_MESSAGE, author_name
from rathaus.accounts.models import Department, User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.files.attachments import CheckedFile, KeptFile, discard, kept
from rathaus.limits.services import hit
from rathaus.notifications.services import notify
from rathaus.timeline.models import By
from rathaus.timeline.services import Matter, add_entry, matter_columns

MESSAGES_AN_HOUR: Final = 30
_HOUR: Final = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody writes: the text, its files, the key of the form it came from, and for whom, if not themselves."""

    text: str
    in_name_of: str = ""
    files: Sequence[CheckedFile] = ()
    idem_key: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a new conversation is about and who looks after it; `area` is the code of a restricted area."""

    subject: str
    department: Department | None = None
    matter: Matter | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class _Writer:
    """Who writes a message; a program of the administration is nobody with a name."""

    side: Side
    user: User | None
    name: str = ""

    @property
    def name_to_show(self) -> str:
        if self.side == Side.PERSON and self.user:
            return self.user.full_name
        return self.name or author_name(self.user)

    @property
    def as_actor(self) -> dict[str, Any]:
        """How the record names the writer."""
        kind = ActorKind.CITIZEN if self.side == Side.PERSON else ActorKind.STAFF
        return {"actor": self.user, "actor_kind": kind if self.user else None}


def start_by_person(*, person: User, topic: Topic, draft: Draft) -> Conversation:
    """Begin a conversation with the administration and return it; the same key again returns the first one.

    Raises TooOftenError.
    """
    if found := Conversation.objects.filter(person=person, idem_key=draft.idem_key).first():
        return found
    _count(person)
    ensure_profile(user=person)
    return _start(person, topic, draft, _Writer(Side.PERSON, person))


def start_by_staff(*, person: User, topic: Topic, draft: Draft, actor: User | None, by_name: str = "") -> Conversation:
    """Write to a person about something new and return the conversation, for which the actor is responsible.

    Without an actor a program writes, under `by_name`. The same key again returns the first one.
    """
    if found := Conversation.objects.filter(person=person, idem_key=draft.idem_key).first():
        return found
    return _start(person, topic, draft, _Writer(Side.STAFF, actor, by_name))


def reply(*, conversation: Conversation, draft: Draft) -> Message:
    """Answer as the person whose conversation it is; a closed one is open again. Raises TooOftenError."""
    if found := _sent(conversation, draft):
        return found
    _count(conversation.person)
    return _write(conversation, draft, _Writer(Side.PERSON, conversation.person))


def answer(*, conversation: Conversation, draft: Draft, actor: User, seen_version: int) -> Message:
    """Answer for the administration; whoever answers first looks after it from now on.

    `seen_version` is the version that the clerk had on the screen. Raises OvertakenError when anybody wrote since then:
    two clerks must not answer the same thing twice, and none misses what the person added.
    """
    return _write(conversation, draft, _Writer(Side.STAFF, actor), seen_version=seen_version)


def add_for_staff(*, conversation: Conversation, draft: Draft, actor: User | None, by_name: str = "") -> Message:
    """Add a message of the administration whatever was written before, for other modules."""
    return _write(conversation, draft, _Writer(Side.STAFF, actor, by_name))


def lock(conversation: Conversation) -> Conversation:
    """Return the conversation as it is now, locked until the end of the transaction."""
    return Conversation.objects.select_for_update(of=("self",)).select_related("person").get(pk=conversation.pk)


def _start(person: User, topic: Topic, draft: Draft, writer: _Writer) -> Conversation:
    try:
        with kept(draft.files) as files, transaction.atomic():
            conversation = _create(person, topic, draft, writer)
            _add(conversation, draft, files, writer)
            return conversation
    except IntegrityError:  # the same form came twice in the same moment
        return Conversation.objects.get(person=person, idem_key=draft.idem_key)


def _create(person: User, topic: Topic, draft: Draft, writer: _Writer) -> Conversation:
    conversation = Conversation.objects.create(
        person=person,
        subject=topic.subject,
        department=topic.department,
        area=topic.area,
        **matter_columns(topic.matter),
        responsible=writer.user if writer.side == Side.STAFF else None,
        idem_key=draft.idem_key,
        last_at=timezone.now(),
        last_side=writer.side,
        version=0,
    )
    record(action="inbox.conversation_started", target=conversation, **writer.as_actor)
    return conversation


def _write(conversation: Conversation, draft: Draft, writer: _Writer, *, seen_version: int | None = None) -> Message:
    if found := _sent(conversation, draft):
        return found
    with kept(draft.files) as files, transaction.atomic():
        locked = lock(conversation)
        found = _sent(locked, draft)
        if found is None:
            if seen_version not in (None, locked.version):
                raise OvertakenError
            return _add(locked, draft, files, writer)
    discard(files)
    return found


def _sent(conversation: Conversation, draft: Draft) -> Message | None:
    return Message.objects.filter(conversation=conversation, idem_key=draft.idem_key).first()


def _add(conversation: Conversation, draft: Draft, files: Sequence[KeptFile], writer: _Writer) -> Message:
    message = Message.objects.create(
        conversation=conversation,
        side=writer.side,
        author=writer.user,
        author_name=writer.name_to_show[:120],
        in_name_of=draft.in_name_of[:250],
        text=draft.text,
        at=timezone.now(),
        idem_key=draft.idem_key,
    )
    Attachment.objects.bulk_create(_attachment(message, file) for file in files)
    is_first_unread = writer.side == Side.STAFF and not conversation.is_new_for_person
    _advance(conversation, message)
    record(action="inbox.message_sent", target=message, **writer.as_actor)
    with speaking_to(conversation.person):
        _tell_timeline(conversation, message)
        if is_first_unread:
            _notify(conversation, message)
    return message


def _attachment(message: Message, file: KeptFile) -> Attachment:
    return Attachment(
        message=message,
        filename=file.filename,
        stored=file.stored,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
    )


def _advance(conversation: Conversation, message: Message) -> None:
    """Note who wrote last; an answer means that what came before was read."""
    is_staff = message.side == Side.STAFF
    conversation.last_at, conversation.last_side = message.at, message.side
    conversation.version += 1
    conversation.closed_at = None
    conversation.is_new_for_person, conversation.is_new_for_staff = is_staff, not is_staff
    if is_staff and conversation.responsible_id is None:
        conversation.responsible = message.author
    conversation.save()


def _tell_timeline(conversation: Conversation, message: Message) -> None:
    is_staff = message.side == Side.STAFF
    words = _("Nachricht vom Rathaus: %(subject)s") if is_staff else _("Nachricht an das Rathaus: %(subject)s")
    add_entry(
        person=conversation.person,
        key=f"inbox.message:{message.pk}",
        kind=RECEIVED if is_staff else SENT,
        title=words % {"subject": conversation.subject},
        matter=conversation.matter,
        text=message.text,
        path=reverse("inbox:conversation", args=[conversation.pk], urlconf="rathaus.urls_tenant"),
        at=message.at,
        by=By.STAFF if is_staff else By.PERSON,
        by_name=message.author_name,
        area=conversation.area,
    )


def _notify(conversation: Conversation, message: Message) -> None:
    notify(
        person=conversation.person,
        kind=TELLS_MESSAGE,
        key=f"inbox.message:{message.pk}",
        subject=_("Sie haben eine neue Nachricht"),
        text=_("In Ihrem Postfach liegt eine neue Nachricht vom Rathaus. Zum Lesen melden Sie sich bitte an."),
        path=reverse("inbox:conversation", args=[conversation.pk], urlconf="rathaus.urls_tenant"),
    )


def _count(person: User) -> None:
    """Count one more message of the person; raises TooOftenError."""
    if refusal := hit(name="inbox.messages", key=str(person.pk), limit=MESSAGES_AN_HOUR, seconds=_HOUR):
        raise TooOftenError(refusal.retry_at)
