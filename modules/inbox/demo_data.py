"""A small believable life for demonstrations: messages, a call of yesterday, documents. Persons are invented.

Written at once, without mails and without a line in the record: nobody did it. The same town always gets the same.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from modules.citizen_accounts.api import find_citizens
from modules.inbox.demo_papers import put_papers
from modules.inbox.models import Channel, ContactNote, Conversation, Message, Remark, Side
from modules.inbox.sample_data import create_samples
from modules.inbox.words import NOTE, RECEIVED, SENT, author_name, note_title
from rathaus.accounts.models import User
from rathaus.timeline.models import By
from rathaus.timeline.services import add_entry


@dataclass(frozen=True)
class DemoMessage:
    """So many days ago, at this hour of the town hall's clock, somebody wrote."""

    days_ago: int
    hour: int
    side: Side
    text: str
    is_read: bool = True


@dataclass(frozen=True)
class DemoTalk:
    """A conversation with a citizen who is found by name."""

    citizen: str
    subject: str
    messages: Sequence[DemoMessage]
    remark: str = ""
    is_closed: bool = False


TALKS: Final = (
    DemoTalk(
        "Sabine Köhler",
        "Kita-Platz ab Februar",
        (
            DemoMessage(
                7,
                19,
                Side.PERSON,
                "Guten Tag, wir suchen ab Februar einen Platz in der Kita „Elbspatzen“. Was brauchen Sie von uns?",
            ),
            DemoMessage(
                6,
                9,
                Side.STAFF,
                "Guten Tag Frau Köhler, bitte schicken Sie uns die Geburtsurkunde und den Wunsch nach der "
                "Betreuungszeit. Im Februar werden zwei Plätze frei.",
            ),
            DemoMessage(1, 20, Side.PERSON, "Vielen Dank! Die Urkunde liegt bei. Wir brauchen acht Stunden am Tag."),
            DemoMessage(
                0,
                8,
                Side.STAFF,
                "Guten Tag Frau Köhler, alles ist da. Die Zusage kommt bis zum Monatsende.",
                is_read=False,
            ),
        ),
        remark="Kita hat telefonisch zugesagt, Vertrag geht nächste Woche hinaus.",
    ),
    DemoTalk(
        "Sabine Köhler",
        "Sperrmüll am Lindenplatz",
        (
            DemoMessage(
                26, 18, Side.PERSON, "Am Lindenplatz liegt seit einer Woche ein altes Sofa neben den Containern."
            ),
            DemoMessage(25, 10, Side.STAFF, "Danke für den Hinweis. Der Bauhof hat es heute abgeholt."),
        ),
        is_closed=True,
    ),
    DemoTalk(
        "Peter Wendt",
        "Straßenlaterne Am Anger",
        (
            DemoMessage(
                2,
                7,
                Side.PERSON,
                "Guten Tag, die Laterne vor Am Anger 3 ist seit Montag aus. Morgens ist es dort stockdunkel.",
                is_read=False,
            ),
        ),
    ),
    DemoTalk(
        "Aylin Demir",
        "Öffnungszeiten zwischen den Jahren",
        (
            DemoMessage(
                1, 21, Side.PERSON, "Haben Sie am 28. Dezember geöffnet? Ich muss mich ummelden.", is_read=False
            ),
        ),
    ),
)


def create_demo(now: datetime) -> None:
    """Make the life of the entered municipality's invented citizens; nothing happens where it exists."""
    create_samples(None)
    clerk = User.objects.filter(staff_membership__isnull=False).order_by("-last_name").first()
    if Conversation.objects.exists() or clerk is None:
        return
    for talk in TALKS:
        if person := _citizen(talk.citizen):
            _write(talk, person, clerk, now)
    if sabine := _citizen("Sabine Köhler"):
        _talk_of_yesterday(sabine, clerk, now)
        put_papers(sabine, clerk, waiting=moment(now, 1, 13), fetched=moment(now, 33, 10))
    if peter := _citizen("Peter Wendt"):
        _internal_note(peter, clerk, now)


