"""What the module gives to the rest of the product: words, figures, jobs, commands, personal data."""

import json
import uuid
from datetime import date, datetime, time, timedelta

import pytest
from typer.testing import CliRunner

from modules.appointments import privacy, tasks
from modules.appointments.cli import appointments
from modules.appointments.errors import SetupError
from modules.appointments.models import (
    AppointmentSettings,
    Booking,
    BookingPlace,
    PoolDay,
    PreliminaryAnswer,
    PreliminaryQuestion,
    State,
)
from modules.appointments.selectors import (
    activity,
    counts,
    dashboard_cards,
    next_free_panel,
    opening_today,
    opening_week,
    search_hits,
)
from modules.appointments.services import (
    AnswerWish,
    Details,
    QuestionWish,
    book_by_staff,
    check_days,
    save_concern,
    save_questions,
    send_reminders,
    sweep_expired,
)
from modules.appointments.visits import visit_of_booking
from rathaus.mail.models import OutboxMessage
from rathaus.registry import OpeningToday
from tenants.services import switch_module
from tests.factories.accounts import UserFactory
from tests.factories.appointments import (
    BERLIN,
    MONDAY_MORNING,
    TUESDAY,
    OpeningHoursFactory,
    cell,
    hold_at,
    make_office,
)

pytestmark = pytest.mark.django_db

MIRELA = Details(first_name="Mirela", last_name="Brandt", email="mirela@post.example", phone="0123456")


@pytest.fixture
def booking(office, case_worker):
    return book_by_staff(
        place=office, day=TUESDAY, cell_from=cell(10), details=MIRELA, actor=case_worker, idem_key=uuid.uuid4()
    )


class TestOpening:
    @pytest.mark.parametrize(
        ("at", "words", "is_open"),
        [
            (time(8), "Heute geöffnet ab 9 Uhr", False),
            (time(9), "Heute geöffnet bis 12 Uhr", True),
            (time(11, 59), "Heute geöffnet bis 12 Uhr", True),
            (time(12), "Heute geöffnet ab 13:30 Uhr", False),
            (time(17), "Heute geöffnet bis 18 Uhr", True),
            (time(18), "Jetzt geschlossen", False),
        ],
    )
    def test_today_in_words(self, office, clock, at, words, is_open):
        OpeningHoursFactory(pool=office.pools.all()[0], starts_at=time(13, 30), ends_at=time(18))
        clock(datetime.combine(date(2026, 11, 24), at, tzinfo=BERLIN))
        assert opening_today() == OpeningToday(words, is_open)

    @pytest.mark.usefixtures("office")
    def test_a_holiday_is_closed(self, clock):
        clock(datetime(2027, 1, 6, 10, tzinfo=BERLIN))
        assert opening_today() == OpeningToday("Heute geschlossen", is_open=False)

    @pytest.mark.usefixtures("tenant")
    def test_nothing_is_said_where_no_hours_are_set_up(self):
        assert (opening_today(), opening_week()) == (None, [])

    def test_the_week_as_it_regularly_is(self, office, clock):
        OpeningHoursFactory(pool=office.pools.all()[0], starts_at=time(13, 30), ends_at=time(18))
        clock(datetime(2027, 1, 6, 10, tzinfo=BERLIN))
        assert opening_week() == [
            ("Mo", "9–12 Uhr"),
            ("Di", "9–12 Uhr, 13:30–18 Uhr"),
            ("Mi", "9–12 Uhr"),
            ("Do", "9–12 Uhr"),
            ("Fr", "9–12 Uhr"),
        ]


class TestFigures:
    @pytest.mark.usefixtures("booking")
    def test_bookings_of_the_last_day_and_week_are_counted(self, clock):
        assert counts() == {"bookings": 1}
        clock(MONDAY_MORNING + timedelta(days=3))
        assert counts() == {"bookings": 0}
        assert activity() == "1 Buchung in 7 Tagen"

    def test_a_hold_is_no_booking(self, office):
        hold_at(office, 9)
        assert counts() == {"bookings": 0}

    @pytest.mark.usefixtures("office")
    def test_the_start_page_shows_the_next_free_time(self):
        panel = next_free_panel()
        assert panel.starts_at == datetime(2026, 11, 23, 9, tzinfo=BERLIN)
        assert panel.url == "/termine/"

    @pytest.mark.usefixtures("tenant")
    def test_nothing_free_is_no_panel(self):
        assert next_free_panel() is None


