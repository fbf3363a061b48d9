"""The dashboard's pages of decisions, as clerks, releasers and announcers use them."""

import io
import json
import uuid
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.cases.models import Call, DecisionSettings, FeeState, Handover, Notice, NoticeState, SigningAuthority
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case, make_file
from tests.factories.decisions import (
    IBAN,
    issued_notice,
    make_fee,
    make_notice,
    make_request,
    permit_case,
    waiting_notice,
    with_account,
)
from tests.factories.organisation import DepartmentFactory
from tests.modules.cases.examples import make_examples

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(administrator, signed_in):
    return signed_in(administrator)


def url(name, thing=None):
    args = {"key": thing.pk} if thing else {}
    return reverse(f"cases_staff:{name}", kwargs=args, urlconf="rathaus.urls_tenant")


def draft_fields(notice, **more):
    return {
        "title": notice.title,
        "outcome": notice.outcome,
        "recipient": notice.recipient,
        "subject": notice.subject,
        "text": "\n\n".join(notice.paragraphs),
        "legal_remedy": notice.legal_remedy,
        "signing": notice.signing,
        "version": notice.version,
        "with_fee": "on",
        **{f"condition_{number}": one["text"] for number, one in enumerate(notice.conditions)},
        **more,
    }


class TestNotices:
    def test_a_clerk_begins_writes_and_issues(self, browser):
        case = permit_case()
        browser.post(url("notice_start", case), {"template": "free", "idem_key": str(uuid.uuid4())})
        notice = Notice.objects.get(case=case)
        fields = draft_fields(notice, text="Guten Tag,\n\nalles ist gut.", legal_remedy="", schritt="erlassen")
        answer = browser.post(url("notice", notice), fields)
        notice.refresh_from_db()

        assert answer.status_code == 303
        assert (notice.state, notice.paragraphs) == (NoticeState.ISSUED, ["Guten Tag,", "alles ist gut."])

    def test_an_unticked_condition_is_kept_but_not_in_the_letter(self, browser, administrator):
        notice = make_notice(permit_case(), administrator)
        browser.post(url("notice", notice), draft_fields(notice, chosen_1="on", more_conditions="Noch eine."))
        notice.refresh_from_db()

        assert notice.chosen_conditions == ["Der Haufen wird vorher umgeschichtet.", "Noch eine."]
        assert len(notice.conditions) == 3

    def test_what_is_missing_is_named_and_keeps_the_letter_back(self, browser, administrator):
        notice = make_notice(permit_case(), administrator)
        answer = browser.post(url("notice", notice), draft_fields(notice, text="Am {dog}", schritt="erlassen"))
        notice.refresh_from_db()

        assert "{dog}" in answer.content.decode()
        assert notice.state == NoticeState.DRAFT

    def test_a_draft_can_be_looked_at_as_a_letter(self, browser, administrator):
        answer = browser.get(url("notice_pdf", make_notice(permit_case(), administrator)))

        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")

    def test_a_writer_with_the_right_to_release_does_not_find_their_own(self, signed_in):
        boss = StaffFactory(roles=["department_head"]).user
        own = waiting_notice(permit_case(), boss)
        page = signed_in(boss)

        assert page.get(url("release", own)).status_code == 404
        assert page.post(url("release", own), {"schritt": "freigeben", "version": own.version}).status_code == 404

    def test_who_may_not_release_sees_no_such_page(self, signed_in, case_worker):
        assert signed_in(case_worker).get(url("releases")).status_code == 403

    def test_an_approver_releases_what_a_clerk_wrote(self, case_worker, signed_in):
        approver = StaffFactory(roles=["approver", "case_worker"]).user
        notice = waiting_notice(permit_case(), case_worker)
        page = signed_in(approver)
        assert notice.title in page.get(url("releases")).content.decode()
        assert page.get(url("release_pdf", notice)).content[:5] == b"%PDF-"
        page.post(url("release", notice), {"schritt": "freigeben", "version": notice.version})
        notice.refresh_from_db()

        assert (notice.state, notice.issuer) == (NoticeState.ISSUED, approver)

    def test_a_stale_page_releases_nothing(self, case_worker, signed_in):
        approver = StaffFactory(roles=["approver", "case_worker"]).user
        notice = waiting_notice(permit_case(), case_worker)
        signed_in(approver).post(url("release", notice), {"schritt": "freigeben", "version": notice.version - 1})
        notice.refresh_from_db()

        assert notice.state == NoticeState.WAITING

    def test_the_day_of_the_post_is_entered_and_the_case_closed(self, browser, administrator):
        notice = issued_notice(permit_case(), administrator)
        fields = {"posted_on": timezone.localdate().isoformat(), "closes": "on"}
        browser.post(url("notice_posting", notice), fields)
        notice.case.refresh_from_db()

        assert notice.case.outcome == "granted"


