"""What is kept about people, what they are told, what stays and when it is forgotten."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from modules.inbox.models import Attachment, ContactNote, Conversation, Document, Remark
from modules.inbox.privacy import KEPT, PERSONAL_DATA
from modules.inbox.services.documents import retrieve
from modules.inbox.services.handling import add_remark
from modules.inbox.services.notes import share_note
from modules.inbox.services.writing import reply
from rathaus.accounts.models import User
from rathaus.files.attachments import check_content
from rathaus.privacy.services import erase_person, kept_after_erasure
from tests.factories.inbox import BORN, draft, make_citizen, make_conversation, make_document, make_note, pdf_bytes

pytestmark = pytest.mark.django_db


def fill(person, clerk):
    import uuid

    conversation = make_conversation(person)
    file = check_content(pdf_bytes(), filename="Urkunde.pdf")
    reply(conversation=conversation, draft=draft("Anbei", files=[file]))
    add_remark(conversation=conversation, text="Intern", idem_key=uuid.uuid4(), actor=clerk)
    make_note(person, clerk, "Intern")
    share_note(note=make_note(person, clerk, "Offen"), birth_date=BORN, code="", actor=clerk)
    return make_document(person, clerk)


def test_a_person_is_given_messages_documents_and_shared_notes(sabine, clerk):
    document = fill(sabine, clerk)
    fill(make_citizen("peter@post.example"), clerk)

    rows = PERSONAL_DATA.export(email=sabine.email)

    assert [row["kind"] for row in rows] == ["message", "message", "contact_note", "document"]
    assert rows[1]["attachments"] == "Urkunde.pdf"
    assert rows[2]["subject"] == "Offen"
    assert rows[3]["sha256"] == document.sha256


def test_erasure_leaves_only_the_proof_of_provision(sabine, clerk, django_capture_on_commit_callbacks):
    document = fill(sabine, clerk)
    retrieve(document=document)
    neighbour = make_citizen("peter@post.example")
    fill(neighbour, clerk)
    stored = [Attachment.objects.get(message__conversation__person=sabine).stored, document.stored]
    assert [kept.what for kept in kept_after_erasure(email=sabine.email) if "Nachweise" in str(kept.what)]

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(email=sabine.email, actor=None)

    assert not User.objects.filter(pk=sabine.pk).exists()
    assert [conversation.person for conversation in Conversation.objects.all()] == [neighbour]
    assert set(ContactNote.objects.values_list("person", flat=True)) == {neighbour.pk}
    assert Remark.objects.count() == 1
    assert not any(default_storage.exists(name) for name in stored)
    document.refresh_from_db()
    assert (document.person, document.title, document.filename, document.stored) == (None, "", "", "")
    assert document.sha256
    assert document.provided_at
    assert document.first_retrieved_at
    assert default_storage.exists(Document.objects.get(person=neighbour).stored)


def test_after_three_years_without_a_word_everything_is_forgotten(sabine, clerk, django_capture_on_commit_callbacks):
    document = fill(sabine, clerk)

    assert PERSONAL_DATA.apply_retention(now=timezone.now()) == 0
    with django_capture_on_commit_callbacks(execute=True):
        PERSONAL_DATA.apply_retention(now=timezone.now() + KEPT + timedelta(days=1))

    assert not Conversation.objects.exists()
    assert not ContactNote.objects.exists()
    document.refresh_from_db()
    assert (document.title, document.person) == ("", None)
    assert not default_storage.exists(document.stored or "nothing")


def test_a_document_that_was_taken_back_is_forgotten_after_ninety_days(sabine, clerk):
    from modules.inbox.services.documents import revoke

    document = make_document(sabine, clerk)
    revoke(document=document, actor=clerk)

    assert PERSONAL_DATA.apply_retention(now=timezone.now() + timedelta(days=91)) == 1
