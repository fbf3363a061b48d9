"""What clerks see: conversations with their remarks, notes and documents, without the areas that are closed to them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Exists, OuterRef, Q, QuerySet

from modules.inbox.filters import ConversationFilter, State
from modules.inbox.models import Attachment, ContactNote, Conversation, Document, Message, Remark, Side, TextModule
from modules.inbox.selectors.areas import within
from modules.inbox.selectors.mine import messages_of
from rathaus.accounts.models import Department, User
from rathaus.accounts.rights import rights_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation for clerks: a message, or a remark that only colleagues see."""

    at: datetime
    message: Message | None = None
    remark: Remark | None = None


def visible_conversations(clerk: User) -> QuerySet[Conversation]:
    """Return the conversations that the clerk may see."""
    related = Conversation.objects.select_related("person", "department", "responsible")
    return related.filter(within(clerk)).order_by("-last_at", "-id")


def listed(clerk: User, wish: ConversationFilter) -> QuerySet[Conversation]:
    """Return the conversations that fit the filter; whoever waits longest for an answer comes first among those."""
    rows = visible_conversations(clerk).filter(_in_state(clerk, wish.state))
    if wish.department:
        rows = rows.filter(department_id=wish.department)
    for word in wish.query.split():
        rows = rows.filter(
            Q(subject__icontains=word)
            | Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(person__email__icontains=word)
        )
    return rows.order_by("last_at", "id") if wish.state == State.WAITING else rows


def find_conversation(clerk: User, key: uuid.UUID) -> Conversation | None:
    """Return one conversation, if the clerk may see it."""
    return visible_conversations(clerk).filter(pk=key).first()


def lines_of(conversation: Conversation) -> list[Line]:
    """Return messages and remarks in the order of time: three queries."""
    messages = (Line(message.at, message=message) for message in messages_of(conversation))
    remarks = (Line(remark.at, remark=remark) for remark in Remark.objects.filter(conversation=conversation))
    return sorted(chain(messages, remarks), key=lambda line: line.at)


def find_attachment(clerk: User, key: uuid.UUID) -> Attachment | None:
    """Return an attachment of a conversation that the clerk may see."""
    return Attachment.objects.filter(within(clerk, "message__conversation__area"), pk=key).first()


def notes_about(person: User, clerk: User) -> QuerySet[ContactNote]:
    """Return the notes about the person that the clerk may see, the latest talk first."""
    return ContactNote.objects.filter(within(clerk), person=person).select_related("department")


def find_note(clerk: User, key: uuid.UUID) -> ContactNote | None:
    """Return one note, if the clerk may see it."""
    return ContactNote.objects.filter(within(clerk), pk=key).select_related("person", "department").first()


def documents_for(person: User, clerk: User) -> QuerySet[Document]:
    """Return what was provided to the person, also what was taken back."""
    return Document.objects.filter(within(clerk), person=person)


def find_document(clerk: User, key: uuid.UUID) -> Document | None:
    """Return one document, if the clerk may see it and its person still has an account."""
    return Document.objects.filter(within(clerk), pk=key, person__isnull=False).select_related("person").first()


def waiting_conversations(clerk: User) -> QuerySet[Conversation]:
    """Return the conversations that wait for an answer, for the navigation."""
    return listed(clerk, ConversationFilter(state=State.WAITING))


def text_modules() -> QuerySet[TextModule]:
    """Return the texts to answer with."""
    return TextModule.objects.filter(is_active=True)


def departments() -> QuerySet[Department]:
    """Return the departments that a conversation can belong to."""
    return Department.objects.filter(is_active=True)


def _in_state(clerk: User, state: State) -> Q:
    unread = Message.objects.filter(conversation=OuterRef("pk"), side=Side.PERSON, read_at=None)
    conditions = {
        State.WAITING: Q(closed_at=None, last_side=Side.PERSON),
        State.OPEN: Q(closed_at=None),
        State.MINE: Q(closed_at=None) & (Q(responsible=clerk) | _of_my_departments(clerk)),
        State.UNREAD: Q(closed_at=None) & Q(Exists(unread)),
        State.CLOSED: Q(closed_at__isnull=False),
    }
    return conditions[state]


def _of_my_departments(clerk: User) -> Q:
    """Return what nobody has taken yet and the clerk's departments look after."""
    return Q(responsible=None, department_id__in=rights_of(clerk).departments)
