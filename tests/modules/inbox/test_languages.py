"""What the town hall writes reads in the person's language, whatever language the clerk works in."""

import uuid

import pytest
from django.utils import timezone
from django.utils.translation import override

from modules.citizen_accounts.models import CitizenProfile
from modules.inbox.models.note import UNDO_FOR
from modules.inbox.services.documents import NewDocument, provide
from modules.inbox.services.notes import share_note, tell_about_notes
from modules.inbox.services.writing import Topic, start_by_staff
from rathaus.files.attachments import check_content
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from tests.factories.accounts import StaffFactory
from tests.factories.inbox import BORN, draft, make_citizen, make_note, pdf_bytes

pytestmark = pytest.mark.django_db
OTHER = {"de": "en", "en": "de"}


@pytest.fixture(params=["de", "en"])
def reader(request):
    person = make_citizen()
    CitizenProfile.objects.filter(user=person).update(language=request.param)
    with override(OTHER[request.param]):
        yield person, request.param


def told(person):
    entry = TimelineEntry.objects.get(person=person)
    return entry.title, entry.path.startswith("/en/")


def test_a_message_is_told_in_the_language_of_its_reader(reader):
    person, language = reader
    start_by_staff(person=person, topic=Topic(subject="Hundesteuer"), draft=draft(), actor=StaffFactory().user)

    title = {"de": "Nachricht vom Rathaus: Hundesteuer", "en": "Message from the town hall: Hundesteuer"}[language]
    assert told(person) == (title, language == "en")
    subject = {"de": "Sie haben eine neue Nachricht", "en": "You have a new message"}[language]
    assert OutboxMessage.objects.get(to=person.email).subject == subject


def test_a_document_is_told_in_the_language_of_its_reader(reader):
    person, language = reader
    file = check_content(pdf_bytes(), filename="Bescheid.pdf")
    new = NewDocument(title="Bescheid", file=file, idem_key=uuid.uuid4())
    provide(person=person, new=new, actor=StaffFactory().user)

    title = {"de": "Dokument für Sie: Bescheid", "en": "Document for you: Bescheid"}[language]
    assert told(person) == (title, language == "en")


def test_a_note_is_told_in_the_language_of_its_reader(reader):
    person, language = reader
    clerk = StaffFactory().user
    note = make_note(person, clerk)
    share_note(note=note, birth_date=BORN, code="", actor=clerk)

    title = {"de": "Am Telefon besprochen: Reisepass", "en": "Discussed on the phone: Reisepass"}[language]
    assert told(person) == (title, language == "en")

    tell_about_notes(now=timezone.now() + UNDO_FOR)
    subject = {"de": "Das haben wir besprochen", "en": "What we discussed"}[language]
    assert OutboxMessage.objects.get(to=person.email).subject == subject
