"""Documents: provided, retrieved for the first time, taken back before that. Moments and hash are proof."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.citizen_accounts.api import speaking_to
from modules.inbox.errors import RetrievedError, RevokedError
from modules.inbox.models import Document
from modules.inbox.words import DOCUMENT, TELLS_DOCUMENT, author_name
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.files.attachments import CheckedFile, KeptFile, kept, read_kept
from rathaus.notifications.services import notify
from rathaus.timeline.models import By
from rathaus.timeline.services import Matter, add_entry, matter_columns, remove_entry


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document to provide; `area` is the code of a restricted area, `idem_key` recognises a repetition."""

    title: str
    file: CheckedFile
    idem_key: uuid.UUID
    matter: Matter | None = None
    area: str = ""


def provide(*, person: User, new: NewDocument, actor: User | None, by_name: str = "") -> Document:
    """Put a document into the person's inbox and return it; from now on nothing of it changes.

    Records when it was provided and its SHA-256, and tells the person that something is there. The same key again
    returns the first one.
    """
    try:
        with kept([new.file]) as files, transaction.atomic():
            return _provide(person, new, files[0], actor, by_name)
    except IntegrityError:
        return Document.objects.get(person=person, idem_key=new.idem_key)


def retrieve(*, document: Document) -> bytes:
    """Return the content for the person whose document it is, and record when that was for the first time.

    Later calls change nothing. Raises RevokedError, and DamagedFileError when the content does not match its hash: then
    nothing counts as retrieved.
    """
    with transaction.atomic():
        locked = _lock(document)
        if locked.revoked_at or locked.person is None:
            raise RevokedError
        content = read_kept(locked.stored, sha256=locked.sha256)
        if locked.first_retrieved_at is None:
            _note_retrieval(locked, locked.person)
    return content


@transaction.atomic
def revoke(*, document: Document, actor: User) -> None:
    """Take a document back that nobody has retrieved; a second time changes nothing. Raises RetrievedError."""
    locked = _lock(document)
    if locked.revoked_at:
        return
    if locked.first_retrieved_at:
        raise RetrievedError
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    if locked.person:
        remove_entry(person=locked.person, key=_key(locked))
    record(action="inbox.document_revoked", actor=actor, target=locked)


def _provide(person: User, new: NewDocument, file: KeptFile, actor: User | None, by_name: str) -> Document:
    matter = new.matter
    document = Document.objects.create(
        person=person,
        title=new.title,
        filename=file.filename,
        stored=file.stored,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        area=new.area,
        **matter_columns(matter),
        provided_by=actor,
        provided_by_name=by_name or author_name(actor),
        provided_at=timezone.now(),
        idem_key=new.idem_key,
    )
    record(action="inbox.document_provided", actor=actor, target=document, details={"sha256": document.sha256})
    with speaking_to(person):
        _tell(document, person, matter)
    return document


def _tell(document: Document, person: User, matter: Matter | None) -> None:
    path = reverse("inbox:document", args=[document.pk], urlconf="rathaus.urls_tenant")
    add_entry(
        person=person,
        key=_key(document),
        kind=DOCUMENT,
        title=_("Dokument für Sie: %(title)s") % {"title": document.title},
        matter=matter,
        path=path,
        at=document.provided_at,
        by=By.STAFF,
        by_name=document.provided_by_name,
        area=document.area,
    )
    notify(
        person=person,
        kind=TELLS_DOCUMENT,
        key=_key(document),
        subject=_("Ein Dokument liegt für Sie bereit"),
        text=_("In Ihrem Postfach liegt ein neues Dokument vom Rathaus. Zum Lesen melden Sie sich bitte an."),
        path=path,
    )


def _note_retrieval(document: Document, person: User) -> None:
    document.first_retrieved_at = timezone.now()
    document.save(update_fields=["first_retrieved_at"])
    record(action="inbox.document_retrieved", actor=person, target=document, actor_kind=ActorKind.CITIZEN)


def _key(document: Document) -> str:
    return f"inbox.document:{document.pk}"


def _lock(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("person").get(pk=document.pk)