class TestCases:
    def test_the_case_page_shows_what_can_be_done_in_few_queries(
        self, browser, administrator, django_assert_max_num_queries
    ):
        case = permit_case()
        issued_notice(case, administrator)
        make_fee(case, administrator, at_once=True)
        make_request(case, administrator, "Lageplan", "Skizze")
        browser.get(url("case", case))
        with django_assert_max_num_queries(40):
            text = browser.get(url("case", case)).content.decode()

        for words in ("Genehmigung", "46,00", "Lageplan", "Anforderung beenden", "Länger aufbewahren"):
            assert words in text

    def test_documents_are_asked_for_line_by_line(self, browser):
        case = make_case()
        day = (timezone.localdate() + timezone.timedelta(days=7)).isoformat()
        fields = {"labels": "– Lageplan\n\nSkizze ", "deadline_on": day, "idem_key": str(uuid.uuid4())}
        browser.post(url("request_papers", case), fields)

        assert [item.label for item in case.document_requests.get().items.all()] == ["Lageplan", "Skizze"]

    def test_a_deadline_of_yesterday_is_refused(self, browser):
        case = make_case()
        fields = {"labels": "Plan", "deadline_on": "2020-01-01", "idem_key": str(uuid.uuid4())}

        assert "in der Zukunft" in browser.post(url("request_papers", case), fields).content.decode()
        assert not case.document_requests.exists()

    @pytest.mark.parametrize(("typed", "cents"), [("46", 4600), ("46,50 €", 4650), ("1.046,00", 104600)])
    def test_a_fee_is_typed_as_people_write_it(self, browser, typed, cents):
        case = make_case()
        key = str(uuid.uuid4())
        fields = {"amount_cents": typed, "reason": "Auskunft", "due_on": "2030-01-31", "idem_key": key}
        browser.post(url("fee_add", case), fields)

        assert case.fee_notes.get().amount_cents == cents

    @pytest.mark.parametrize("typed", ["-5", "0", "1,234", "viel", "1e9", "NaN"])
    def test_an_amount_that_is_none_is_refused(self, browser, typed):
        case = make_case()
        fields = {"amount_cents": typed, "reason": "x", "due_on": "2030-01-31", "idem_key": str(uuid.uuid4())}

        assert browser.post(url("fee_add", case), fields).status_code == 200
        assert not case.fee_notes.exists()

    def test_a_fee_is_paid_and_another_waived(self, browser, administrator):
        case = make_case()
        paid, waived = make_fee(case, administrator, at_once=True), make_fee(case, administrator)
        browser.post(url("fee", paid), {"schritt": "bezahlt", "paid_on": "2026-11-20"})
        browser.post(url("fee", waived), {"schritt": "erlassen", "reason": "Härtefall"})

        assert set(case.fee_notes.values_list("state", flat=True)) == {FeeState.PAID, FeeState.WAIVED}

    def test_close_open_again_and_hold(self, browser):
        case = make_case()
        browser.post(url("close", case), {"outcome": "answered", "reason": "am Telefon"})
        case.refresh_from_db()
        assert case.outcome == "answered"
        browser.post(url("reopen", case), {"reason": "Nachfrage"})
        browser.post(url("hold", case), {"reason": "Klage"})
        case.refresh_from_db()

        assert (case.is_open, case.hold_reason) == (True, "Klage")

    def test_a_notice_cannot_be_made_up_as_an_end(self, browser):
        case = make_case()
        browser.post(url("close", case), {"outcome": "granted"})
        case.refresh_from_db()

        assert case.is_open


