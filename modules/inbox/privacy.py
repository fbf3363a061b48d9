"""What the module keeps about people: conversations, notes and documents, and for how long."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.inbox.models import Attachment, ContactNote, Conversation, Document, Message, Remark
from modules.inbox.privacy_records import document_record, message_record, note_record
from rathaus.files.services import delete_file
from rathaus.privacy.protocol import Kept, Record

KEPT: Final = timedelta(days=3 * 366)
_BLANK_DOCUMENT: Final[dict[str, Any]] = {
    "title": "",
    "filename": "",
    "stored": "",
    "matter_kind": "",
    "matter_id": None,
    "matter_label": "",
    "provided_by_name": "",
    "person": None,
}


class InboxPersonalData:
    """Conversations with attachments and remarks, notes of talks, provided documents.

    What a case needs of them for good is kept by the case's own module. Here only the proof of provision outlives an
    account: moments and hash without name, title or content.
    """

    models: tuple[type[Model], ...] = (Conversation, Message, Attachment, Remark, ContactNote, Document)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return messages, shared notes and documents.

        Remarks and notes that colleagues wrote among themselves are not in it: the administration gives them out by
        hand, where the rights of others allow it (Art. 15 (4) DSGVO).
        """
        return list(_export(email))

    def erase(self, *, email: str) -> int:
        """Remove conversations, notes and the content of documents; the proof of provision stays without the person."""
        mine = Conversation.objects.filter(person__email=email)
        notes = ContactNote.objects.filter(person__email=email)
        return (
            _remove_conversations(mine)
            + notes.delete()[0]
            + _blank_documents(Document.objects.filter(person__email=email))
        )

    def kept_after_erasure(self, *, email: str) -> Sequence[Kept]:
        """Return the proof of each document: when it was provided and retrieved."""
        count = Document.objects.filter(person__email=email).count()
        if not count:
            return []
        what = _("Nachweise über bereitgestellte Dokumente: %(count)s") % {"count": count}
        why = _(
            "Wir müssen belegen können, wann ein Dokument bekannt gegeben wurde (§ 41 VwVfG). "
            "Es bleiben Zeitpunkte und eine Prüfsumme, ohne Namen, Titel und Inhalt."
        )
        return [Kept(what, why)]

    def apply_retention(self, *, now: datetime) -> int:
        """Forget after three years without a word, when claims have lapsed as a rule (§ 195 BGB)."""
        before = now - KEPT
        documents = Document.objects.filter(provided_at__lt=before, erased_at=None)
        revoked = Document.objects.filter(revoked_at__lt=now - timedelta(days=90), erased_at=None)
        return (
            _remove_conversations(Conversation.objects.filter(last_at__lt=before))
            + ContactNote.objects.filter(happened_at__lt=before).delete()[0]
            + _blank_documents(documents | revoked)
        )


def _export(email: str) -> Iterator[Record]:
    messages = Message.objects.filter(conversation__person__email=email).select_related("conversation")
    for message in messages.prefetch_related("attachments").order_by("at"):
        yield message_record(message)
    shared = ContactNote.objects.filter(person__email=email, shared_at__isnull=False)
    yield from map(note_record, shared.order_by("happened_at"))
    yield from map(document_record, Document.objects.filter(person__email=email).order_by("provided_at"))


def _remove_conversations(rows: QuerySet[Conversation]) -> int:
    files = Attachment.objects.filter(message__conversation__in=rows)
    _forget_files(list(files.values_list("stored", flat=True)))
    return rows.delete()[0]


def _blank_documents(rows: QuerySet[Document]) -> int:
    _forget_files([name for name in rows.values_list("stored", flat=True) if name])
    keys = list(rows.values_list("pk", flat=True))
    return Document.objects.filter(Q(pk__in=keys)).update(**_BLANK_DOCUMENT, erased_at=timezone.now())


def _forget_files(names: list[str]) -> None:
    """Delete them once it is certain that nothing refers to them any more."""
    for name in names:
        transaction.on_commit(partial(delete_file, name=name))


PERSONAL_DATA: Final = InboxPersonalData()
