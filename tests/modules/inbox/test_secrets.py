"""What is internal stays internal, and what is restricted opens only for those who are named."""

import json
import uuid

import pytest
from django.urls import reverse

from modules.inbox import api
from modules.inbox.models import TextModule
from modules.inbox.selectors.contributions import dashboard_cards, my_cards, search_hits
from modules.inbox.services.handling import add_remark
from modules.inbox.services.notes import share_note
from modules.inbox.services.writing import answer, reply
from rathaus.accounts.areas import TAX
from rathaus.accounts.models import RestrictedAreaMember
from rathaus.api.scopes import all_scopes
from rathaus.files.attachments import check_content
from rathaus.mail.models import OutboxMessage
from rathaus.privacy.services import export_person
from rathaus.timeline.models import TimelineEntry
from rathaus.timeline.services import Matter
from tests.contracts.routes import tenant_routes
from tests.factories.accounts import StaffFactory
from tests.factories.inbox import (
    BORN,
    draft,
    make_conversation,
    make_document,
    make_note,
    pdf_bytes,
)

pytestmark = pytest.mark.django_db

SECRET = "Geheimwort-Zuckerhut"


def body(page):
    content = b"".join(page.streaming_content) if page.streaming else page.content
    return content.decode(errors="replace")


def citizen_paths(**keys):
    """Return every address outside of the dashboard, with this person's own things where it takes some."""
    for route in tenant_routes():
        if route.namespace == "inbox" and route.arguments:
            yield route.path({"key": keys[route.name.partition(":")[2]]})
        elif not route.arguments:
            path = route.path()
            if not path.startswith(("/verwaltung", "/entwicklung", "/api")):
                yield path


def test_remarks_and_internal_notes_stand_on_no_page_of_a_citizen(sabine, clerk, signed_in):
    conversation = make_conversation(sabine)
    file = check_content(pdf_bytes(), filename="a.pdf")
    attachment = reply(conversation=conversation, draft=draft(files=[file])).attachments.get()
    add_remark(conversation=conversation, text=SECRET, idem_key=uuid.uuid4(), actor=clerk)
    answer(conversation=conversation, draft=draft("Kommt."), actor=clerk, seen_version=2)
    make_note(sabine, clerk, SECRET, SECRET)
    shared = make_note(sabine, clerk, "Offen", "Offen")
    share_note(note=shared, birth_date=BORN, code="", actor=clerk)
    document = make_document(sabine, clerk)
    TextModule.objects.create(title=SECRET, text=SECRET)
    browser = signed_in(sabine, second_factor=False)
    paths = list(
        citizen_paths(
            conversation=conversation.pk,
            attachment=attachment.pk,
            document=document.pk,
            document_file=document.pk,
            note=shared.pk,
        )
    )

    pages = {path: browser.get(path) for path in paths}

    assert [path for path, page in pages.items() if SECRET in body(page)] == []
    seen = body(pages[reverse("inbox:conversation", args=[conversation.pk], urlconf="rathaus.urls_tenant")])
    assert "Kommt." in seen, "the page is really the person's own"
    clerks_page = reverse("inbox_staff:conversation", args=[conversation.pk], urlconf="rathaus.urls_tenant")
    assert SECRET in body(signed_in(clerk).get(clerks_page))


def test_neither_mail_nor_timeline_nor_export_nor_programs_learn_of_them(sabine, clerk, program):
    conversation = make_conversation(sabine)
    add_remark(conversation=conversation, text=SECRET, idem_key=uuid.uuid4(), actor=clerk)
    answer(conversation=conversation, draft=draft("Kommt."), actor=clerk, seen_version=1)
    make_note(sabine, clerk, SECRET, SECRET)

    mails = [mail.subject + mail.text + mail.html for mail in OutboxMessage.objects.all()]
    assert mails
    assert not any(SECRET in mail for mail in mails)
    told = [entry.title + entry.text + entry.matter_label for entry in TimelineEntry.objects.all()]
    assert told
    assert not any(SECRET in words for words in told)
    exported = json.dumps(export_person(email=sabine.email, actor=None), ensure_ascii=False)
    assert "Kommt." in exported
    assert SECRET not in exported
    assert SECRET not in str(my_cards(sabine))
    assert [scope for scope in all_scopes() if scope.startswith("inbox:")] == [], "programs have no way in at all"
    assert program().get("/api/v1/inbox/").status_code == 404


def test_what_belongs_to_a_restricted_area_is_not_there_for_other_clerks(sabine, clerk, signed_in):
    named = StaffFactory()
    RestrictedAreaMember.objects.create(area=TAX, membership=named)
    matter = Matter("tax.case", uuid.uuid4(), f"{SECRET} Hundesteuer")
    conversation = api.send_message(
        person=sabine, subject=f"{SECRET} Steuer", text=SECRET, matter=matter, by=named.user, area=TAX
    )
    file = check_content(pdf_bytes(), filename="a.pdf")
    attachment = reply(conversation=conversation, draft=draft(SECRET, files=[file])).attachments.get()
    document = make_document(sabine, named.user, f"{SECRET} Bescheid", area=TAX, matter=matter)
    note = make_note(sabine, named.user, SECRET, SECRET, area=TAX)
    keys = {
        "conversation": conversation.pk,
        "attachment": attachment.pk,
        "document": document.pk,
        "document_file": document.pk,
        "note": note.pk,
        "note_change": note.pk,
    }
    paths = [reverse(f"inbox_staff:{name}", args=[key], urlconf="rathaus.urls_tenant") for name, key in keys.items()]
    person_page = reverse("inbox_staff:person", args=[sabine.pk], urlconf="rathaus.urls_tenant")
    lists = [reverse("inbox_staff:conversations", urlconf="rathaus.urls_tenant") + "?zustand=offen", person_page]

    closed, open_ = signed_in(clerk), signed_in(named.user)

    assert {closed.get(path).status_code for path in paths} == {404}
    assert {closed.post(path).status_code for path in paths if "datei" not in path} <= {404, 405}
    assert {open_.get(path).status_code for path in paths} == {200}
    for path in (*lists, person_page + "?nach=vorgang", "/verwaltung/", "/verwaltung/suche/?q=K%C3%B6hler"):
        assert SECRET not in body(closed.get(path)), path
    assert all(SECRET in body(open_.get(path)) for path in lists)
    assert search_hits(SECRET, clerk) == []
    assert dashboard_cards(clerk) == []
    assert SECRET in body(signed_in(sabine).get("/postfach/verlauf/")), "the person sees everything of their own"


def test_a_clerk_who_is_named_for_an_area_can_keep_a_note_in_it(sabine, signed_in):
    named = StaffFactory()
    RestrictedAreaMember.objects.create(area=TAX, membership=named)
    form = {
        "channel": "phone",
        "day": "2026-01-05",
        "time": "09:20",
        "subject": "Stundung",
        "text": "Rate vereinbart",
        "area": TAX,
        "idem_key": str(uuid.uuid4()),
    }
    address = reverse("inbox_staff:note_add", args=[sabine.pk], urlconf="rathaus.urls_tenant")
    plain = StaffFactory().user

    assert "Geschützter Bereich" not in body(signed_in(plain).get(address))
    signed_in(named.user).post(address, form)

    from modules.inbox.models import ContactNote

    assert ContactNote.objects.get().area == TAX
