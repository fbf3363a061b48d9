"""What somebody answers becomes one case, with the letter above it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from modules.cases.api import Status, case_of
from modules.cases.models import DecisionSettings
from modules.hearings.case_handler import HANDLER
from modules.hearings.errors import HearingClosedError, NoFormError
from modules.hearings.links import letter_url
from modules.hearings.models import Hearing, Role
from modules.hearings.privacy import PERSONAL_DATA
from modules.hearings.selectors.hearings import answers_to_fetch
from modules.hearings.services.answering import facts_of, is_open, start_answer
from modules.hearings.services.evidence import show_evidence, withdraw_evidence
from modules.hearings.services.letters import close_hearing
from modules.online_services.api import DoorClosedError, request_of
from modules.online_services.services.sending import Sending, send_draft
from rathaus.files.attachments import check_content
from tests.factories.accounts import StaffFactory
from tests.factories.hearings import make_hearing
from tests.factories.inbox import picture_bytes
from tests.modules.hearings.answers import answered, draft_of
from tests.modules.online_services.shipped.filled import filled

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://musterstadt.localhost"}


@pytest.mark.parametrize("role", list(Role))
def test_an_answer_becomes_a_case_of_its_own_kind_with_the_letter_on_top(role):
    hearing = answered(make_hearing(role=role))
    make_hearing("OWi 2")

    assert list(answers_to_fetch(StaffFactory().user)) == [hearing]
    case = case_of(case_id=hearing.case_id)
    sections = HANDLER.sections(case)
    assert (case.kind, case.status) == ("hearings.hearing", Status.RECEIVED)
    assert {line.label: line.value for line in sections[0].lines}["Aktenzeichen"] == hearing.file_reference
    assert "Beispiel" in {line.value for section in sections[1:] for line in section.lines}
    assert request_of(case.pk).facts["role"] == role
    assert not is_open(door_id=hearing.pk)


def test_two_drafts_of_one_letter_make_one_answer():
    hearing = make_hearing()
    first, second = draft_of(hearing), draft_of(hearing)
    send_draft(draft=first, sending=Sending(version=first.version, has_declared=True))

    with pytest.raises(DoorClosedError):
        send_draft(draft=second, sending=Sending(version=second.version, has_declared=True))

    assert Hearing.objects.get().case_id is not None


def test_an_answered_or_closed_letter_opens_no_form():
    with pytest.raises(HearingClosedError):
        start_answer(hearing=answered(make_hearing()), language="de", now=timezone.now())
    other = make_hearing("OWi 2")
    close_hearing(hearing=other, actor=None, now=timezone.now())
    other.refresh_from_db()
    with pytest.raises(HearingClosedError):
        start_answer(hearing=other, language="de", now=timezone.now())


def test_without_the_form_the_page_says_to_answer_on_paper(tenant_client):
    hearing = make_hearing()

    with pytest.raises(NoFormError):
        start_answer(hearing=hearing, language="de", now=timezone.now())
    page = tenant_client.post(f"{letter_url(hearing)}antworten/", **ORIGIN)
    assert page.status_code == 409
    assert "auf dem Papier" in page.content.decode()


def test_the_button_leads_into_the_form(tenant_client):
    hearing = make_hearing()
    draft_of(hearing)

    answer = tenant_client.post(f"{letter_url(hearing)}antworten/", **ORIGIN)

    assert answer.status_code == 303
    page = tenant_client.get(answer["Location"])
    assert page.status_code == 200
    assert not tenant_client.cookies


@pytest.mark.parametrize(("cents", "is_asked"), [(None, False), (25_000, False), (25_001, True)])
def test_only_above_250_euros_the_form_asks_for_the_circumstances(cents, is_asked):
    facts = facts_of(make_hearing(fine_cents=cents))

    found = filled("anhoerung-betroffene", facts=facts)

    assert facts["fine_cents"] == cents
    assert ("beruf" in found.shown) == is_asked


def test_a_warning_fine_carries_a_code_for_the_banking_app_and_the_deadline(tenant_client):
    DecisionSettings.objects.update_or_create(
        pk=1, defaults={"account_holder": "Stadtkasse Musterstadt", "iban": "DE89370400440532013000"}
    )
    hearing = make_hearing(warning_fine_cents=2500, kassenzeichen="5.1234.567890")

    page = tenant_client.get(letter_url(hearing)).content.decode()

    assert "25,00" in page
    assert "DE89 3704 0044 0532 0130 00" in page
    assert "5.1234.567890" in page
    assert "<svg" in page


def test_without_an_account_the_page_points_to_the_letter(tenant_client):
    page = tenant_client.get(letter_url(make_hearing(warning_fine_cents=2500))).content.decode()

    assert "Die Bankverbindung steht in Ihrem Brief." in page
    assert "<svg" not in page.partition("</header>")[2].partition("<footer")[0]


def test_once_answered_the_fine_is_not_offered_any_more(tenant_client):
    hearing = answered(make_hearing(warning_fine_cents=2500))

    page = tenant_client.get(letter_url(hearing)).content.decode()

    assert "Ihre Antwort ist bei uns" in page
    assert case_of(case_id=hearing.case_id).reference in page
    assert "Verwarnungsgeld" not in page


def test_a_fine_that_was_accepted_can_be_paid_until_the_deadline(tenant_client):
    hearing = make_hearing(warning_fine_cents=2500)
    draft = draft_of(hearing)
    draft.answers |= {"verwarnungsgeld": "ja"}
    draft.save()
    send_draft(draft=draft, sending=Sending(version=draft.version, has_declared=True))

    page = tenant_client.get(letter_url(hearing)).content.decode()

    assert "Sie haben die Verwarnung angenommen" in page
    assert "25,00" in page


def test_photographs_are_seen_with_the_letter_alone(tenant_client):
    hearing, other = make_hearing(), make_hearing("OWi 2")
    file = check_content(picture_bytes(), filename="Falschparker.png")
    evidence = show_evidence(hearing=hearing, file=file, actor=None, now=timezone.now())
    assert show_evidence(hearing=hearing, file=file, actor=None, now=timezone.now()) == evidence

    shown = tenant_client.get(f"{letter_url(hearing)}bild/{evidence.pk}/")

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert tenant_client.get(f"{letter_url(other)}bild/{evidence.pk}/").status_code == 404
    withdraw_evidence(evidence=evidence, actor=None)
    assert tenant_client.get(f"{letter_url(hearing)}bild/{evidence.pk}/").status_code == 404


def test_letters_are_forgotten_after_their_time_unless_an_answer_still_has_to_be_fetched():
    long_ago = timezone.localdate() - timedelta(days=200)
    make_hearing("OWi 1", due_on=long_ago)
    waiting = answered(make_hearing("OWi 2"))
    Hearing.objects.filter(pk=waiting.pk).update(due_on=long_ago)
    make_hearing("OWi 3")

    assert PERSONAL_DATA.apply_retention(now=timezone.now()) == 1

    assert set(Hearing.objects.values_list("file_reference", flat=True)) == {"OWi 2", "OWi 3"}