class TestJobs:
    def test_each_job_does_its_work_in_the_municipality(self, office, tenant, clock):
        hold_at(office, 9)
        clock(MONDAY_MORNING + timedelta(days=1))
        tasks.sweep_expired(tenant_slug=tenant.slug)
        assert Booking.objects.get().state == State.EXPIRED
        tasks.ensure_days(tenant_slug=tenant.slug)
        assert PoolDay.objects.count() == 63
        PoolDay.objects.filter(day=TUESDAY).update(used=[5] * 288)
        tasks.check_days(tenant_slug=tenant.slug)
        assert check_days(repair=False).is_clean

    @pytest.mark.usefixtures("booking")
    def test_everybody_is_reminded_once_a_day_before(self, tenant, clock):
        tasks.send_reminders(tenant_slug=tenant.slug)
        assert not OutboxMessage.objects.filter(kind="appointments.reminder").exists()
        clock(datetime(2026, 11, 23, 10, 30, tzinfo=BERLIN))
        Booking.objects.update(confirmed_at=MONDAY_MORNING - timedelta(days=4))
        assert [send_reminders(), send_reminders()] == [1, 0]
        assert OutboxMessage.objects.filter(kind="appointments.reminder").count() == 1

    @pytest.mark.usefixtures("booking")
    def test_whoever_booked_a_moment_ago_is_not_reminded(self, clock):
        clock(datetime(2026, 11, 23, 10, 30, tzinfo=BERLIN))
        Booking.objects.update(confirmed_at=MONDAY_MORNING + timedelta(hours=2))
        assert send_reminders() == 0

    @pytest.mark.usefixtures("booking")
    def test_a_municipality_may_do_without_reminders(self, clock):
        AppointmentSettings.objects.create(reminder_hours=[])
        clock(datetime(2026, 11, 24, 9, tzinfo=BERLIN))
        Booking.objects.update(confirmed_at=MONDAY_MORNING - timedelta(days=4))
        assert send_reminders() == 0


class TestCommand:
    @pytest.mark.usefixtures("office")
    def test_it_reports_and_repairs(self, tenant):
        PoolDay.objects.filter(day=TUESDAY).update(used=[1] * 288)
        run = CliRunner().invoke(appointments, ["check", tenant.slug, "--json"])
        report = json.loads(run.stdout)[0]
        assert (run.exit_code, report["days"], report["repaired"]) == (1, 62, True)
        assert report["differences"][0]["fields"] == ["used"]
        run = CliRunner().invoke(appointments, ["check", "--all"])
        assert run.exit_code == 0
        assert tenant.slug in run.stdout

    @pytest.mark.usefixtures("office")
    def test_a_dry_run_repairs_nothing(self, tenant):
        PoolDay.objects.filter(day=TUESDAY).update(used=[1] * 288)
        assert CliRunner().invoke(appointments, ["check", tenant.slug, "--dry-run"]).exit_code == 1
        assert not check_days(repair=False).is_clean

    def test_a_municipality_without_appointments_is_named_and_left_alone(self, tenant):
        switch_module(tenant=tenant, module="appointments", is_on=False)
        run = CliRunner().invoke(appointments, ["check", tenant.slug])
        assert (run.exit_code, run.stdout) == (1, "")
        assert f"rathaus tenants enable {tenant.slug} appointments" in run.stderr

    @pytest.mark.parametrize("arguments", [["check"], ["check", "musterstadt", "--all"], ["check", "nowhere"]])
    @pytest.mark.usefixtures("tenant")
    def test_it_wants_one_municipality_or_all(self, arguments):
        run = CliRunner().invoke(appointments, arguments)
        assert run.exit_code != 0
        assert "Traceback" not in run.output


