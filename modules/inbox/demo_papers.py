"""Provided documents for demonstrations: one that waits to be fetched, one that was."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from modules.inbox.models import Document
from modules.inbox.words import DOCUMENT, author_name
from rathaus.accounts.models import User
from rathaus.files.attachments import check_content, keep_file
from rathaus.pdf import render_pdf
from rathaus.timeline.models import By
from rathaus.timeline.services import add_entry
from tenants.municipality.letterhead import letterhead

_TEMPLATE: Final = Path(__file__).parent / "pdf" / "timeline.typ"


def put_papers(person: User, clerk: User, *, waiting: datetime, fetched: datetime) -> None:
    """Provide two documents to the person at these moments; the second one was retrieved."""
    _put(person, clerk, "Meldebescheinigung", waiting)
    known = _put(person, clerk, "Anwohnerparkausweis", fetched)
    known.first_retrieved_at = known.provided_at + timedelta(hours=5)
    known.save()


def _put(person: User, clerk: User, title: str, at: datetime) -> Document:
    content = _paper(title, person.full_name)
    kept = keep_file(check_content(content, filename=f"{title}.pdf"))
    document = Document.objects.create(
        person=person,
        title=title,
        filename=kept.filename,
        stored=kept.stored,
        content_type=kept.content_type,
        size=kept.size,
        sha256=kept.sha256,
        provided_by=clerk,
        provided_by_name=author_name(clerk),
        provided_at=at,
        idem_key=uuid.uuid4(),
    )
    add_entry(
        person=person,
        key=f"inbox.document:{document.pk}",
        kind=DOCUMENT,
        title=f"Dokument für Sie: {title}",
        path=f"/postfach/dokument/{document.pk}/",
        at=at,
        by=By.STAFF,
        by_name=document.provided_by_name,
    )
    return document


def _paper(title: str, name: str) -> bytes:
    data = {
        "brand": letterhead(),
        "title": title,
        "note": "Beispiel",
        "summary": f"Für {name}",
        "days": [],
        "words": {"nothing": "Dieses Dokument ist ein Beispiel."},
        "cut": "",
    }
    return render_pdf(_TEMPLATE, data)