def moment(now: datetime, days_ago: int, hour: int) -> datetime:
    """Return the hour of that day in the municipality, never one that is still to come."""
    day = timezone.localtime(now).replace(hour=hour, minute=17, second=0, microsecond=0) - timedelta(days=days_ago)
    return min(day, now - timedelta(minutes=15))


def _citizen(name: str) -> User | None:
    found = find_citizens(name)
    return found[0].user if found else None


def _write(talk: DemoTalk, person: User, clerk: User, now: datetime) -> None:
    last = talk.messages[-1]
    at = moment(now, last.days_ago, last.hour)
    answered = any(message.side == Side.STAFF for message in talk.messages)
    conversation = Conversation.objects.create(
        person=person,
        subject=talk.subject,
        responsible=clerk if answered else None,
        idem_key=uuid.uuid4(),
        last_at=at,
        last_side=last.side,
        version=len(talk.messages),
        is_new_for_person=last.side == Side.STAFF and not last.is_read,
        is_new_for_staff=last.side == Side.PERSON and not last.is_read,
        closed_at=at if talk.is_closed else None,
    )
    for message in talk.messages:
        _say(conversation, message, clerk, now)
    if talk.remark:
        Remark.objects.create(
            conversation=conversation,
            author=clerk,
            author_name=author_name(clerk),
            text=talk.remark,
            at=at - timedelta(minutes=20),
            idem_key=uuid.uuid4(),
        )


def _say(conversation: Conversation, wanted: DemoMessage, clerk: User, now: datetime) -> None:
    is_staff, at = wanted.side == Side.STAFF, moment(now, wanted.days_ago, wanted.hour)
    author = clerk if is_staff else conversation.person
    message = Message.objects.create(
        conversation=conversation,
        side=wanted.side,
        author=author,
        author_name=author.full_name,
        text=wanted.text,
        at=at,
        read_at=at + timedelta(minutes=40) if wanted.is_read else None,
        idem_key=uuid.uuid4(),
    )
    words = "Nachricht vom Rathaus: {}" if is_staff else "Nachricht an das Rathaus: {}"
    add_entry(
        person=conversation.person,
        key=f"inbox.message:{message.pk}",
        kind=RECEIVED if is_staff else SENT,
        title=words.format(conversation.subject),
        matter=conversation.matter,
        text=message.text,
        path=f"/postfach/gespraech/{conversation.pk}/",
        at=at,
        by=By.STAFF if is_staff else By.PERSON,
        by_name=author.full_name,
    )


def _talk_of_yesterday(person: User, clerk: User, now: datetime) -> None:
    note = _note(
        person,
        clerk,
        moment(now, 1, 11),
        "Reisepass für die Klassenfahrt",
        "Mia braucht für die Klassenfahrt im Mai einen Reisepass. Er kostet 37,50 € und dauert etwa vier Wochen. Beide "
        "Eltern unterschreiben; das Formular liegt dem Termin bei. Bitte ein Passfoto mitbringen.",
    )
    note.shared_at = note.told_at = note.happened_at + timedelta(minutes=15)
    note.save()
    add_entry(
        person=person,
        key=f"inbox.note:{note.pk}",
        kind=NOTE,
        title=note_title(note),
        matter=note.matter,
        text=note.text,
        path=f"/postfach/notiz/{note.pk}/",
        at=note.happened_at,
        by=By.STAFF,
        by_name=note.author_name,
    )


def _internal_note(person: User, clerk: User, now: datetime) -> None:
    _note(
        person,
        clerk,
        moment(now, 1, 9),
        "Straßenlaterne Am Anger",
        "Herr Wendt hat auch angerufen. Stadtwerke sind informiert, Reparatur frühestens am Donnerstag.",
    )


def _note(person: User, clerk: User, at: datetime, subject: str, text: str) -> ContactNote:
    return ContactNote.objects.create(
        person=person,
        channel=Channel.PHONE,
        happened_at=at,
        subject=subject,
        text=text,
        author=clerk,
        author_name=author_name(clerk),
        idem_key=uuid.uuid4(),
    )