class TestPersonalData:
    def test_a_person_gets_what_is_kept(self, booking):
        records = privacy.PERSONAL_DATA.export(email="Mirela@post.example")
        assert [(record["last_name"], record["phone"], record["code"]) for record in records] == [
            ("Brandt", "0123456", booking.code)
        ]
        assert privacy.PERSONAL_DATA.export(email="other@post.example") == []

    def test_a_coming_appointment_keeps_its_contact_and_a_past_one_does_not(self, booking, clock):
        assert privacy.PERSONAL_DATA.erase(email="mirela@post.example") == 0
        clock(MONDAY_MORNING + timedelta(days=2))
        assert privacy.PERSONAL_DATA.erase(email="mirela@post.example") == 1
        booking.refresh_from_db()
        personal = [getattr(booking, name) for name in Booking.personal_fields]
        assert not any(personal), personal
        assert (booking.day, booking.state) == (TUESDAY, State.CONFIRMED)

    @pytest.mark.usefixtures("booking")
    def test_contact_data_go_thirty_days_after_the_appointment(self):
        assert privacy.PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=31)) == 0
        assert privacy.PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=32)) == 1
        assert privacy.PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=32)) == 0

    def test_holds_that_nobody_completed_are_deleted(self, office, clock):
        hold_at(office, 9)
        clock(MONDAY_MORNING + timedelta(days=2))

        sweep_expired()
        privacy.PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=2))
        assert Booking.objects.count() == BookingPlace.objects.count() == 0


class TestQuestions:
    WISH = QuestionWish(
        text="Für wen?",
        answers=(
            AnswerWish(label="Für mich", fee_note="46,00 €"),
            AnswerWish(label="Für ein Kind", extra_minutes=5, documents="Geburtsurkunde", hint="Das Kind kommt mit."),
        ),
    )

    def test_answers_add_documents_fee_and_hints(self, office):
        save_questions(concern=office.concern, questions=[self.WISH], actor=None)
        answer = PreliminaryAnswer.objects.get(label="Für ein Kind")
        booking = hold_at(office, 9, answers={str(answer.question_id): str(answer.pk)})
        visit = visit_of_booking(booking)
        assert [document.name for document in visit.documents][-1] == "Geburtsurkunde"
        assert (visit.fee_notes, visit.hints) == (["46,00 €"], ["Das Kind kommt mit."])
        assert booking.minutes == 25

    def test_a_question_that_stays_keeps_its_identity(self, office):
        save_questions(concern=office.concern, questions=[self.WISH], actor=None)
        before = set(PreliminaryAnswer.objects.values_list("pk", flat=True))
        other = QuestionWish(text="Neu?", answers=(AnswerWish(label="Ja"), AnswerWish(label="Nein")))
        save_questions(concern=office.concern, questions=[other, self.WISH], actor=None)
        assert before < set(PreliminaryAnswer.objects.values_list("pk", flat=True))
        assert [question.text for question in PreliminaryQuestion.objects.all()] == ["Neu?", "Für wen?"]

    def test_a_booking_outlives_the_answer_it_was_made_with(self, office):
        save_questions(concern=office.concern, questions=[self.WISH], actor=None)
        answer = PreliminaryAnswer.objects.get(label="Für ein Kind")
        booking = hold_at(office, 9, answers={str(answer.question_id): str(answer.pk)})
        save_questions(concern=office.concern, questions=[], actor=None)
        assert visit_of_booking(booking).hints == []

    def test_four_questions_with_two_answers_each_at_most_and_least(self, office):
        for wrong in ([self.WISH] * 5, [QuestionWish(text="?", answers=(AnswerWish(label="Ja"),))]):
            with pytest.raises(SetupError):
                save_questions(concern=office.concern, questions=wrong, actor=None)


class TestPlacesOfConcerns:
    def test_a_location_that_is_left_out_offers_the_concern_no_more(self, office, booking):
        other = make_office()
        save_concern(concern=office.concern, places={other.location: list(other.pools.all())}, actor=None)
        assert [place.is_active for place in office.concern.places.order_by("is_active")] == [False, True]
        booking.refresh_from_db()
        assert booking.state == State.CONFIRMED

    def test_a_pool_of_another_location_is_refused(self, office):
        other = make_office()
        for wrong in ({office.location: list(other.pools.all())}, {office.location: []}):
            with pytest.raises(SetupError):
                save_concern(concern=office.concern, places=wrong, actor=None)


class TestDashboard:
    @pytest.mark.usefixtures("booking")
    def test_only_staff_with_the_right_see_names(self):

        assert search_hits("Brandt", UserFactory()) == []
        assert dashboard_cards(UserFactory()) == []
