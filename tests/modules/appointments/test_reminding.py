"""Reminders at the times that a municipality sets: complaint 8."""

from datetime import datetime, timedelta

import pytest

from modules.appointments.forms.setup.preferences import PreferencesForm
from modules.appointments.models import AppointmentSettings, Booking
from modules.appointments.services import move_booking, send_reminders
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import BERLIN, TUESDAY, cell, make_office
from tests.modules.appointments.staff import booked

pytestmark = pytest.mark.django_db
WEEKS_AHEAD = TUESDAY + timedelta(days=14)  # 8 December
STARTS = datetime(2026, 12, 8, 9, 0, tzinfo=BERLIN)


@pytest.fixture
def booking(office) -> Booking:
    """An appointment in a fortnight, booked now."""
    return booked(office, 9, day=WEEKS_AHEAD)


def remind_at(clock, moment: datetime) -> int:
    clock(moment)
    return send_reminders()


def reminders() -> int:
    return OutboxMessage.objects.filter(kind="appointments.reminder").count()


class TestComplaint08Reminders:
    @pytest.mark.usefixtures("booking")
    def test_complaint_08_each_reminder_is_sent_once_at_its_time(self, clock):
        AppointmentSettings(reminder_hours=[168, 24, 2]).save()
        sent = [
            remind_at(clock, STARTS - timedelta(hours=hours, minutes=-minutes))
            for hours, minutes in ((169, 0), (168, 0), (167, 0), (24, -1), (24, 5), (24, 10), (2, 0), (1, 0))
        ]
        assert sent == [0, 1, 0, 0, 1, 0, 1, 0]
        assert reminders() == 3

    @pytest.mark.usefixtures("booking")
    def test_complaint_08_nobody_is_reminded_where_no_time_is_set(self, clock):
        AppointmentSettings(reminder_hours=[]).save()
        assert remind_at(clock, STARTS - timedelta(hours=1)) == 0

    def test_who_books_after_the_moment_has_a_fresh_mail(self, office, clock):
        AppointmentSettings(reminder_hours=[168, 24]).save()
        clock(STARTS - timedelta(hours=100))
        booked(office, 9, day=WEEKS_AHEAD)
        assert send_reminders() == 0
        assert remind_at(clock, STARTS - timedelta(hours=24)) == 1

    def test_who_moves_after_the_moment_has_a_fresh_mail_and_is_reminded_at_the_next(self, booking, office, clock):
        AppointmentSettings(reminder_hours=[168, 24]).save()
        assert remind_at(clock, STARTS - timedelta(hours=168)) == 1
        clock(STARTS - timedelta(hours=143))
        later = WEEKS_AHEAD + timedelta(days=1)
        move_booking(booking=booking, place=office, day=later, cell_from=cell(9, 0, later))
        assert remind_at(clock, STARTS - timedelta(hours=140)) == 0
        assert remind_at(clock, STARTS) == 1

    def test_who_moves_far_away_is_reminded_again(self, booking, office, clock):
        AppointmentSettings(reminder_hours=[168]).save()
        assert remind_at(clock, STARTS - timedelta(hours=168)) == 1
        later = WEEKS_AHEAD + timedelta(days=14)
        move_booking(booking=booking, place=office, day=later, cell_from=cell(9, 0, later))
        assert remind_at(clock, STARTS + timedelta(days=7)) == 1

    @pytest.mark.usefixtures("booking")
    def test_after_a_rest_only_the_latest_moment_counts(self, clock):
        AppointmentSettings(reminder_hours=[168, 72, 24]).save()
        assert remind_at(clock, STARTS - timedelta(hours=20)) == 1
        assert remind_at(clock, STARTS - timedelta(hours=19)) == 0

    @pytest.mark.usefixtures("booking")
    def test_nothing_is_sent_once_it_has_begun(self, clock):
        assert remind_at(clock, STARTS) == 0

    def test_a_reminder_leaves_the_calendar_entry_as_it_is(self, booking, clock):
        remind_at(clock, STARTS - timedelta(hours=24))
        booking.refresh_from_db()
        assert booking.sequence == 0
        assert OutboxMessage.objects.get(kind="appointments.reminder").attachments == []

    def test_an_hour_more_or_less_on_the_wall_does_not_matter(self, clock):
        clock(datetime(2026, 10, 20, 8, 0, tzinfo=BERLIN))
        office = make_office(weekdays=range(7))
        AppointmentSettings(reminder_hours=[24]).save()
        sunday = datetime(2026, 10, 25, 9, 0, tzinfo=BERLIN)
        booked(office, 9, day=sunday.date())
        assert remind_at(clock, datetime(2026, 10, 24, 9, 55, tzinfo=BERLIN)) == 0  # 24 hours before: 10 o'clock
        assert remind_at(clock, datetime(2026, 10, 24, 10, 0, tzinfo=BERLIN)) == 1


class TestChoosing:
    def form(self, **chosen):
        initial = PreferencesForm(instance=AppointmentSettings(reminder_hours=[24, 5]))
        data = {bound.name: bound.value() for bound in initial} | chosen
        return PreferencesForm({name: value for name, value in data.items() if value is not None})

    def test_usual_times_are_boxes_and_one_own_is_a_number(self):
        form = PreferencesForm(instance=AppointmentSettings(reminder_hours=[168, 24, 5]))
        assert form["reminder_own"].value() == 5
        assert set(form["reminder_hours"].value()) >= {168, 24}

    def test_what_is_chosen_is_saved_the_earliest_first(self):
        form = self.form(reminder_hours=["2", "168"], reminder_own="5")
        assert form.is_valid(), form.errors
        assert form.instance.reminder_hours == [168, 5, 2]

    def test_nothing_chosen_reminds_nobody(self):
        form = self.form(reminder_hours=[], reminder_own="")
        assert form.is_valid(), form.errors
        assert form.instance.reminder_hours == []

    def test_more_than_a_fortnight_is_too_early(self):
        assert "reminder_own" in self.form(reminder_own="400").errors
