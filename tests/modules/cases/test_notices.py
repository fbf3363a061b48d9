"""Notices: written from a template, released by a second person, issued for good, posted by letter."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.cases.errors import OpenPlaceholdersError, OvertakenError
from modules.cases.errors_decisions import (
    MayNotSignError,
    NeedsReleaseError,
    NoSubjectError,
    NotADraftError,
    NotIssuedError,
    NotWaitingError,
    OpenNoticeError,
    OwnNoticeError,
    PostingDateError,
)
from modules.cases.models import (
    CaseFile,
    EntryKind,
    FeeState,
    Notice,
    NoticeState,
    Outcome,
    Signing,
    SigningAuthority,
    Status,
)
from modules.cases.placeholders import fill_in, unresolved
from modules.cases.selectors.access import public_entries, public_file
from modules.cases.selectors.notices import needs_release, notice_for, notice_to_release, waiting_notices
from modules.cases.selectors.signing import signer_for
from modules.cases.services.issuing import ask_for_release, issue_notice, note_posting, open_names, return_notice
from modules.cases.services.notices import discard_notice, save_notice, start_correction, start_notice, text_of
from rathaus.accounts.areas import SOCIAL
from rathaus.accounts.models import Substitution
from rathaus.audit.models import AuditEntry
from rathaus.files.attachments import read_kept
from tests.factories.accounts import StaffFactory
from tests.factories.decisions import (
    TEMPLATE,
    issued_notice,
    make_fee,
    make_notice,
    permit_case,
    waiting_notice,
    with_account,
    write,
)
from tests.factories.inbox import make_citizen

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return StaffFactory(roles=["department_head"]).user


def post(notice, clerk, *, days=0, closes=True):
    note_posting(notice=notice, posted_on=timezone.localdate() + timedelta(days=days), closes=closes, actor=clerk)


class TestWriting:
    def test_a_template_is_filled_in_from_the_case(self, case_worker):
        notice = make_notice(permit_case(), case_worker)

        assert notice.subject == "Genehmigung: Brauchtumsfeuer"
        assert notice.paragraphs[0] == "Guten Tag Jonas Reimann,"
        assert "{first_day}" not in notice.paragraphs[1]
        assert notice.recipient.startswith("Jonas Reimann")

    def test_what_nobody_knows_stays_in_its_braces_and_keeps_the_letter_back(self, case_worker):
        notice = make_notice(permit_case(), case_worker, paragraphs=["Ihr Hund {dog} ist angemeldet."])

        with pytest.raises(OpenPlaceholdersError, match=r"\{dog\}"):
            issue_notice(notice=notice, actor=case_worker, seen_version=notice.version)

    def test_day_and_fee_are_filled_in_when_the_letter_is_made(self, case_worker):
        notice = make_notice(permit_case(), case_worker, paragraphs=["Am {today} für {fee}."])

        assert notice.paragraphs == ["Am {today} für {fee}."]
        assert unresolved(*notice.paragraphs) == []
        assert open_names(notice) == ["fee"]

    def test_the_fee_of_the_request_is_planned_where_the_letter_names_one(self, case_worker):
        case = permit_case(fee_cents=4600)
        template = replace(TEMPLATE, paragraphs=("wir erlauben es. Die Gebühr beträgt {fee}.",))
        notice = make_notice(case, case_worker, template=template)

        assert notice.paragraphs[0] == "Guten Tag Jonas Reimann,"
        assert (case.fee_notes.get().amount_cents, open_names(notice)) == (4600, [])

    def test_a_value_is_text_and_never_read_for_placeholders_again(self):
        assert fill_in("Guten Tag {applicant}", {"applicant": "{today}", "today": "heute"}) == "Guten Tag {today}"

    def test_the_same_form_begins_one_notice(self, case_worker):
        case, key = permit_case(), uuid.uuid4()
        first = start_notice(case=case, template=TEMPLATE, actor=case_worker, idem_key=key)

        assert start_notice(case=case, template=TEMPLATE, actor=case_worker, idem_key=key) == first

    def test_two_clerks_do_not_write_two_letters_at_once(self, case_worker):
        case = permit_case()
        make_notice(case, case_worker)

        with pytest.raises(OpenNoticeError):
            make_notice(case, case_worker)

    def test_whoever_saves_a_stale_page_is_told(self, case_worker):
        notice = make_notice(permit_case(), case_worker)
        write(notice, case_worker, subject="Neu")

        with pytest.raises(OvertakenError):
            save_notice(notice=notice, text=text_of(notice), actor=case_worker, seen_version=notice.version)

    def test_a_draft_can_be_thrown_away_and_another_begun(self, case_worker):
        case = permit_case()
        discard_notice(notice=make_notice(case, case_worker), actor=case_worker)

        assert make_notice(case, case_worker).number == 2

    def test_a_letter_without_text_does_not_go_out(self, case_worker):
        notice = make_notice(permit_case(), case_worker, paragraphs=[])

        with pytest.raises(NoSubjectError):
            ask_for_release(notice=notice, actor=case_worker, seen_version=notice.version)


class TestFourEyes:
    def test_nobody_releases_what_they_wrote(self, head):
        notice = waiting_notice(permit_case(), head)

        with pytest.raises(OwnNoticeError):
            issue_notice(notice=notice, actor=head, seen_version=notice.version)

    def test_the_second_person_signs_with_their_own_name(self, case_worker, head):
        notice = waiting_notice(permit_case(), case_worker)
        issued = issue_notice(notice=notice, actor=head, seen_version=notice.version)

        assert (issued.state, issued.issuer, issued.signer_name) == (NoticeState.ISSUED, head, head.full_name)
        assert AuditEntry.objects.filter(action="cases.notice_issued", actor_id=head.pk).exists()

    def test_a_template_that_wants_it_is_never_issued_alone(self, case_worker):
        notice = make_notice(permit_case(), case_worker, template=replace(TEMPLATE, needs_release=True))

        with pytest.raises(NeedsReleaseError):
            issue_notice(notice=notice, actor=case_worker, seen_version=notice.version)

    @pytest.mark.parametrize(("cents", "is_needed"), [(4999, False), (5000, True)])
    def test_a_high_fee_wants_a_second_person(self, case_worker, cents, is_needed):
        with_account(release_from_cents=5000)
        case = permit_case()
        make_fee(case, case_worker, cents)

        assert needs_release(make_notice(case, case_worker), case_worker) is is_needed

    def test_returned_with_a_remark_it_is_a_draft_again(self, case_worker, head):
        notice = waiting_notice(permit_case(), case_worker)
        return_notice(notice=notice, remark="Bitte die Uhrzeit nennen.", actor=head)
        notice.refresh_from_db()

        assert (notice.state, notice.returned_remark) == (NoticeState.DRAFT, "Bitte die Uhrzeit nennen.")
        with pytest.raises(NotWaitingError):
            return_notice(notice=notice, remark="", actor=head)

    def test_what_waits_is_not_changed(self, case_worker):
        notice = waiting_notice(permit_case(), case_worker)

        with pytest.raises(NotADraftError):
            write(notice, case_worker, subject="Anders")

    def test_an_approver_sees_what_waits_but_nothing_in_a_restricted_area(self, case_worker):
        approver = StaffFactory(roles=["approver"]).user
        plain = waiting_notice(permit_case(), case_worker)
        hidden = waiting_notice(permit_case(area=SOCIAL), case_worker)

        assert list(waiting_notices(approver)) == [plain]
        assert notice_to_release(approver, hidden.pk) is None
        assert notice_for(approver, plain.pk) is None


class TestSigning:
    def test_where_nobody_is_listed_everybody_who_decides_signs_by_order(self, case_worker):
        found = signer_for(case_worker, Signing.BY_ORDER)

        assert found is not None
        assert (found.line, found.name) == ("Im Auftrag", case_worker.full_name)

    def test_once_somebody_is_listed_only_they_sign_by_order(self, case_worker, head):
        SigningAuthority.objects.create(user=head, kind=Signing.BY_ORDER, name="R. Timm", function="Amtsleiter")

        assert signer_for(case_worker, Signing.BY_ORDER) is None
        assert signer_for(head, Signing.BY_ORDER).name == "R. Timm"

    def test_the_mayor_is_named_by_the_authority_of_the_municipality(self, head):
        SigningAuthority.objects.create(user=head, kind=Signing.MAYOR, name="Andrea Beispiel")

        assert signer_for(head, Signing.MAYOR).line not in ("Im Auftrag", "In Vertretung")

    def test_whoever_stands_in_for_the_mayor_signs_in_substitution_and_not_as_the_mayor(self):
        mayor, deputy = StaffFactory(roles=["approver"]), StaffFactory(roles=["case_worker"])
        SigningAuthority.objects.create(user=mayor.user, kind=Signing.MAYOR, name=mayor.user.full_name)
        today = timezone.localdate()
        Substitution.objects.create(absent=mayor, substitute=deputy, first_on=today, last_on=today)

        assert signer_for(deputy.user, Signing.MAYOR) is None
        assert signer_for(deputy.user, Signing.IN_SUBSTITUTION).name == deputy.user.full_name

    def test_without_the_authority_it_has_to_be_released(self, case_worker, head):
        SigningAuthority.objects.create(user=head, kind=Signing.IN_SUBSTITUTION, name=head.full_name)
        notice = make_notice(permit_case(), case_worker, signing=Signing.IN_SUBSTITUTION)

        assert needs_release(notice, case_worker)
        with pytest.raises(MayNotSignError):
            issue_notice(notice=notice, actor=case_worker, seen_version=notice.version)


class TestIssued:
    def test_the_letter_is_kept_with_its_fingerprint_and_not_yet_shown_to_the_person(self, case_worker):
        notice = issued_notice(permit_case(), case_worker)

        assert read_kept(notice.file.stored, sha256=notice.sha256).startswith(b"%PDF-")
        assert public_file(notice.case, notice.file_id) is None
        assert not public_entries(notice.case).filter(kind=EntryKind.NOTICE).exists()

    def test_issuing_twice_makes_one_letter(self, case_worker):
        notice = issued_notice(permit_case(), case_worker)
        issue_notice(notice=notice, actor=case_worker, seen_version=1)

        assert CaseFile.objects.filter(case=notice.case).count() == 1

    def test_nothing_of_its_words_can_be_changed(self, case_worker):
        notice = issued_notice(permit_case(), case_worker)

        with pytest.raises(NotADraftError):
            write(notice, case_worker, subject="Anders")
        with pytest.raises(NotADraftError):
            discard_notice(notice=notice, actor=case_worker)

    def test_the_database_knows_no_issued_notice_without_its_moment(self, case_worker):
        notice = make_notice(permit_case(), case_worker)

        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(state=NoticeState.ISSUED)

    def test_planned_fees_become_due_with_it(self, case_worker):
        case = permit_case()
        fee = make_fee(case, case_worker)
        notice = issued_notice(case, case_worker)
        fee.refresh_from_db()

        assert (fee.state, fee.notice) == (FeeState.DUE, notice)

    def test_with_the_day_of_the_post_the_person_sees_a_copy_and_the_case_ends(self, case_worker):
        case = permit_case(person=make_citizen())
        notice = issued_notice(case, case_worker)
        post(notice, case_worker)
        case.refresh_from_db()

        assert public_file(case, notice.file_id) is not None
        assert (case.status, case.outcome) == (Status.COMPLETED, Outcome.GRANTED)
        assert public_entries(case).filter(kind=EntryKind.NOTICE).count() == 1

    def test_the_day_can_be_corrected_without_telling_twice(self, case_worker):
        notice = issued_notice(permit_case(), case_worker)
        post(notice, case_worker, closes=False)
        post(notice, case_worker, closes=False)

        assert public_entries(notice.case).filter(kind=EntryKind.NOTICE).count() == 1

    @pytest.mark.parametrize("days", [-1, 1])
    def test_a_letter_is_posted_neither_before_it_exists_nor_tomorrow(self, case_worker, days):
        notice = issued_notice(permit_case(), case_worker)

        with pytest.raises(PostingDateError):
            post(notice, case_worker, days=days)

    def test_a_draft_is_not_posted(self, case_worker):
        with pytest.raises(NotIssuedError):
            post(make_notice(permit_case(), case_worker), case_worker)

    def test_a_correction_replaces_once_it_is_issued(self, case_worker):
        notice = issued_notice(permit_case(), case_worker)
        new = start_correction(notice=notice, reason="Falscher Tag", actor=case_worker, idem_key=uuid.uuid4())
        notice.refresh_from_db()
        assert notice.state == NoticeState.ISSUED
        issue_notice(notice=new, actor=case_worker, seen_version=new.version)
        notice.refresh_from_db()

        assert (notice.state, new.paragraphs) == (NoticeState.REPLACED, notice.paragraphs)

    def test_a_new_case_is_in_processing_when_its_letter_is_issued(self, case_worker):
        case = permit_case()
        issued_notice(case, case_worker)
        case.refresh_from_db()

        assert case.status == Status.PROCESSING
