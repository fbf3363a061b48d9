"""A moved or cancelled appointment updates the calendar entry (RFC 5545, 5546, 6047): complaint 10."""

import icalendar
import pytest
from django.conf import settings
from django.utils import translation

from modules.appointments.ics import calendar_entry
from modules.appointments.services import Details, accept_offer, cancel_booking, move_booking, send_reminders
from rathaus.mail.attachments import Attachment
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, cell
from tests.modules.appointments.staff import booked
from tests.modules.appointments.waiting import offer_to, waits_with

pytestmark = pytest.mark.django_db


def entries_to(email: str) -> list[icalendar.Calendar]:
    """Return the calendar files that were mailed, the first one first."""
    mails = [mail for mail in OutboxMessage.objects.filter(to=email) if mail.attachments]
    found = [icalendar.Calendar.from_ical(Attachment.from_json(mail.attachments[0]).content) for mail in mails]
    return sorted(found, key=lambda calendar: event_of(calendar)["SEQUENCE"])


def event_of(calendar: icalendar.Calendar) -> icalendar.Event:
    (event,) = calendar.walk("VEVENT")
    return event


@pytest.fixture
def history(office, case_worker):
    """The files of an appointment that was moved by its citizen, moved by an offer, and cancelled."""
    other = Details(last_name="Lorenz", email="lorenz@post.example")
    early, booking = booked(office, 9, details=other), booked(office, 11)
    move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11, 20))
    entry = waits_with(booking)
    cancel_booking(booking=early)
    booking = accept_offer(offer=offer_to(entry))
    cancel_booking(booking=booking, actor=case_worker, reason="Das Rathaus ist geschlossen.")
    return booking, entries_to(booking.email)


class TestComplaint10CalendarEntries:
    def test_complaint_10_every_change_is_the_next_version_of_one_entry(self, history):
        booking, calendars = history
        events = [event_of(calendar) for calendar in calendars]
        assert [event["SEQUENCE"] for event in events] == [0, 1, 2, 3]
        assert {str(event["UID"]) for event in events} == {f"{booking.pk}@termine.rathaus"}
        assert [str(calendar["METHOD"]) for calendar in calendars] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
        starts = [event.decoded("dtstart").strftime("%H:%M") for event in events]
        assert starts == ["11:00", "11:20", "09:00", "09:00"]

    def test_complaint_10_a_cancellation_names_the_same_people_and_the_last_time(self, history):
        _booking, calendars = history
        *_former, last, cancelled = [event_of(calendar) for calendar in calendars]
        assert str(cancelled["STATUS"]) == "CANCELLED"
        for name in ("ORGANIZER", "ATTENDEE", "DTSTART", "DTEND"):
            assert cancelled[name].to_ical() == last[name].to_ical()

    def test_each_file_has_what_the_standard_asks_for(self, history):
        for calendar in history[1]:
            assert {"PRODID", "VERSION", "METHOD"} <= set(calendar)
            event = event_of(calendar)
            assert {"UID", "DTSTAMP", "DTSTART", "ORGANIZER", "ATTENDEE", "SEQUENCE", "SUMMARY"} <= set(event)
            assert calendar.walk("VTIMEZONE")
            lines = calendar.to_ical().split(b"\r\n")
            assert max(map(len, lines)) <= 75

    def test_the_method_stands_in_the_type_of_the_attachment_as_well(self, history):
        booking, _calendars = history
        kinds = {
            mail.kind: mail.attachments[0]["mime"]
            for mail in OutboxMessage.objects.filter(to=booking.email)
            if mail.attachments
        }
        assert "method=REQUEST" in kinds["appointments.moved"]
        assert "method=CANCEL" in kinds["appointments.cancelled_by_town_hall"]

    def test_what_is_downloaded_names_nobody_and_invites_nobody(self, office):
        event = event_of(icalendar.Calendar.from_ical(calendar_entry(booked(office, 9))))
        assert "ATTENDEE" not in event  # RFC 5546, 3.2.1

    def test_a_reminder_is_no_version_of_the_entry(self, office, clock):
        booking = booked(office, 9)
        OutboxMessage.objects.all().delete()
        clock(MONDAY_MORNING.replace(hour=9, minute=5))
        assert send_reminders() == 1
        booking.refresh_from_db()
        assert (booking.sequence, entries_to(booking.email)) == (0, [])


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_confirmation_comes_in_every_language_with_its_entry(office, language):
    with translation.override(language):
        booking = booked(office, 9, language=language)
    mail = OutboxMessage.objects.get(kind="appointments.confirmed", to=booking.email)
    event = event_of(icalendar.Calendar.from_ical(Attachment.from_json(mail.attachments[0]).content))
    assert booking.code in mail.text
    assert booking.code in str(event["DESCRIPTION"])
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    assert f"{prefix}/termine/t/{booking.token}/" in mail.text
    assert f"{prefix}/termine/t/{booking.token}/" in str(event["URL"])
