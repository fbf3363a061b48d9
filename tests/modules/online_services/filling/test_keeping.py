"""Drafts that wait: links by mail, one reminder, the end; and files that come in parts."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from modules.online_services.errors_filling import TooOftenError
from modules.online_services.models import Draft, Upload
from modules.online_services.privacy import PERSONAL_DATA
from modules.online_services.services.drafts import take_into_account
from modules.online_services.services.keeping import (
    MAILS_A_DAY,
    mail_link,
    remind_of_drafts,
    remove_expired_drafts,
)
from modules.online_services.services.uploading import announce_upload, remove_upload, take_file, take_part
from rathaus.mail.models import OutboxMessage
from tests.factories.inbox import make_citizen, pdf_bytes, upload
from tests.factories.services import COMPLETE, PERSON, make_draft, make_request, make_service

pytestmark = pytest.mark.django_db


def test_a_guest_gets_the_way_back_by_mail_with_its_last_day(tenant_client):
    draft = make_draft(service=make_service(), answers=PERSON)

    answer = tenant_client.post(f"/dienste/antrag/{draft.token}/speichern/", {"email": "gast@post.example"})

    mail = OutboxMessage.objects.get()
    assert "gast@post.example" in answer.content.decode()
    assert draft.token in mail.text
    assert str(draft.expires_at.year) in mail.text
    assert "Köhler" not in mail.text
    draft.refresh_from_db()
    assert draft.email == "gast@post.example"


def test_nobody_is_flooded_with_links():
    draft = make_draft()
    for _time in range(MAILS_A_DAY):
        mail_link(draft=draft, email="gast@post.example")

    with pytest.raises(TooOftenError):
        mail_link(draft=draft, email="gast@post.example")


def test_one_reminder_leaves_before_the_end_and_then_everything_goes(django_capture_on_commit_callbacks):
    draft = make_draft(person=make_citizen())
    take_file(draft=draft, place="nachweis", file=upload())
    stored = Upload.objects.get().stored
    soon = draft.expires_at - timedelta(days=4)

    assert (remind_of_drafts(now=soon), remind_of_drafts(now=soon)) == (1, 0)
    assert OutboxMessage.objects.get().to == draft.person.email
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_expired_drafts(now=draft.expires_at) == 1
    assert not Draft.objects.exists()
    assert not default_storage.exists(stored)


def test_a_draft_that_nobody_can_be_told_of_is_not_asked_about_again():
    draft = make_draft()

    assert remind_of_drafts(now=draft.expires_at - timedelta(days=1)) == 0
    draft.refresh_from_db()
    assert draft.reminded_at is not None


def test_a_guest_takes_a_draft_into_the_account(tenant_client, signed_in):
    draft, person = make_draft(), make_citizen()
    signed_in(person, second_factor=False).post(f"/dienste/antrag/{draft.token}/speichern/", {"konto": "1"})

    draft.refresh_from_db()
    assert draft.person == person
    assert tenant_client.get(f"/dienste/antrag/{draft.token}/").status_code == 302


def test_nobody_takes_what_a_colleague_fills_in(administrator):
    draft = make_draft(opened_by=administrator)

    take_into_account(draft=draft, person=make_citizen())

    draft.refresh_from_db()
    assert draft.person is None


def test_a_file_comes_in_parts_that_go_on_where_they_broke_off():
    draft, content = make_draft(), pdf_bytes(3)
    begun = announce_upload(draft=draft, place="nachweis", filename="Plan.pdf", size=len(content))
    take_part(upload=begun, offset=0, content=content[:100])

    again = announce_upload(draft=draft, place="nachweis", filename="Plan.pdf", size=len(content))
    assert (again.pk, again.received) == (begun.pk, 100)
    take_part(upload=again, offset=0, content=content[:100])
    done = take_part(upload=again, offset=100, content=content[100:])

    assert done.is_usable
    draft.refresh_from_db()
    assert draft.answers["nachweis"] == [str(done.pk)]
    with default_storage.open(done.stored) as kept:
        assert kept.read() == content


def test_a_file_that_is_none_is_refused_in_the_end_and_can_be_removed():
    draft, content = make_draft(), b"MZ" + b"\x00" * 400
    begun = announce_upload(draft=draft, place="nachweis", filename="x.pdf", size=len(content))

    refused = take_part(upload=begun, offset=0, content=content)

    assert "können wir nicht lesen" in refused.refused
    draft.refresh_from_db()
    assert "nachweis" not in draft.answers
    remove_upload(draft=draft, upload_id=refused.pk)
    assert not Upload.objects.exists()


def test_a_file_of_a_row_is_found_after_rows_have_moved():
    from modules.online_services.services.saving import remove_row_at

    draft = make_draft(answers={"kinder": [{"kind_name": "Mia"}, {"kind_name": "Ben"}]})
    kept = take_file(draft=draft, place="kinder/1/kind_nachweis", file=upload())
    remove_row_at(draft=draft, place="kinder/0")
    draft.refresh_from_db()
    assert draft.answers["kinder"] == [{"kind_name": "Ben", "kind_nachweis": [str(kept.pk)]}]

    remove_upload(draft=draft, upload_id=kept.pk)

    draft.refresh_from_db()
    assert draft.answers["kinder"][0]["kind_nachweis"] == []


@pytest.mark.parametrize("place", ["vorname", "gibtesnicht", "nachweis/0/x", "andere/0/kind_nachweis", "../x", ""])
def test_files_come_only_where_the_form_asks_for_them(tenant_client, place):
    draft = make_draft()

    answer = tenant_client.post(
        f"/dienste/antrag/{draft.token}/dateien/",
        json.dumps({"place": place, "filename": "x.pdf", "size": 10}),
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_no_more_files_than_the_question_takes(tenant_client):
    draft = make_draft()
    for number in range(2):
        take_file(draft=draft, place="nachweis", file=upload(f"{number}.pdf"))

    answer = tenant_client.post(
        f"/dienste/antrag/{draft.token}/dateien/",
        json.dumps({"place": "nachweis", "filename": "x.pdf", "size": 10}),
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert "höchstens 2 Dateien" in answer.json()["problem"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"place": "nachweis", "filename": "x", "size": "viel"}', "null"])
def test_nonsense_about_files_is_refused(tenant_client, body):
    draft = make_draft()
    path = f"/dienste/antrag/{draft.token}/dateien/"

    assert tenant_client.post(path, body, content_type="application/json").status_code == 400


def test_a_file_of_another_draft_is_not_found(tenant_client):
    mine = make_draft()
    other = make_draft(mine.form_version)
    foreign = take_file(draft=other, place="nachweis", file=upload())

    base = f"/dienste/antrag/{mine.token}/dateien/{foreign.pk}/"
    assert tenant_client.get(base).status_code == 404
    assert tenant_client.post(f"{base}weg/").status_code == 404
    assert tenant_client.post(f"/dienste/antrag/{mine.token}/dateien/{uuid.uuid4()}/weg/").status_code == 404


def test_what_somebody_began_is_told_and_erased(django_capture_on_commit_callbacks):
    person = make_citizen()
    make_draft(person=person, answers=PERSON)

    assert "Köhler" in str(PERSONAL_DATA.export(email=person.email))
    with django_capture_on_commit_callbacks(execute=True):
        assert PERSONAL_DATA.erase(email=person.email) == 1
    assert not Draft.objects.exists()


def test_what_was_sent_is_told_and_stays_with_its_case():
    from modules.cases.api import Applicant

    request = make_request(service=make_service(), case={"applicant": Applicant(email="gast@post.example")})

    assert "Köhler" in str(PERSONAL_DATA.export(email="gast@post.example"))
    assert len(PERSONAL_DATA.kept_after_erasure(email="gast@post.example")) == 1
    request.refresh_from_db()
    assert request.answers == COMPLETE


def test_a_rehearsal_is_never_sent(signed_in, administrator):
    draft = make_draft(opened_by=administrator, is_rehearsal=True, answers=COMPLETE)
    browser = signed_in(administrator)
    page = f"/dienste/antrag/{draft.token}/pruefen/"

    shown = browser.get(page).content.decode()
    sent = browser.post(page, {"version": draft.version, "declared": "on"})

    assert "Vorschau" in shown
    assert "nur eine Vorschau" in sent.content.decode()
    assert Draft.objects.exists()


def test_drafts_live_thirty_days():
    draft = make_draft()

    assert timedelta(days=29) < draft.expires_at - timezone.now() <= timedelta(days=30)
