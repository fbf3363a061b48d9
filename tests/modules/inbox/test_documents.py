"""Documents: moments and hash are proof, and nothing changes afterwards."""

import hashlib
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from modules.inbox import api
from modules.inbox.errors import RetrievedError, RevokedError
from modules.inbox.models import Conversation, Document, Message
from modules.inbox.services.documents import NewDocument, provide, retrieve, revoke
from rathaus.audit.models import AuditEntry
from rathaus.files.attachments import check_content
from rathaus.files.errors import DamagedFileError, WrongDocumentError
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from rathaus.timeline.services import Matter
from tests.factories.accounts import UserFactory
from tests.factories.inbox import make_document, pdf_bytes

pytestmark = pytest.mark.django_db


def test_a_provided_document_has_its_moment_and_hash_and_the_person_is_told(sabine, clerk):
    content = pdf_bytes()
    file = check_content(content, filename="Bescheid.pdf")

    document = provide(person=sabine, new=NewDocument(title="Bescheid", file=file, idem_key=uuid.uuid4()), actor=clerk)

    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.provided_at is not None
    assert document.first_retrieved_at is None
    assert TimelineEntry.objects.get(person=sabine).path == f"/postfach/dokument/{document.pk}/"
    mail = OutboxMessage.objects.get(to=sabine.email)
    assert "Bescheid" not in mail.subject + mail.text + mail.html
    assert AuditEntry.objects.get(action="inbox.document_provided").details == {"sha256": document.sha256}


def test_providing_twice_with_the_same_key_provides_once(sabine, clerk):
    key, file = uuid.uuid4(), check_content(pdf_bytes(), filename="a.pdf")
    new = NewDocument(title="Bescheid", file=file, idem_key=key)

    found = {provide(person=sabine, new=new, actor=clerk).pk for _ in range(2)}

    assert len(found) == Document.objects.count() == OutboxMessage.objects.count() == 1


def test_the_first_retrieval_counts_and_later_ones_change_nothing(sabine, clerk):
    document = make_document(sabine, clerk)

    contents = {retrieve(document=document) for _ in range(2)}
    document.refresh_from_db()
    moment = document.first_retrieved_at
    retrieve(document=document)
    document.refresh_from_db()

    assert [hashlib.sha256(content).hexdigest() for content in contents] == [document.sha256]
    assert document.first_retrieved_at == moment
    retrieved = AuditEntry.objects.get(action="inbox.document_retrieved")
    assert (retrieved.actor_id, retrieved.actor_kind) == (sabine.pk, "citizen")


def test_content_that_was_changed_in_the_storage_is_not_given_out_and_counts_as_not_retrieved(sabine, clerk):
    document = make_document(sabine, clerk)
    default_storage.delete(document.stored)
    default_storage.save(document.stored, ContentFile(pdf_bytes(2)))

    with pytest.raises(DamagedFileError):
        retrieve(document=document)

    document.refresh_from_db()
    assert document.first_retrieved_at is None


def test_a_document_is_taken_back_only_before_it_was_retrieved(sabine, clerk):
    document, other = make_document(sabine, clerk), make_document(sabine, clerk, "Anderes")
    retrieve(document=document)

    with pytest.raises(RetrievedError):
        revoke(document=document, actor=clerk)
    for _ in range(2):
        revoke(document=other, actor=clerk)

    with pytest.raises(RevokedError):
        retrieve(document=other)
    assert AuditEntry.objects.filter(action="inbox.document_revoked").count() == 1
    assert TimelineEntry.objects.filter(person=sabine).count() == 1


def test_the_database_itself_refuses_a_document_that_was_retrieved_and_taken_back(sabine, clerk):
    document = make_document(sabine, clerk)
    retrieve(document=document)
    document.refresh_from_db()

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(revoked_at=document.first_retrieved_at)


def test_other_modules_provide_documents_and_find_them_by_their_matter():
    person, matter = UserFactory(), Matter("cases.case", uuid.uuid4(), "SN-2026-0147")
    key = uuid.uuid4()

    for _ in range(2):
        document = api.provide_document(
            person=person,
            title="Erlaubnis",
            content=pdf_bytes(),
            filename="Erlaubnis.pdf",
            matter=matter,
            by_name="Ordnungsamt",
            idem_key=key,
        )

    assert list(api.provided_documents(matter=matter)) == [document]
    assert document.provided_by_name == "Ordnungsamt"
    assert person.citizen_profile, "whoever gets something has a page of their own"
    with pytest.raises(WrongDocumentError):
        api.provide_document(person=person, title="Virus", content=b"MZ", filename="a.pdf", by_name="Ordnungsamt")


def test_other_modules_write_messages_that_stay_in_one_conversation_per_matter(clerk):
    person, matter = UserFactory(), Matter("cases.case", uuid.uuid4(), "SN-2026-0147")

    first = api.send_message(person=person, subject="Lageplan", text="Bitte senden", matter=matter, by=clerk)
    second = api.send_message(person=person, subject="Skizze", text="Auch die", matter=matter, by_name="Ordnungsamt")
    apart = api.send_message(person=person, subject="Anderes", text="Hallo", by=clerk)

    assert first == second
    assert Conversation.objects.count() == 2
    assert apart.matter.kind == "inbox.conversation"
    assert [message.author_name for message in Message.objects.filter(conversation=first)] == [
        clerk.full_name,
        "Ordnungsamt",
    ]
