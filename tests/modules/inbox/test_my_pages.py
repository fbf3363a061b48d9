"""The inbox of a citizen, as a browser shows it."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from modules.citizen_accounts.models import CitizenProfile
from modules.inbox.models import Conversation, Document, Message
from modules.inbox.services.documents import revoke
from modules.inbox.services.matching import talk_code
from modules.inbox.services.notes import share_note
from modules.inbox.services.writing import Topic, answer, start_by_staff
from rathaus.accounts.models import Department
from rathaus.files.attachments import check_content
from rathaus.timeline.models import TimelineEntry
from rathaus.timeline.services import Matter, add_entry
from tests.factories.accounts import UserFactory
from tests.factories.citizens import RepresentationFactory
from tests.factories.inbox import (
    BORN,
    draft,
    make_citizen,
    make_conversation,
    make_document,
    make_note,
    pdf_bytes,
    picture_bytes,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sabine, signed_in):
    return signed_in(sabine, second_factor=False)


def text(answer):
    return answer.content.decode()


def url(name, *args):
    return reverse(f"inbox:{name}", args=args, urlconf="rathaus.urls_tenant")


def message_form(**typed):
    return {"subject": "Frage zum Kita-Platz", "text": "Was brauchen Sie?", "idem_key": str(uuid.uuid4())} | typed


def test_strangers_sign_in_first_and_come_back(tenant_client):
    answer = tenant_client.get(url("start"))

    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/postfach/")


def test_an_empty_inbox_says_what_to_do(browser):
    page = text(browser.get(url("start")))

    assert "Noch keine Nachrichten" in page
    assert url("new") in page


def test_a_message_with_files_is_sent_once_even_if_the_form_comes_twice(browser, sabine):
    form = message_form()

    answers = [
        browser.post(url("new"), form | {"attachments": [upload(), upload("Foto.png", picture_bytes())]}) for _ in "12"
    ]

    conversation = Conversation.objects.get(person=sabine)
    assert {answer["Location"] for answer in answers} == {url("conversation", conversation.pk)}
    page = text(browser.get(url("conversation", conversation.pk)))
    for words in ("Was brauchen Sie?", "Plan.pdf", "Foto.png", "noch nicht gelesen"):
        assert words in page


def test_whoever_writes_is_a_citizen_from_then_on(signed_in):
    person = UserFactory()

    signed_in(person, second_factor=False).post(url("new"), message_form())

    assert CitizenProfile.objects.filter(user=person).exists()


def test_whoever_acts_by_proxy_says_so_with_the_message(browser, sabine):
    proxy = RepresentationFactory(representative=sabine)
    session = browser.session
    session["acting_for"] = f"proxy:{proxy.pk}"
    session.save()

    browser.post(url("new"), message_form())

    message = Message.objects.get()
    assert (message.author, message.in_name_of) == (sabine, "Ingrid Köhler (mit Vollmacht, Nachweis geprüft)")
    assert "für Ingrid Köhler" in text(browser.get(url("conversation", message.conversation_id)))


def test_a_wrong_file_is_said_at_the_field_and_the_text_stays(browser):
    answer = browser.post(url("new"), message_form(text="Viele Worte") | {"attachments": upload("a.pdf", b"MZ")})

    page = text(answer)
    assert "können wir nicht lesen" in page
    assert "Viele Worte" in page
    assert not Conversation.objects.exists()


def test_departments_are_offered_where_there_are_some(browser):
    assert "An wen?" not in text(browser.get(url("new")))
    department = Department.objects.create(name="Ordnungsamt")
    assert "Ordnungsamt" in text(browser.get(url("new")))

    browser.post(url("new"), message_form(department=str(department.pk)))

    assert Conversation.objects.get().department == department


def test_opening_a_conversation_marks_it_read_and_an_answer_goes_into_it(browser, sabine, clerk):
    conversation = start_by_staff(person=sabine, topic=Topic(subject="Kita"), draft=draft("Platz frei"), actor=clerk)
    assert "Neue Nachricht vom Rathaus" in text(browser.get(url("start")))

    browser.head(url("conversation", conversation.pk))
    assert Message.objects.get().read_at is None, "a program that only looks has read nothing"
    page = text(browser.get(url("conversation", conversation.pk)))
    assert "Platz frei" in page
    assert Message.objects.get().read_at is not None
    assert "Neue Nachricht vom Rathaus" not in text(browser.get(url("start")))

    sent = browser.post(url("conversation", conversation.pk), message_form(text="Gern!"))
    assert sent.status_code == 303
    assert [message.text for message in conversation.messages.all()] == ["Platz frei", "Gern!"]


def test_an_empty_answer_is_asked_for(browser, sabine):
    conversation = make_conversation(sabine)

    page = text(browser.post(url("conversation", conversation.pk), message_form(text="")))

    assert "Ihre Nachricht" in page
    assert conversation.messages.count() == 1


def test_an_attachment_is_a_download_that_runs_nothing(browser, sabine):
    file = check_content(pdf_bytes(), filename="Lageplan „neu“.pdf")
    conversation = make_conversation(sabine)
    from modules.inbox.services.writing import reply

    attachment = reply(conversation=conversation, draft=draft(files=[file])).attachments.get()

    answer = browser.get(url("attachment", attachment.pk))

    assert answer.content == file.content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_everything_of_somebody_else_is_not_there(browser, clerk):
    neighbour = make_citizen("peter.wendt@post.example", first_name="Peter")
    conversation = make_conversation(neighbour)
    from modules.inbox.services.writing import reply

    file = check_content(pdf_bytes(), filename="a.pdf")
    attachment = reply(conversation=conversation, draft=draft(files=[file])).attachments.get()
    document, note = make_document(neighbour, clerk), make_note(neighbour, clerk)
    share_note(note=note, birth_date=BORN, code="", actor=clerk)

    foreign = {
        "conversation": conversation.pk,
        "attachment": attachment.pk,
        "document": document.pk,
        "document_file": document.pk,
        "note": note.pk,
    }
    for name, key in foreign.items():
        assert browser.get(url(name, key)).status_code == 404, name
        if name in ("conversation", "document", "note"):
            assert browser.post(url(name, key), message_form()).status_code == 404, name
    assert conversation.messages.count() == 2
    assert Document.objects.get().first_retrieved_at is None


def test_a_document_is_retrieved_by_its_button_and_not_by_a_link(browser, sabine, clerk):
    document = make_document(sabine, clerk)
    assert "Noch nicht abgerufen" in text(browser.get(url("start")))

    early = browser.get(url("document_file", document.pk))
    assert early["Location"] == url("document", document.pk)
    browser.get(url("document", document.pk))
    document.refresh_from_db()
    assert document.first_retrieved_at is None

    fetched = browser.post(url("document", document.pk), follow=True)
    document.refresh_from_db()
    assert document.first_retrieved_at is not None
    assert fetched.content.startswith(b"%PDF-")
    assert fetched["Content-Disposition"] == 'attachment; filename="Meldebescheinigung.pdf"'
    assert "abgerufen am" in text(browser.get(url("documents")))


def test_a_document_that_was_taken_back_tells_nothing_of_what_it_was(browser, sabine, clerk):
    document = make_document(sabine, clerk, "Sozialhilfe für Peter")
    revoke(document=document, actor=clerk)

    pages = [text(browser.get(url("document", document.pk))), text(browser.get(url("start")))]

    assert "zurückgenommen" in pages[0]
    assert not any("Sozialhilfe" in page for page in pages)
    assert "zurückgenommen" in text(browser.post(url("document", document.pk), follow=True))


def test_a_shared_note_can_be_read_and_answered(browser, sabine, clerk):
    note = make_note(sabine, clerk, "Reisepass", "Beide Eltern unterschreiben.")
    assert browser.get(url("note", note.pk)).status_code == 404, "it is internal still"
    share_note(note=note, birth_date=BORN, code="", actor=clerk)

    assert "Beide Eltern unterschreiben." in text(browser.get(url("note", note.pk)))
    sent = browser.post(url("note", note.pk), message_form(text="Mein Mann ist verreist.") | {"attachments": upload()})

    conversation = Conversation.objects.get()
    assert sent["Location"] == url("conversation", conversation.pk)
    assert conversation.subject == "Reisepass"
    assert conversation.matter_id == note.pk


def test_the_code_for_a_talk_is_shown(browser, sabine):
    page = text(browser.get(url("code")))

    code = talk_code(sabine)
    assert f"{code[:3]} {code[3:]}" in page
    assert "no-store" in browser.get(url("code"))["Cache-Control"]


def test_the_first_page_says_what_waits(browser, sabine, clerk):
    conversation = make_conversation(sabine, "Kita-Platz")
    answer(conversation=conversation, draft=draft("Ja"), actor=clerk, seen_version=1)
    make_document(sabine, clerk, "Meldebescheinigung")

    page = text(browser.get("/mein/"))

    for words in ("Neue Nachrichten", "Kita-Platz", "Dokumente für Sie", "Meldebescheinigung"):
        assert words in page


def test_many_conversations_are_shown_page_by_page(browser, sabine, monkeypatch):
    monkeypatch.setattr("modules.inbox.selectors.mine.PAGE", 2)
    for number in range(3):
        make_conversation(sabine, f"Betreff {number}")

    first = browser.get(url("start"))
    after = first.context["page"].next
    second = text(browser.get(url("start"), {"ab": str(after)}))

    assert "Betreff 0" not in text(first)
    assert "Betreff 0" in second
    assert "Betreff 2" not in second


def test_the_timeline_shows_yesterdays_talk_by_day_and_by_matter(browser, sabine, clerk):
    make_conversation(sabine, "Kita-Platz", "Was brauchen Sie?")

    page = text(browser.get(url("timeline")))
    assert "Heute, " in page
    assert "Nachricht an das Rathaus: Kita-Platz" in page
    by_matter = text(browser.get(url("timeline"), {"nach": "vorgang"}))
    assert 'id="teil-1">Kita-Platz<' in by_matter
    conversation = Conversation.objects.get()
    narrow = text(browser.get(url("timeline"), {"vorgang": str(conversation.pk)}))
    assert "Was brauchen Sie?" in narrow
    assert "Kein Eintrag passt" in text(browser.get(url("timeline"), {"q": "Hundesteuer"}))


@pytest.mark.parametrize("query", [{}, {"nach": "vorgang"}, {"q": "Nachricht"}])
def test_a_page_of_a_long_timeline_takes_at_most_six_queries_and_no_more_when_it_grows(browser, sabine, query):
    browser.get(url("timeline"))  # header and footer are remembered from the first page on
    for number in range(35):
        tell(sabine, number)
    few = queries_of(browser, query)

    TimelineEntry.objects.bulk_create(
        TimelineEntry(person=sabine, key=f"n{number}", kind="x", title="Nachricht", matter_id=uuid.uuid4())
        for number in range(2000)
    )

    assert queries_of(browser, query) == few <= 6


def tell(person, number):
    matter = Matter("test.thing", uuid.uuid4(), "Thema") if number else None
    add_entry(person=person, key=str(number), kind="inbox.note_shared", title="Nachricht", matter=matter)


def queries_of(browser, query):
    """Return how many statements a page takes; now and then one asks besides whether hosts or switches have changed."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url("timeline"), query).status_code == 200
    return len([found for found in captured if not re.match("SET |.*tenants_directoryversion", found["sql"])])


def test_the_timeline_is_printed_as_a_pdf(browser, sabine):
    import pikepdf

    make_conversation(sabine, "Kita-Platz")

    answer = browser.get(url("timeline_print"))

    assert answer["Content-Disposition"] == 'attachment; filename="Verlauf.pdf"'
    from io import BytesIO

    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
