"""Citizens with an account, what they write and what they are written."""

import uuid
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from modules.citizen_accounts.models import CitizenProfile
from modules.inbox.models import Channel, ContactNote, Conversation, Document
from modules.inbox.services.documents import NewDocument, provide
from modules.inbox.services.notes import Talk, write_note
from modules.inbox.services.writing import Draft, Topic, start_by_person
from rathaus.accounts.models import User
from rathaus.files.attachments import check_content

BORN = date(1984, 5, 12)


def make_citizen(email: str = "sabine.koehler@post.example", **names: Any) -> User:
    """Return somebody with a citizen's account and a birth date."""
    names = {"first_name": "Sabine", "last_name": "Köhler"} | names
    born = names.pop("birth_date", BORN)
    user = User.objects.create_user(email, **names)
    CitizenProfile.objects.create(user=user, birth_date=born, street="Lindenstraße 8", city="Tangerhütte")
    return user


def pdf_bytes(pages: int = 1, *, password: str = "") -> bytes:
    """Return a small PDF."""
    target, pdf = BytesIO(), pikepdf.new()
    for _number in range(pages):
        pdf.add_blank_page()
    encryption = pikepdf.Encryption(user=password, owner="owner-secret", R=6) if password else False
    pdf.save(target, encryption=encryption)
    return target.getvalue()


def picture_bytes(kind: str = "PNG") -> bytes:
    """Return a small picture."""
    target = BytesIO()
    Image.new("RGB", (8, 8), "red").save(target, kind)
    return target.getvalue()


def upload(name: str = "Plan.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, pdf_bytes() if content is None else content)


def draft(text: str = "Wann bekomme ich Bescheid?", **further: Any) -> Draft:
    """Return what somebody writes."""
    return Draft(**{"text": text, "idem_key": uuid.uuid4()} | further)


def make_conversation(
    person: User, subject: str = "Frage zum Kita-Platz", text: str = "", **topic: Any
) -> Conversation:
    """Return a conversation that the person began."""
    content = draft(text) if text else draft()
    return start_by_person(person=person, topic=Topic(subject=subject, **topic), draft=content)


def make_document(person: User, actor: User | None = None, title: str = "Meldebescheinigung", **more: Any) -> Document:
    """Return a provided document."""
    file = check_content(pdf_bytes(), filename=f"{title}.pdf")
    new = NewDocument(title=title, file=file, idem_key=uuid.uuid4(), **more)
    return provide(person=person, new=new, actor=actor)


def make_note(person: User, actor: User, subject: str = "Reisepass", text: str = "", **more: Any) -> ContactNote:
    """Return an internal note of a call."""
    talk = Talk(
        channel=Channel.PHONE,
        happened_at=timezone.now() - timedelta(hours=1),
        subject=subject,
        text=text or "Beide Eltern unterschreiben.",
        **more,
    )
    return write_note(person=person, talk=talk, idem_key=uuid.uuid4(), actor=actor)
