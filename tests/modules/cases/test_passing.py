"""What leaves the house and what is forgotten: copies, handovers, Rundruf, retention."""

import io
import uuid
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from modules.cases.errors_decisions import (
    HoldersChangedError,
    NoMailboxError,
    NoRecipientError,
    NotIssuedError,
)
from modules.cases.models import Call, Case, CaseCopy, Handover, Outcome, Reach, RetentionNote, Status
from modules.cases.opening import Applicant
from modules.cases.privacy import PERSONAL_DATA
from modules.cases.selectors.holders import HolderWish, holders
from modules.cases.services.calls import NewCall, note_reached, send_call
from modules.cases.services.closing import close_case, hold_case, reopen_case
from modules.cases.services.copies import CopyRecipient, send_copies
from modules.cases.services.handing_over import Step, hand_over_as_download, hand_over_by_mail, hand_over_by_webhook
from modules.cases.services.withdrawing import withdraw_case
from rathaus.mail.attachments import Attachment
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import StaffFactory
from tests.factories.cases import applicant_of, make_case, make_file
from tests.factories.decisions import (
    issued_notice,
    make_fee,
    make_notice,
    make_request,
    permit_case,
    waiting_notice,
    with_account,
)
from tests.factories.inbox import make_citizen

pytestmark = pytest.mark.django_db
FIRE_BRIGADE = CopyRecipient("Feuerwehr", "wache@feuerwehr.example")


@pytest.fixture
def boss():
    return StaffFactory(roles=["administrator"]).user


def step(clerk):
    return Step(actor=clerk, idem_key=uuid.uuid4())


class TestCopies:
    def send(self, notice, clerk, *recipients, key=None):
        return send_copies(notice=notice, recipients=recipients, text="", actor=clerk, idem_key=key or uuid.uuid4())

    def test_each_gets_the_letter_and_the_case_notes_it(self, case_worker):
        notice = issued_notice(permit_case(), case_worker)
        self.send(notice, case_worker, FIRE_BRIGADE)
        mail = OutboxMessage.objects.get(kind="cases.copy")

        assert mail.attachments[0]["mime"] == "application/pdf"
        assert notice.case.entries.filter(title="Kopie an: Feuerwehr", is_public=False).exists()

    def test_the_same_form_sends_nothing_twice(self, case_worker):
        notice, key = issued_notice(permit_case(), case_worker), uuid.uuid4()
        self.send(notice, case_worker, FIRE_BRIGADE, key=key)
        assert self.send(notice, case_worker, FIRE_BRIGADE, key=key) == []

        assert CaseCopy.objects.count() == 1

    def test_a_draft_goes_to_nobody_and_nobody_is_nobody(self, case_worker):
        with pytest.raises(NotIssuedError):
            self.send(make_notice(permit_case(), case_worker), case_worker, FIRE_BRIGADE)
        with pytest.raises(NoRecipientError):
            self.send(issued_notice(permit_case(), case_worker), case_worker)


class TestHandover:
    def test_the_mailbox_gets_pdf_and_data(self, case_worker):
        with_account()
        case = permit_case()
        hand_over_by_mail(case=case, keys=["json"], step=step(case_worker))
        mail = OutboxMessage.objects.get(kind="cases.handover")

        assert [one["name"][-4:] for one in mail.attachments] == [".pdf", "json"]
        assert Handover.objects.get().by_name == case_worker.full_name

    def test_with_a_password_one_file_holds_all_and_opens_with_it_alone(self, case_worker):
        with_account()
        hand_over_by_mail(case=permit_case(), keys=["json"], password="kennwort-1", step=step(case_worker))
        (stored,) = OutboxMessage.objects.get(kind="cases.handover").attachments
        content = Attachment.from_json(stored).content
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(content))
        with pikepdf.open(io.BytesIO(content), password="kennwort-1") as pdf:
            assert next(iter(pdf.attachments)).endswith(".json")

    def test_without_a_mailbox_nothing_leaves(self, case_worker):
        with pytest.raises(NoMailboxError):
            hand_over_by_mail(case=permit_case(), keys=["json"], step=step(case_worker))

    def test_a_webhook_carries_ids_and_the_first_handover_counts(self, case_worker):
        case, once = permit_case(), step(case_worker)
        hand_over_by_webhook(case=case, step=once)
        hand_over_by_webhook(case=case, step=once)
        case.refresh_from_db()
        first = case.handed_over_at
        hand_over_as_download(case=case, key="pdf", step=step(case_worker))
        case.refresh_from_db()

        assert (Handover.objects.count(), case.handed_over_at) == (2, first)

    def test_an_unknown_format_is_none(self, case_worker):
        with pytest.raises(KeyError):
            hand_over_as_download(case=permit_case(), key="xgewerbeanzeige", step=step(case_worker))


