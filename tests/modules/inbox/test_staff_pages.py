"""Messages, people, notes and documents as clerks see them."""

import uuid

import pytest
from django.urls import reverse

from modules.inbox.models import ContactNote, Conversation, Document, Message, Remark, TextModule
from modules.inbox.services.handling import close, take_over
from modules.inbox.services.matching import talk_code
from modules.inbox.services.writing import reply
from rathaus.accounts.models import Department
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import StaffFactory
from tests.factories.inbox import BORN, draft, make_citizen, make_conversation, make_document, make_note, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return StaffFactory(roles=["case_worker"]).user


@pytest.fixture
def browser(clerk, signed_in):
    return signed_in(clerk)


def text(answer):
    return answer.content.decode()


def url(name, *args):
    return reverse(f"inbox_staff:{name}", args=args, urlconf="rathaus.urls_tenant")


def composed(step, conversation, **typed):
    version = typed.pop("version", conversation.version)
    return {"text": "Antwort", "version": version, "idem_key": str(uuid.uuid4()), "schritt": step} | typed


def test_data_protection_officers_and_approvers_see_no_content(sabine, signed_in):
    conversation, note = make_conversation(sabine), make_note(sabine, StaffFactory().user)
    pages = [
        url("conversations"),
        url("people"),
        url("conversation", conversation.pk),
        url("person", sabine.pk),
        url("note", note.pk),
    ]
    for role in ("data_protection_officer", "approver"):
        outsider = signed_in(StaffFactory(roles=[role]).user)
        assert {outsider.get(page).status_code for page in pages} == {403}


def test_the_front_desk_answers_and_notes_but_provides_no_documents(sabine, signed_in):
    desk = signed_in(StaffFactory(roles=["front_desk"]).user)

    page = text(desk.get(url("person", sabine.pk)))

    assert "Gespräch notieren" in page
    assert "Dokument bereitstellen" not in page
    assert desk.get(url("provide", sabine.pk)).status_code == 403
    assert desk.get(url("text_modules")).status_code == 403


def test_the_list_is_filtered_by_the_address(browser, clerk, sabine):
    waits, mine, done = (make_conversation(sabine, subject) for subject in ("Wartet", "Meins", "Erledigtes"))
    take_over(conversation=mine, actor=clerk, seen=None)
    close(conversation=done, actor=clerk)
    department = Department.objects.create(name="Ordnungsamt")
    Conversation.objects.filter(pk=waits.pk).update(department=department)

    def subjects(**query):
        page = text(browser.get(url("conversations"), query))
        return {subject for subject in ("Wartet", "Meins", "Erledigtes") if f">{subject}<" in page}

    assert subjects() == {"Wartet", "Meins"}
    assert subjects(zustand="meine") == {"Meins"}
    assert subjects(zustand="erledigt") == {"Erledigtes"}
    assert subjects(zustand="ungelesen") == {"Wartet", "Meins"}
    assert subjects(zustand="offen", abteilung=str(department.pk)) == {"Wartet"}
    assert subjects(zustand="offen", q="sabine meins") == {"Meins"}
    assert subjects(zustand="unsinn", abteilung="unsinn") == {"Wartet", "Meins"}


def test_what_my_department_has_to_do_is_mine_until_somebody_takes_it(browser, clerk, sabine):
    department = Department.objects.create(name="Ordnungsamt")
    clerk.staff_membership.departments.add(department)
    conversation = make_conversation(sabine, "Laterne", department=department)
    assert "Laterne" in text(browser.get(url("conversations"), {"zustand": "meine"}))

    take_over(conversation=conversation, actor=StaffFactory().user, seen=None)
    assert ">Laterne<" not in text(browser.get(url("conversations"), {"zustand": "meine"}))


def test_opening_a_conversation_marks_it_read_and_is_written_down_once(browser, clerk, sabine):
    conversation = make_conversation(sabine, text="Was brauchen Sie?")

    for _ in range(2):
        assert "Was brauchen Sie?" in text(browser.get(url("conversation", conversation.pk)))

    assert Message.objects.get().read_at is not None
    entry = AuditEntry.objects.get(action="inbox.conversation_read")
    assert (entry.actor_id, entry.target_id) == (clerk.pk, str(conversation.pk))


def test_an_answer_and_a_remark_by_the_two_buttons(browser, sabine):
    conversation = make_conversation(sabine)

    remark = browser.post(url("conversation", conversation.pk), composed("bemerken", conversation, text="Akte ziehen"))
    sent = browser.post(
        url("conversation", conversation.pk), composed("senden", conversation, text="Kommt") | {"attachments": upload()}
    )

    assert (remark.status_code, sent.status_code) == (303, 303)
    assert Remark.objects.get().text == "Akte ziehen"
    assert [message.text for message in Message.objects.filter(side="staff")] == ["Kommt"]
    page = text(browser.get(url("conversation", conversation.pk)))
    for words in ("Interne Bemerkung", "Akte ziehen", "Kommt", "Plan.pdf", "noch nicht gelesen"):
        assert words in page


