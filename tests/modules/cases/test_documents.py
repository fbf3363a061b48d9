"""Missing documents: asked for, handed in by owners and guests, asked for twice by the clock, then a clerk's task."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from modules.cases.errors import ClosedError
from modules.cases.errors_decisions import OpenRequestError, RequestEndedError
from modules.cases.models import CaseFile, DocumentRequest, EntryKind, FileOrigin, Outcome, Status
from modules.cases.selectors.decided import decided_for_person
from modules.cases.services.closing import close_case
from modules.cases.services.document_deadlines import _step, watch_deadlines
from modules.cases.services.documents import end_request, hand_in, tick_item
from modules.cases.services.withdrawing import withdraw_case
from rathaus.files.attachments import check_content
from rathaus.mail.models import OutboxMessage
from tests.factories.cases import make_case
from tests.factories.decisions import make_request
from tests.factories.inbox import make_citizen, picture_bytes, upload
from tests.modules.cases.examples_work import opened_token

pytestmark = pytest.mark.django_db


def picture(name="Plan.png"):
    return check_content(picture_bytes(), filename=name)


def watch(request, days):
    """Run the clock so many days after the deadline."""
    return watch_deadlines(today=request.deadline_on + timedelta(days=days))


class TestAsking:
    def test_the_case_waits_and_the_guest_is_told_without_a_word_of_what(self, case_worker):
        case = make_case()
        make_request(case, case_worker, "Attest")
        case.refresh_from_db()

        assert case.status == Status.ACTION_REQUIRED
        assert "Attest" not in OutboxMessage.objects.get(kind="cases.news").text

    def test_one_request_at_a_time(self, case_worker):
        case = make_case()
        make_request(case, case_worker)

        with pytest.raises(OpenRequestError):
            make_request(case, case_worker)

    def test_the_same_form_asks_once(self, case_worker):
        case, key = make_case(), uuid.uuid4()

        assert make_request(case, case_worker, idem_key=key) == make_request(case, case_worker, idem_key=key)

    def test_nothing_is_asked_in_a_closed_case(self, case_worker):
        case = make_case()
        close_case(case=case, outcome=Outcome.ANSWERED, actor=case_worker)

        with pytest.raises(ClosedError):
            make_request(case, case_worker)


class TestHandingIn:
    def test_when_the_last_one_is_there_the_case_goes_on(self, case_worker):
        request = make_request(make_case(), case_worker, "Plan", "Skizze")
        first, second = request.items.all()
        hand_in(item=first, files=[picture(), picture("Seite 2.png")], person=None)
        request.refresh_from_db()
        assert request.ended_at is None
        hand_in(item=second, files=[picture()], person=None)
        request.refresh_from_db()
        request.case.refresh_from_db()

        assert (request.is_complete, request.case.status) == (True, Status.PROCESSING)
        assert request.case.is_new_for_staff

    def test_files_carry_the_label_and_belong_to_the_line(self, case_worker):
        item = make_request(make_case(), case_worker, "Lageplan", "Skizze").items.first()
        hand_in(item=item, files=[picture()], person=None)
        item.refresh_from_db()
        file = CaseFile.objects.get()

        assert (file.label, file.origin, item.file_ids) == ("Lageplan", FileOrigin.CITIZEN, [file.pk])

    def test_what_nobody_wants_any_more_is_not_taken(self, case_worker):
        request = make_request(make_case(), case_worker)
        item = request.items.get()
        end_request(request=request, actor=case_worker)

        with pytest.raises(RequestEndedError):
            hand_in(item=item, files=[picture()], person=None)
        assert not CaseFile.objects.exists()

    def test_a_clerk_ticks_off_what_came_by_letter(self, case_worker):
        request = make_request(make_case(), case_worker)
        tick_item(item=request.items.get(), actor=case_worker)
        tick_item(item=request.items.get(), actor=case_worker)
        request.refresh_from_db()

        assert request.is_complete
        assert request.case.entries.filter(title__startswith="Liegt vor").count() == 1

    def test_withdrawing_ends_it(self, case_worker):
        request = make_request(make_case(), case_worker)
        withdraw_case(case=request.case, person=None)
        request.refresh_from_db()

        assert request.ended_at is not None
        assert not request.is_complete


class TestPages:
    def test_the_owner_finds_it_on_top_and_uploads(self, case_worker, signed_in):
        person = make_citizen()
        case = make_case(person=person)
        item = make_request(case, case_worker, "Mietvertrag").items.get()
        page = signed_in(person)
        address = reverse("cases:case", args=[case.pk], urlconf="rathaus.urls_tenant")
        text = page.get(address).content.decode()
        assert text.index("Mietvertrag") < text.index("So weit ist es")
        page.post(f"{address}unterlage/{item.pk}/", {"attachments": upload()})
        item.refresh_from_db()

        assert item.received_at is not None

    def test_a_guest_uploads_without_an_account(self, tenant_client, case_worker):
        case = make_case()
        item = make_request(case, case_worker).items.get()
        token = opened_token(case)
        kwargs = {"token": token, "item": item.pk}
        address = reverse("cases:guest_paper", kwargs=kwargs, urlconf="rathaus.urls_tenant")
        assert tenant_client.get(address).status_code == 200
        answer = tenant_client.post(address, {"attachments": upload()})
        item.refresh_from_db()

        assert item.received_at is not None
        assert "getan=unterlage" in answer["Location"]

    def test_without_a_file_the_page_says_so(self, tenant_client, case_worker):
        case = make_case()
        item = make_request(case, case_worker).items.get()
        kwargs = {"token": opened_token(case), "item": item.pk}
        answer = tenant_client.post(reverse("cases:guest_paper", kwargs=kwargs, urlconf="rathaus.urls_tenant"))

        assert "Bitte wählen Sie eine Datei aus" in answer.content.decode()

    def test_another_cases_line_is_not_found(self, tenant_client, case_worker):
        mine, theirs = make_case(), make_case()
        item = make_request(theirs, case_worker).items.get()
        kwargs = {"token": opened_token(mine), "item": item.pk}

        assert (
            tenant_client.get(reverse("cases:guest_paper", kwargs=kwargs, urlconf="rathaus.urls_tenant")).status_code
            == 404
        )


class TestClock:
    def test_a_reminder_before_one_after_then_a_task_for_the_clerk_each_once(self, case_worker):
        request = make_request(make_case(), case_worker)
        done = [watch(request, days) for days in (-4, -3, -2, 0, 1, 2, 7, 8, 9)]
        request.refresh_from_db()
        request.case.refresh_from_db()

        assert done == [0, 1, 0, 0, 1, 0, 0, 1, 0]
        assert request.case.resubmit_on == timezone.localdate()
        assert request.case.entries.filter(kind=EntryKind.DEADLINE).count() == 1

    def test_the_second_deadline_is_a_week_later_and_the_person_reads_it(self, case_worker):
        request = make_request(make_case(), case_worker)
        watch(request, 1)

        assert decided_for_person(request.case).until == request.deadline_on + timedelta(days=7)

    def test_what_was_handed_in_is_not_asked_for_again(self, case_worker):
        request = make_request(make_case(), case_worker, "Plan", "Skizze")
        hand_in(item=request.items.first(), files=[picture()], person=None)
        watch(request, 1)

        assert request.case.entries.filter(title__contains="fehlen noch").get().text == "– Skizze"

    def test_nothing_is_said_once_everything_is_there(self, case_worker):
        request = make_request(make_case(), case_worker)
        hand_in(item=request.items.get(), files=[picture()], person=None)

        assert watch(request, 30) == 0

    def test_a_clock_that_stood_still_leaves_the_applicant_a_week_all_the_same(self, case_worker):
        request = make_request(make_case(), case_worker, days=-30)

        assert [watch(request, days) for days in (30, 30, 37, 38)] == [1, 0, 0, 1]


@given(asked_before=st.integers(1, 60), days=st.integers(-60, 60))
def test_the_clerk_is_never_asked_before_the_applicant_was_asked_again(asked_before, days):
    deadline = timezone.localdate()
    asked_at = timezone.now() - timedelta(days=asked_before)
    step = _step(DocumentRequest(deadline_on=deadline, asked_at=asked_at), deadline + timedelta(days=days))

    assert (step.__name__ if step else "") in {"", "_remind", "_ask_again"}
    assert (step is not None and step.__name__ == "_ask_again") == (days > 0)