class TestHolders:
    def wish(self, case, **more):
        day = case.takes_place_from
        return HolderWish(**{"first_on": day, "last_on": day, **more})

    def test_who_may_burn_is_meant_and_nobody_else(self, boss):
        granted, pending = issued_notice(permit_case(), boss).case, permit_case()
        notified = permit_case(request_kind="notification")
        refused = issued_notice(permit_case(), boss, outcome="refused").case
        gone = permit_case(request_kind="notification")
        withdraw_case(case=gone, person=None)
        found = set(holders(boss, self.wish(granted)).cases)

        assert found == {granted, notified}
        assert not found & {pending, refused, gone}

    def test_days_service_and_place_narrow_it(self, boss):
        case = permit_case(request_kind="notification")
        other = {"first_on": case.takes_place_from + timedelta(days=1), "last_on": case.takes_place_from + timedelta(9)}

        assert not holders(boss, HolderWish(**other)).cases
        assert not holders(boss, self.wish(case, service_keys=("sondernutzung",))).cases
        assert not holders(boss, self.wish(case, place="Kirche")).cases
        assert holders(boss, self.wish(case, place="sportplatz")).cases

    def test_by_which_way_each_is_told(self, boss):
        first = permit_case(request_kind="notification", person=make_citizen())
        permit_case(request_kind="notification")
        permit_case(request_kind="notification", applicant=Applicant(name="Heinz", phone="03935 1"))
        found = holders(boss, self.wish(first))

        assert (len(found.reached), len(found.to_call)) == (2, 1)
        assert len(found.by(Reach.ACCOUNT)) == 1


class TestCalls:
    def call(self, boss, case, expected=1, **more):
        day = case.takes_place_from
        wish = HolderWish(first_on=day, last_on=day)
        new = {"subject": "Stufe 4", "text": "Kein Feuer.", "expected": expected, "idem_key": uuid.uuid4()}
        return send_call(new=NewCall(wish=wish, **{**new, **more}), actor=boss)

    def test_everybody_is_told_once_and_it_stands_in_each_case(self, boss):
        case, key = permit_case(request_kind="notification"), uuid.uuid4()
        self.call(boss, case, idem_key=key)
        self.call(boss, case, idem_key=key)

        assert OutboxMessage.objects.filter(kind="cases.call").count() == 1
        assert case.entries.filter(title="Stufe 4", is_public=True).count() == 1

    def test_who_has_an_account_gets_the_words_too(self, boss):
        case = permit_case(request_kind="notification", person=make_citizen())
        self.call(boss, case)

        assert "Kein Feuer." in OutboxMessage.objects.get(kind="cases.call").text

    def test_when_the_list_has_changed_nothing_is_sent(self, boss):
        case = permit_case(request_kind="notification")

        with pytest.raises(HoldersChangedError):
            self.call(boss, case, expected=2)
        assert not Call.objects.exists()

    def test_a_call_is_ticked_off_and_taken_back(self, boss):
        person = self.call(boss, permit_case(request_kind="notification")).recipients.get()
        note_reached(recipient=person, is_reached=True, remark="Anrufbeantworter", actor=boss)
        note_reached(recipient=person, is_reached=False, remark="", actor=boss)
        person.refresh_from_db()

        assert (person.reached_at, person.reached_by, person.remark) == (None, None, "")


