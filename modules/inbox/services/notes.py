"""Notes of calls and talks: internal until they are shared, and for ten minutes after."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.citizen_accounts.api import speaking_to
from modules.inbox.errors import AlreadySharedError, UndoneTooLateError
from modules.inbox.models import Channel, ContactNote
from modules.inbox.models.note import UNDO_FOR
from modules.inbox.services.matching import match
from modules.inbox.words import NOTE, TELLS_NOTE, author_name, note_title
from rathaus.accounts.models import Department, User
from rathaus.audit.services import record
from rathaus.notifications.services import notify
from rathaus.timeline.models import By
from rathaus.timeline.services import Matter, add_entry, matter_columns, remove_entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What was discussed, how and when."""

    channel: Channel
    happened_at: datetime
    subject: str
    text: str
    department: Department | None = None
    matter: Matter | None = None
    area: str = ""


def write_note(*, person: User, talk: Talk, idem_key: uuid.UUID, actor: User) -> ContactNote:
    """Note a call or talk for colleagues and return it; the same key again returns the first one."""
    try:
        with transaction.atomic():
            note = ContactNote.objects.create(
                person=person, author=actor, author_name=author_name(actor), idem_key=idem_key, **_fields(talk)
            )
            record(action="inbox.note_written", actor=actor, target=note)
            return note
    except IntegrityError:
        return ContactNote.objects.get(person=person, idem_key=idem_key)


@transaction.atomic
def change_note(*, note: ContactNote, talk: Talk, actor: User) -> None:
    """Correct a note that is still internal; raises AlreadySharedError for one that the person can read."""
    locked = _lock(note)
    if locked.shared_at:
        raise AlreadySharedError
    fields = _fields(talk)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(fields))
    record(action="inbox.note_changed", actor=actor, target=locked)


def share_note(*, note: ContactNote, birth_date: date | None, code: str, actor: User) -> None:
    """Show the note in the person's timeline, once a second fact says that it is the right person.

    The person sees it at once and is told after ten minutes, until when it can be undone. A second time changes
    nothing. Raises NoFactError, NoMatchError, TooOftenError.
    """
    if note.shared_at:
        return
    fact = match(person=note.person, birth_date=birth_date, code=code, actor=actor)
    with transaction.atomic():
        locked = _lock(note)
        if locked.shared_at:
            return
        locked.shared_at = timezone.now()
        locked.save(update_fields=["shared_at"])
        with speaking_to(locked.person):
            _show(locked)
        record(action="inbox.note_shared", actor=actor, target=locked, details={"matched_by": fact})


@transaction.atomic
def undo_sharing(*, note: ContactNote, actor: User) -> None:
    """Make the note internal again; raises UndoneTooLateError after ten minutes. A second time changes nothing."""
    locked = _lock(note)
    if locked.shared_at is None:
        return
    if locked.told_at or not locked.can_undo(timezone.now()):
        raise UndoneTooLateError
    locked.shared_at = None
    locked.save(update_fields=["shared_at"])
    remove_entry(person=locked.person, key=_key(locked))
    record(action="inbox.note_withdrawn", actor=actor, target=locked)


def tell_about_notes(*, now: datetime | None = None) -> int:
    """Tell the people whose notes were shared ten minutes ago or more, once each; return how many."""
    due = (now or timezone.now()) - UNDO_FOR
    notes = ContactNote.objects.filter(shared_at__lte=due, told_at=None)
    return sum(_tell(note, due) for note in notes)


@transaction.atomic
def _tell(note: ContactNote, due: datetime) -> bool:
    locked = _lock(note)
    if locked.told_at or locked.shared_at is None or locked.shared_at > due:
        return False
    locked.told_at = timezone.now()
    locked.save(update_fields=["told_at"])
    with speaking_to(locked.person):
        notify(
            person=locked.person,
            kind=TELLS_NOTE,
            key=_key(locked),
            subject=_("Das haben wir besprochen"),
            text=_("Das Rathaus hat ein Gespräch mit Ihnen für Sie notiert. Zum Lesen melden Sie sich bitte an."),
            path=_path(locked),
        )
    return True


def _show(note: ContactNote) -> None:
    add_entry(
        person=note.person,
        key=_key(note),
        kind=NOTE,
        title=note_title(note),
        matter=note.matter,
        text=note.text,
        path=_path(note),
        at=note.happened_at,
        by=By.STAFF,
        by_name=note.author_name,
        area=note.area,
    )


def _fields(talk: Talk) -> dict[str, Any]:
    return {
        "channel": talk.channel,
        "happened_at": talk.happened_at,
        "subject": talk.subject,
        "text": talk.text,
        "department": talk.department,
        "area": talk.area,
        **matter_columns(talk.matter),
    }


def _key(note: ContactNote) -> str:
    return f"inbox.note:{note.pk}"


def _path(note: ContactNote) -> str:
    return reverse("inbox:note", args=[note.pk], urlconf="rathaus.urls_tenant")


def _lock(note: ContactNote) -> ContactNote:
    return ContactNote.objects.select_for_update(of=("self",)).select_related("person").get(pk=note.pk)
