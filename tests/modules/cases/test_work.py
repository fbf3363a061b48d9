"""What clerks do: write, remark, assign, hand on, set state and dates; and what citizens do back."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from modules.cases.errors import (
    ClosedError,
    MayNotWorkError,
    OpenPlaceholdersError,
    OvertakenError,
    TakenOverError,
    TooOftenError,
    UndoneTooLateError,
)
from modules.cases.models import UNDO_FOR, Case, EntryKind, Outcome, Status
from modules.cases.selectors.access import public_entries
from modules.cases.selectors.progress import progress_of
from modules.cases.services.assigning import pass_on, take_over
from modules.cases.services.bulk import BulkWish, Step, change_many, undo_change
from modules.cases.services.reading import read_by_person, read_by_staff
from modules.cases.services.state import set_dates, set_status
from modules.cases.services.withdrawing import withdraw_case
from modules.cases.services.writing import MESSAGES_AN_HOUR, Draft, add_remark, write_as_person, write_as_staff
from rathaus.accounts.areas import SOCIAL
from rathaus.audit.models import AuditEntry
from rathaus.files.attachments import check_content
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case
from tests.factories.inbox import make_citizen, picture_bytes
from tests.factories.organisation import DepartmentFactory

pytestmark = pytest.mark.django_db


def draft(text="Bitte schicken Sie uns den Plan.", **more) -> Draft:
    return Draft(**{"text": text, "idem_key": uuid.uuid4()} | more)


def answer(case: Case, clerk, text="Bitte schicken Sie uns den Plan.", **more):
    return write_as_staff(case=case, draft=draft(text, **more), actor=clerk, seen_version=case.version)


class TestWriting:
    def test_whoever_writes_first_is_responsible_and_the_case_is_in_processing(self, case_worker):
        case = make_case()
        answer(case, case_worker)

        case.refresh_from_db()
        assert (case.responsible, case.status) == (case_worker, Status.PROCESSING)
        assert case.is_new_for_person
        assert not case.is_new_for_staff

    def test_a_guest_gets_a_mail_that_says_nothing_of_the_message_and_only_one_until_they_look(self, case_worker):
        case = make_case()
        answer(case, case_worker, "Ihr Hund ist zu laut.")
        case.refresh_from_db()
        answer(case, case_worker, "Noch etwas.")

        mail = OutboxMessage.objects.get(to=case.applicant_email)
        assert case.reference in mail.subject
        assert "Hund" not in mail.text
        case.refresh_from_db()
        read_by_person(case=case)
        case.refresh_from_db()
        answer(case, case_worker)
        assert OutboxMessage.objects.filter(to=case.applicant_email).count() == 2

    def test_a_stale_page_is_refused_and_writes_nothing(self, case_worker):
        case = make_case()
        write_as_person(case=Case.objects.get(pk=case.pk), draft=draft("Noch etwas."), person=None)

        with pytest.raises(OvertakenError):
            answer(case, case_worker)
        assert not case.entries.filter(kind=EntryKind.MESSAGE_OUT).exists()

    def test_the_same_form_writes_once(self, case_worker):
        case, written = make_case(), draft()
        first = write_as_staff(case=case, draft=written, actor=case_worker, seen_version=case.version)

        assert write_as_staff(case=case, draft=written, actor=case_worker, seen_version=case.version) == first

    def test_words_in_braces_do_not_leave_the_house(self, case_worker):
        with pytest.raises(OpenPlaceholdersError, match=r"\{applicant\}"):
            answer(make_case(), case_worker, "Guten Tag {applicant},")

    def test_a_file_of_a_message_can_be_fetched_by_the_citizen(self):
        case = make_case()
        file = check_content(picture_bytes(), filename="Lageplan.png")
        write_as_person(case=case, draft=draft("Anbei.", files=[file]), person=None)

        assert case.files.get().is_public

    def test_an_answer_of_the_citizen_takes_a_waiting_case_up_again(self, case_worker):
        case = make_case()
        set_status(case=case, status=Status.ACTION_REQUIRED, actor=case_worker, text="Der Plan fehlt.")
        read_by_staff(case=case, actor=case_worker)

        write_as_person(case=case, draft=draft("Hier ist er."), person=None)

        case.refresh_from_db()
        assert case.status == Status.PROCESSING
        assert case.is_new_for_staff

    def test_too_many_messages_are_refused(self):
        case = make_case()
        for _number in range(MESSAGES_AN_HOUR):
            write_as_person(case=case, draft=draft("Hallo"), person=None)

        with pytest.raises(TooOftenError):
            write_as_person(case=case, draft=draft("Hallo"), person=None)


class TestRemarks:
    def test_nothing_of_a_remark_reaches_the_citizen(self, case_worker):
        person = make_citizen()
        case = make_case(person=person)
        add_remark(case=case, text="Schwieriger Mensch.", idem_key=uuid.uuid4(), actor=case_worker)

        assert "Schwieriger" not in repr([entry.text for entry in public_entries(case)])
        assert not TimelineEntry.objects.filter(person=person, text__contains="Schwieriger").exists()
        assert not OutboxMessage.objects.filter(to=person.email).exists()
        case.refresh_from_db()
        assert not case.is_new_for_person


class TestResponsibility:
    def test_two_clerks_do_not_take_the_same_case(self, case_worker):
        case, other = make_case(), StaffFactory().user
        take_over(case=case, actor=case_worker, seen=None)

        with pytest.raises(TakenOverError):
            take_over(case=case, actor=other, seen=None)
        take_over(case=case, actor=other, seen=case_worker.pk)
        case.refresh_from_db()
        assert case.responsible == other

    def test_handing_on_leaves_a_note_for_colleagues(self, case_worker):
        case, office = make_case(), DepartmentFactory(name="Ordnungsamt")
        pass_on(case=case, department=office, responsible=None, note="Bitte prüfen.", actor=case_worker)

        case.refresh_from_db()
        entry = case.entries.get(kind=EntryKind.ASSIGNED)
        assert (case.department, case.responsible) == (office, None)
        assert "Ordnungsamt" in entry.title
        assert entry.text == "Bitte prüfen."
        assert not entry.is_public

    def test_nobody_gets_a_case_that_they_may_not_see(self, case_worker):
        case = make_case(area=SOCIAL)

        with pytest.raises(MayNotWorkError):
            pass_on(case=case, department=DepartmentFactory(), responsible=case_worker, note="", actor=case_worker)


class TestState:
    def test_the_citizen_reads_what_is_asked(self, case_worker):
        case = make_case()
        set_status(case=case, status=Status.ACTION_REQUIRED, actor=case_worker, text="Der Plan fehlt.")

        case.refresh_from_db()
        progress = progress_of(case)
        assert progress.asked is not None
        assert progress.asked.text == "Der Plan fehlt."
        assert [step.state for step in progress.steps] == ["done", "current", "coming"]

    def test_dates_are_in_the_course_for_colleagues_alone(self, case_worker):
        case, day = make_case(), timezone.localdate() + timedelta(days=7)

        entries = set_dates(case=case, due_on=day, resubmit_on=None, actor=case_worker)

        assert [entry.is_public for entry in entries] == [False]
        assert set_dates(case=case, due_on=day, resubmit_on=None, actor=case_worker) == []

    def test_reading_is_in_the_record(self, case_worker):
        case = make_case()
        read_by_staff(case=case, actor=case_worker)

        assert AuditEntry.objects.filter(action="cases.case_read", target_id=str(case.pk)).count() == 1


class TestWithdrawing:
    def test_a_citizen_ends_what_they_began_and_clerks_see_it(self, case_worker):
        person = make_citizen()
        case = make_case(person=person)
        read_by_staff(case=case, actor=case_worker)

        withdraw_case(case=case, person=person)
        withdraw_case(case=case, person=person)

        case.refresh_from_db()
        assert (case.status, case.outcome) == (Status.COMPLETED, Outcome.WITHDRAWN)
        assert case.is_new_for_staff
        assert case.entries.filter(kind=EntryKind.STATE).count() == 1
        with pytest.raises(ClosedError):
            write_as_person(case=case, draft=draft(), person=person)
        with pytest.raises(ClosedError):
            set_status(case=case, status=Status.PROCESSING, actor=case_worker)


class TestMany:
    def change(self, clerk, cases, **wish):
        return change_many(keys=[case.pk for case in cases], wish=BulkWish(**wish), actor=clerk, idem_key=uuid.uuid4())

    def test_many_are_assigned_and_given_back(self, case_worker):
        cases = [make_case(), make_case()]
        change = self.change(case_worker, cases, step=Step.ASSIGN, responsible=case_worker)
        assert set(Case.objects.values_list("responsible", flat=True)) == {case_worker.pk}

        assert undo_change(change=change, actor=case_worker) == 2

        assert set(Case.objects.values_list("responsible", flat=True)) == {None}
        assert not cases[0].entries.filter(kind=EntryKind.ASSIGNED).exists()
        with pytest.raises(UndoneTooLateError):
            undo_change(change=change, actor=case_worker)

    @pytest.mark.parametrize(
        ("reader", "clerk", "title"), [("de", "en", "In Bearbeitung"), ("en", "de", "Being worked on")]
    )
    def test_what_the_person_reads_is_in_their_language_not_in_the_clerks(self, case_worker, reader, clerk, title):
        case = make_case(person=make_citizen())
        Case.objects.update(language=reader)
        with override(clerk):
            set_status(case=case, status=Status.PROCESSING, actor=case_worker)

        entry = TimelineEntry.objects.get(person=case.person, kind="cases.state_changed")
        assert (entry.title, entry.path.startswith("/en/")) == (title, reader == "en")
        assert case.entries.get(kind=EntryKind.STATE).title == title

    def test_a_state_that_is_taken_back_is_not_in_the_timeline_and_nobody_was_mailed(self, case_worker):
        person = make_citizen()
        change = self.change(case_worker, [make_case(person=person)], step=Step.STATUS)
        assert TimelineEntry.objects.filter(person=person, kind="cases.state_changed").exists()

        undo_change(change=change, actor=case_worker)

        assert not TimelineEntry.objects.filter(person=person, kind="cases.state_changed").exists()
        assert not OutboxMessage.objects.filter(to=person.email).exists()

    def test_a_case_that_somebody_worked_on_since_stays_as_it_is(self, case_worker):
        case = make_case()
        change = self.change(case_worker, [case], step=Step.RESUBMIT, resubmit_on=timezone.localdate())
        add_remark(case=case, text="Erledigt.", idem_key=uuid.uuid4(), actor=case_worker)

        assert undo_change(change=change, actor=case_worker) == 0
        case.refresh_from_db()
        assert case.resubmit_on == timezone.localdate()

    def test_foreign_cases_stay_untouched(self, case_worker):
        foreign = make_case(department=DepartmentFactory())
        change = self.change(case_worker, [foreign], step=Step.READ)

        foreign.refresh_from_db()
        assert change.before == []
        assert foreign.is_new_for_staff

    def test_after_ten_minutes_it_stays(self, case_worker):
        change = self.change(case_worker, [make_case()], step=Step.READ)
        change.made_at -= UNDO_FOR
        change.save()

        with pytest.raises(UndoneTooLateError):
            undo_change(change=change, actor=case_worker)