class TestEnd:
    def test_closing_settles_what_is_open(self, case_worker):
        case = permit_case()
        request, notice = make_request(case, case_worker), waiting_notice(case, case_worker)
        fee = make_fee(case, case_worker)
        close_case(case=case, outcome=Outcome.MOOT, reason="Anruf", actor=case_worker)
        for row in (case, request, notice, fee):
            row.refresh_from_db()

        assert (case.status, request.is_complete, notice.state, fee.state) == (
            Status.COMPLETED,
            False,
            "discarded",
            "waived",
        )

    def test_the_reason_is_for_colleagues_alone(self, case_worker):
        case = make_case()
        close_case(case=case, outcome=Outcome.ANSWERED, reason="hat sich beschwert", actor=case_worker)
        reopen_case(case=case, reason="doch noch", actor=case_worker)

        public = case.entries.filter(is_public=True)
        assert not public.filter(text__contains="beschwert").exists()
        assert not public.filter(text__contains="doch noch").exists()


class TestForgetting:
    def old(self, clerk, **more):
        case = permit_case(**more)
        close_case(case=case, outcome=Outcome.ANSWERED, actor=clerk)
        Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=91))
        return case

    def test_after_its_time_nothing_of_a_person_is_left_but_the_figure(self, case_worker):
        case = self.old(case_worker, person=make_citizen(), keep_days=90)
        make_file(case)
        issued_notice(reopened(case, case_worker), case_worker)
        close_case(case=case, outcome=Outcome.GRANTED, actor=case_worker)
        Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=91))
        PERSONAL_DATA.apply_retention(now=timezone.now())
        case.refresh_from_db()

        assert case.anonymised_at is not None
        assert (case.person, case.applicant_name, case.place, case.title) == (None, "", "", "Brauchtumsfeuer")
        assert not case.files.exists()
        assert not case.entries.exists()
        assert not case.notices.exists()
        assert (case.service_key, case.outcome) == ("brauchtumsfeuer", Outcome.GRANTED)

    def test_a_hold_goes_before_the_time_and_the_protocol_counts_both(self, case_worker):
        held = self.old(case_worker, keep_days=90)
        hold_case(case=held, reason="Klage", actor=case_worker)
        self.old(case_worker, keep_days=90)
        PERSONAL_DATA.apply_retention(now=timezone.now())
        held.refresh_from_db()
        note = RetentionNote.objects.get()

        assert held.anonymised_at is None
        assert (note.service_key, note.forgotten, note.held) == ("brauchtumsfeuer", 1, 1)

    @pytest.mark.parametrize(("keep_days", "is_forgotten"), [(90, True), (91, True), (92, False), (365, False)])
    def test_each_service_has_its_own_time(self, case_worker, keep_days, is_forgotten):
        case = self.old(case_worker, keep_days=keep_days)
        PERSONAL_DATA.apply_retention(now=timezone.now())
        case.refresh_from_db()

        assert (case.anonymised_at is not None) is is_forgotten

    @pytest.mark.usefixtures("tenant")
    def test_an_open_case_is_never_forgotten(self):
        case = permit_case(keep_days=1)
        Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(days=3000))
        PERSONAL_DATA.apply_retention(now=timezone.now())
        case.refresh_from_db()

        assert case.anonymised_at is None


class TestPrivacy:
    def test_access_gives_the_case_without_remarks(self, case_worker):
        person = make_citizen()
        case = permit_case(applicant=applicant_of(person))
        make_fee(case, case_worker, at_once=True)
        records = PERSONAL_DATA.export(email=person.email)

        assert {one["kind"] for one in records} == {"case", "case_entry", "fee"}

    def test_erasure_keeps_open_and_decided_cases_and_says_why(self, case_worker):
        person = make_citizen()
        done = make_case(person=person)
        close_case(case=done, outcome=Outcome.ANSWERED, actor=case_worker)
        decided = issued_notice(permit_case(person=person), case_worker).case
        kept = PERSONAL_DATA.kept_after_erasure(email=person.email)
        PERSONAL_DATA.erase(email=person.email)
        done.refresh_from_db()
        decided.refresh_from_db()

        assert done.anonymised_at is not None
        assert decided.anonymised_at is None
        assert [decided.reference in str(one.what) for one in kept] == [True]


def reopened(case, clerk):
    reopen_case(case=case, reason="Test", actor=clerk)
    case.refresh_from_db()
    return case