class TestPassing:
    def test_a_download_is_a_handover_with_time_and_person(self, browser, administrator):
        case = permit_case()
        fields = {"way": "download", "format": "json", "idem_key": str(uuid.uuid4())}
        answer = browser.post(url("handover", case), fields)
        case.refresh_from_db()

        assert json.loads(answer.content)["reference"] == case.reference
        assert case.handed_over_at is not None
        assert Handover.objects.get(case=case).by == administrator

    def test_without_a_mailbox_it_is_not_offered(self, browser):
        assert "mailbox" not in browser.get(url("handover", make_case())).content.decode()
        with_account()
        assert "mailbox" in browser.get(url("handover", make_case())).content.decode()

    def test_the_archive_holds_pdf_data_and_files_and_is_recorded(self, browser, administrator):
        case = permit_case()
        make_file(case, "Plan.png")
        answer = browser.get(url("file_zip", case))
        content = b"".join(answer.streaming_content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            assert archive.namelist() == ["akte.pdf", "akte.json", "unterlagen/001-Plan.png"]
        assert AuditEntry.objects.filter(action="cases.file_exported", actor_id=administrator.pk).exists()

    def test_an_archive_that_is_too_large_is_refused(self, browser):
        DecisionSettings.objects.create(pk=1, export_megabytes=0)
        case = permit_case()
        make_file(case, "Plan.png")

        assert browser.get(url("file_zip", case)).status_code == 303

    def test_a_clerk_without_the_right_takes_nothing_along(self, signed_in):
        desk = StaffFactory(roles=["front_desk"]).user

        assert signed_in(desk).get(url("file_zip", make_case())).status_code == 403


class TestCalls:
    def test_a_rundruf_needs_a_second_yes(self, browser, administrator):
        case = issued_notice(permit_case(), administrator).case
        address = f"{url('call_compose')}?von={case.takes_place_from}&bis={case.takes_place_from}"
        words = {
            "subject": "Waldbrandstufe 4",
            "text": "Ihr Feuer darf nicht stattfinden.",
            "idem_key": str(uuid.uuid4()),
        }
        checking = browser.post(address, {**words, "schritt": "pruefen"}).content.decode()
        assert "So lesen es alle" in checking
        browser.post(address, {**words, "schritt": "senden", "expected": "1"})
        assert not Call.objects.exists()
        answer = browser.post(address, {**words, "schritt": "senden", "expected": "1", "sure": "on"})

        call = Call.objects.get()
        assert answer["Location"] == url("call", call)
        assert call.recipients.get().case == case

    def test_the_list_of_a_day_is_printed(self, browser, administrator):
        case = issued_notice(permit_case(), administrator).case
        address = f"{url('day_list')}?von={case.takes_place_from}&bis={case.takes_place_from}"
        assert case.place in browser.get(address).content.decode()
        paper = browser.get(address.replace("tagesliste/", "tagesliste/liste.pdf"))

        assert paper.content[:5] == b"%PDF-"

    def test_somebody_called_is_ticked_off(self, browser):
        keys = make_examples("Marke")
        key = keys["cases_staff:call_tick"]["key"]
        browser.post(reverse("cases_staff:call_tick", args=[key], urlconf="rathaus.urls_tenant"), {"reached": "1"})

        assert Call.objects.get().recipients.get().reached_at is not None


class TestSettings:
    def test_account_and_signatures_are_set_up(self, browser, administrator):
        fields = {
            "iban": "DE02 1203 0000 0000 2020 51",
            "account_holder": "Stadt",
            "payment_days": "30",
            "document_days": "14",
        }
        browser.post(url("decision_settings"), fields)
        browser.post(url("authority_add"), {"user": str(administrator.pk), "kind": "mayor", "name": "", "function": ""})

        assert DecisionSettings.objects.get().iban == IBAN
        assert SigningAuthority.objects.get().name == administrator.full_name

    def test_a_wrong_iban_is_refused(self, browser):
        fields = {"iban": "DE02120300000000202052", "payment_days": "30", "document_days": "14"}

        assert "IBAN stimmt nicht" in browser.post(url("decision_settings"), fields).content.decode()


def test_a_case_of_another_department_is_not_found(signed_in, case_worker):
    page = signed_in(case_worker)
    case = make_case(department=DepartmentFactory(name="Bauamt"))

    for name in ("notice_start", "close", "handover", "file_pdf", "request_papers"):
        assert page.get(url(name, case)).status_code == 404