def test_a_remark_with_files_is_refused_and_keeps_the_words(browser, sabine):
    conversation = make_conversation(sabine)

    page = text(
        browser.post(
            url("conversation", conversation.pk), composed("bemerken", conversation) | {"attachments": upload()}
        )
    )

    assert "hat keine Dateien" in page
    assert not Remark.objects.exists()


def test_whoever_answers_late_sees_what_is_new_and_can_then_send(browser, sabine):
    conversation = make_conversation(sabine)
    form = composed("senden", conversation, text="Meine lange Antwort")
    reply(conversation=conversation, draft=draft("Hat sich erledigt."))

    page = text(browser.post(url("conversation", conversation.pk), form))
    assert "Inzwischen gibt es eine neue Nachricht" in page
    assert "Hat sich erledigt." in page
    assert "Meine lange Antwort" in page
    assert 'name="version" value="2"' in page
    assert Message.objects.count() == 2

    assert browser.post(url("conversation", conversation.pk), form | {"version": 2}).status_code == 303


def test_a_text_module_is_put_in_without_a_script_and_nothing_typed_is_lost(browser, sabine):
    conversation = make_conversation(sabine)
    known = TextModule.objects.create(title="Eingang", text="Vielen Dank für Ihre Nachricht.")
    form = composed("baustein", conversation, text="Guten Tag,", text_module=str(known.pk))

    page = browser.post(url("conversation", conversation.pk), form)

    assert page.context["form"].initial["text"] == "Guten Tag,\n\nVielen Dank für Ihre Nachricht."
    assert Message.objects.count() == 1


def test_the_steps_of_a_conversation(browser, clerk, sabine):
    conversation = make_conversation(sabine)
    department = Department.objects.create(name="Ordnungsamt")
    step = url("step", conversation.pk)

    browser.post(step, {"schritt": "uebernehmen"})
    conversation.refresh_from_db()
    assert conversation.responsible == clerk
    browser.post(step, {"schritt": "erledigt"})
    conversation.refresh_from_db()
    assert conversation.closed_at
    browser.post(step, {"schritt": "oeffnen"})
    browser.post(step, {"schritt": "abgeben", "abteilung": str(department.pk)})
    conversation.refresh_from_db()
    assert (conversation.closed_at, conversation.department) == (None, department)
    assert browser.post(step, {"schritt": "unsinn"}).status_code == 303


def test_taking_over_from_somebody_who_was_faster_is_refused_with_their_name(browser, sabine):
    conversation, colleague = make_conversation(sabine), StaffFactory().user
    take_over(conversation=conversation, actor=colleague, seen=None)

    page = text(browser.post(url("step", conversation.pk), {"schritt": "uebernehmen", "gesehen": ""}, follow=True))

    assert f"{colleague.full_name} hat dieses Gespräch gerade übernommen." in page


@pytest.mark.parametrize("query", ["Köhl", "12.05.1984", "sabine 12.05.1984", "sabine.koehler@post", "1984-05-12"])
def test_citizens_are_found_by_name_birth_date_and_address(browser, sabine, query):
    make_citizen("peter.wendt@post.example", first_name="Peter", last_name="Wendt", birth_date=None)

    page = text(browser.get(url("people"), {"q": query}))

    assert url("person", sabine.pk) in page
    assert "Wendt" not in page
    searched = AuditEntry.objects.get(action="inbox.people_searched")
    assert (searched.target_id, searched.details) == ("", {})


@pytest.mark.parametrize("query", ["Kö", "a", "", "99.99.1984", "%", "12.05.1985"])
def test_nobody_leafs_through_everybody(browser, sabine, query):
    assert url("person", sabine.pk) not in text(browser.get(url("people"), {"q": query}))


def test_staff_without_a_citizens_account_have_no_such_page(browser, clerk):
    assert browser.get(url("person", clerk.pk)).status_code == 404


def test_a_persons_page_shows_everything_and_each_look_is_in_the_record(browser, clerk, sabine):
    make_conversation(sabine, "Kita-Platz")
    make_note(sabine, clerk, "Reisepass")
    make_document(sabine, clerk, "Meldebescheinigung")

    page = text(browser.get(url("person", sabine.pk)))

    for words in ("Kita-Platz", "Reisepass", "Meldebescheinigung", "12.05.1984", "Lindenstraße 8"):
        assert words in page
    entry = AuditEntry.objects.get(action="inbox.person_read")
    assert (entry.actor_id, entry.target_id, entry.details) == (clerk.pk, str(sabine.pk), {})


