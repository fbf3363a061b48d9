"""The town hall checks proofs."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from modules.citizen_accounts.models import EndedBy, ProofState
from rathaus.audit.models import AuditEntry
from rathaus.files.attachments import check_file, keep_file
from rathaus.mail.models import OutboxMessage
from tests.factories.citizens import RepresentationFactory
from tests.modules.citizen_accounts.papers import SCAN

pytestmark = pytest.mark.django_db

LIST = "/verwaltung/buerger/vertretungen/"


@pytest.fixture
def waiting(tenant):
    kept = keep_file(check_file(ContentFile(SCAN, name="Vollmacht.png")))
    return RepresentationFactory(
        proof_state=ProofState.WAITING, stored_as=kept.stored, file_name=kept.filename, email="ingrid@post.example"
    )


def test_without_anything_to_check_the_page_says_so(signed_in_administrator):
    assert "Gerade wartet kein Nachweis" in signed_in_administrator.get(LIST).content.decode()


def test_the_list_and_the_first_page_show_what_waits(signed_in_administrator, waiting):
    for path in (LIST, "/verwaltung/"):
        shown = signed_in_administrator.get(path).content.decode()
        assert waiting.full_name in shown
        assert waiting.representative.full_name in shown


def test_front_desk_does_not_see_proofs(signed_in, front_desk, waiting):
    browser = signed_in(front_desk)

    for path in (LIST, f"{LIST}{waiting.pk}/", f"{LIST}{waiting.pk}/nachweis/"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"{LIST}{waiting.pk}/anerkennen/").status_code == 403
    assert waiting.full_name not in browser.get("/verwaltung/").content.decode()


def test_opening_the_document_leaves_a_line_and_runs_nothing(signed_in_administrator, administrator, waiting):
    answer = signed_in_administrator.get(f"{LIST}{waiting.pk}/nachweis/")

    assert answer.content == SCAN
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    entry = AuditEntry.objects.get(action="citizen_accounts.proof_read")
    assert (entry.actor_id, entry.target_id) == (administrator.pk, str(waiting.pk))


def test_a_document_that_is_gone_says_so(signed_in_administrator, waiting):
    waiting.stored_as = ""
    waiting.save()

    assert signed_in_administrator.get(f"{LIST}{waiting.pk}/nachweis/").status_code == 302


def test_accepting_lets_the_person_act_until_the_day(signed_in_administrator, waiting):
    until = timezone.localdate() + timedelta(days=90)

    signed_in_administrator.post(f"{LIST}{waiting.pk}/anerkennen/", {"valid_until": until.isoformat()})

    waiting.refresh_from_db()
    assert (waiting.proof_state, waiting.valid_until) == (ProofState.ACCEPTED, until)
    message = OutboxMessage.objects.get(to=waiting.representative.email)
    assert waiting.full_name not in message.text, "mails carry no content"


def test_refusing_needs_a_reason_that_the_person_reads(signed_in_administrator, waiting, as_citizen):
    path = f"{LIST}{waiting.pk}/ablehnen/"
    assert "Bitte füllen Sie „Grund“ aus." in signed_in_administrator.post(path, {"reason": ""}).content.decode()

    signed_in_administrator.post(path, {"reason": "Die Unterschrift fehlt."})

    shown = as_citizen(waiting.representative).get("/mein/vertretungen/").content.decode()
    assert "nicht anerkannt" in shown
    assert "Die Unterschrift fehlt." in shown


def test_a_second_decision_changes_nothing(signed_in_administrator, waiting):
    signed_in_administrator.post(f"{LIST}{waiting.pk}/anerkennen/", {})
    signed_in_administrator.post(f"{LIST}{waiting.pk}/ablehnen/", {"reason": "doch nicht"})

    waiting.refresh_from_db()
    assert (waiting.proof_state, waiting.refusal) == (ProofState.ACCEPTED, "")


def test_staff_end_a_representation_when_the_represented_person_calls(signed_in_administrator, waiting):
    signed_in_administrator.post(f"{LIST}{waiting.pk}/anerkennen/", {})

    signed_in_administrator.post(f"{LIST}{waiting.pk}/beenden/")

    waiting.refresh_from_db()
    assert waiting.ended_by == EndedBy.ADMINISTRATION


def test_what_does_not_exist_is_not_found(signed_in_administrator):
    assert signed_in_administrator.get(f"{LIST}{uuid.uuid4()}/").status_code == 404


def test_decided_ones_stay_in_sight(signed_in_administrator, waiting, administrator):
    signed_in_administrator.post(f"{LIST}{waiting.pk}/anerkennen/", {})

    shown = signed_in_administrator.get(LIST).content.decode()
    assert "Zuletzt geprüft" in shown
    assert administrator.full_name in shown