def test_a_call_is_noted_shared_and_taken_back(browser, sabine):
    form = {
        "channel": "phone",
        "day": "2026-01-05",
        "time": "09:20",
        "subject": "Reisepass",
        "text": "Beide Eltern unterschreiben.",
        "idem_key": str(uuid.uuid4()),
    }
    answers = [browser.post(url("note_add", sabine.pk), form) for _ in range(2)]
    note = ContactNote.objects.get()
    assert {answer["Location"] for answer in answers} == {url("note", note.pk)}

    wrong = text(browser.post(url("note", note.pk), {"birth_date": "1990-01-01"}))
    assert "passt nicht zu dieser Person" in wrong
    nothing = text(browser.post(url("note", note.pk), {}))
    assert "Geburtsdatum oder den Code" in nothing
    browser.post(url("note", note.pk), {"code": talk_code(sabine)})
    note.refresh_from_db()
    assert note.shared_at
    assert "Freigabe zurücknehmen" in text(browser.get(url("note", note.pk)))
    assert "schon freigegeben" in text(browser.post(url("note_change", note.pk), form, follow=True))

    browser.post(url("note_undo", note.pk))
    note.refresh_from_db()
    assert note.shared_at is None


def test_a_note_may_belong_to_a_matter_of_the_person(browser, clerk, sabine):
    conversation = make_conversation(sabine, "Kita-Platz")
    form = {
        "channel": "counter",
        "day": "2026-01-05",
        "time": "09:20",
        "subject": "Kita",
        "text": "Platz zugesagt.",
        "matter": str(conversation.pk),
        "idem_key": str(uuid.uuid4()),
    }

    browser.post(url("note_add", sabine.pk), form)

    note = ContactNote.objects.get()
    assert (note.matter_id, note.matter_label) == (conversation.pk, "Kita-Platz")
    browser.post(url("note", note.pk), {"birth_date": BORN.isoformat()})
    assert sabine.timeline.filter(matter_id=conversation.pk).count() == 2


def test_a_talk_in_the_future_is_refused(browser, sabine):
    form = {
        "channel": "phone",
        "day": "2099-01-05",
        "time": "09:20",
        "subject": "Kita",
        "text": "Platz",
        "idem_key": str(uuid.uuid4()),
    }

    assert "liegt in der Zukunft" in text(browser.post(url("note_add", sabine.pk), form))
    assert not ContactNote.objects.exists()


def test_a_document_is_provided_once_shown_with_its_proof_and_taken_back(browser, sabine):
    form = {"title": "Meldebescheinigung", "idem_key": str(uuid.uuid4())}
    answers = [browser.post(url("provide", sabine.pk), form | {"file": upload()}) for _ in range(2)]
    document = Document.objects.get()
    assert {answer["Location"] for answer in answers} == {url("document", document.pk)}

    page = text(browser.get(url("document", document.pk)))
    assert document.sha256 in page
    assert browser.get(url("document_file", document.pk)).content.startswith(b"%PDF-")
    document.refresh_from_db()
    assert document.first_retrieved_at is None, "a clerk's look is no retrieval"

    browser.post(url("revoke", document.pk))
    document.refresh_from_db()
    assert document.revoked_at


def test_a_document_without_file_or_of_another_kind_is_refused(browser, sabine):
    form = {"title": "Bescheid", "idem_key": str(uuid.uuid4())}

    assert "Bitte wählen Sie eine Datei aus." in text(browser.post(url("provide", sabine.pk), form))
    assert "können wir nicht lesen" in text(
        browser.post(url("provide", sabine.pk), form | {"file": upload("a.pdf", b"MZ")})
    )
    assert not Document.objects.exists()


def test_writing_to_a_person_makes_the_clerk_responsible(browser, clerk, sabine):
    form = {"subject": "Kita", "text": "Bitte senden Sie die Urkunde.", "idem_key": str(uuid.uuid4())}

    browser.post(url("write", sabine.pk), form)

    conversation = Conversation.objects.get()
    assert (conversation.person, conversation.responsible) == (sabine, clerk)


def test_text_modules_are_written_changed_and_removed(signed_in_administrator):
    admin = signed_in_administrator
    admin.post(url("text_module_add"), {"title": "Eingang", "text": "Danke."})
    known = TextModule.objects.get(title="Eingang")
    assert "Danke." in text(admin.get(url("text_modules")))

    admin.post(url("text_module", known.pk), {"title": "Eingang", "text": "Vielen Dank."})
    known.refresh_from_db()
    assert known.text == "Vielen Dank."

    admin.post(url("text_module_remove", known.pk))
    assert not TextModule.objects.filter(pk=known.pk).exists()


def test_search_and_first_page_show_people_and_messages_to_those_who_may(browser, signed_in, sabine):
    conversation = make_conversation(sabine, "Kita-Platz ab Februar")

    found = text(browser.get("/verwaltung/suche/", {"q": "Köhler"}))
    assert url("person", sabine.pk) in found
    assert url("conversation", conversation.pk) in found
    assert "Kita-Platz ab Februar" in text(browser.get("/verwaltung/"))

    officer = signed_in(StaffFactory(roles=["data_protection_officer"]).user)
    assert "Köhler" not in text(officer.get("/verwaltung/suche/", {"q": "Kita-Platz"}))
