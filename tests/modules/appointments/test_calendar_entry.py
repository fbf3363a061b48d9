"""The calendar entry and the mails: right time, one identity, nothing about the person."""

from datetime import datetime, timedelta

import icalendar
import pytest

from modules.appointments.ics import calendar_entry
from modules.appointments.qr import qr_svg
from modules.appointments.services import Details, book_by_staff, cancel_booking, move_booking
from rathaus.mail.attachments import Attachment
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import BERLIN, TUESDAY, cell, hold_at, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(office, case_worker):
    held = hold_at(office, 9, 20, origin="phone")
    return book_by_staff(
        place=office,
        day=TUESDAY,
        cell_from=held.cell_from,
        details=Details(first_name="Mirela", last_name="Brandt", email="mirela@post.example", phone="0123456"),
        actor=case_worker,
        idem_key=held.idem_key,
    )


def event_of(content: bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(content)
    return calendar, calendar.walk("VEVENT")[0]


def attached(kind: str) -> bytes:

    message = OutboxMessage.objects.get(kind=f"appointments.{kind}")
    return Attachment.from_json(message.attachments[0]).content


class TestEdgeCase02TimeZones:
    def test_edge_case_02_the_entry_carries_local_time_and_its_time_zone(self, booking):
        content = calendar_entry(booking)
        assert b"DTSTART;TZID=Europe/Berlin:20261124T092000" in content
        assert b"DTEND;TZID=Europe/Berlin:20261124T094000" in content
        calendar, event = event_of(content)
        zone = calendar.walk("VTIMEZONE")[0]
        assert str(zone["TZID"]) == "Europe/Berlin"
        assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}
        assert event.decoded("dtstart") == datetime(2026, 11, 24, 9, 20, tzinfo=BERLIN)

    @pytest.mark.parametrize(("monday", "hour_in_utc"), [("2026-10-19", "08"), ("2028-03-20", "07")])
    def test_edge_case_02_nine_oclock_stays_nine_oclock_on_days_of_the_change(self, clock, monday, hour_in_utc):
        clock(datetime.fromisoformat(f"{monday}T08:00:00+01:00"))
        office = make_office(weekdays=range(7))
        sunday = datetime.fromisoformat(monday).date() + timedelta(days=6)
        booking = hold_at(office, 9, day=sunday)
        assert booking.starts_at.strftime("%H") == hour_in_utc
        assert f"DTSTART;TZID=Europe/Berlin:{sunday:%Y%m%d}T090000".encode() in calendar_entry(booking)

    @pytest.mark.usefixtures("booking")
    def test_edge_case_02_mails_print_local_time(self):
        mail = OutboxMessage.objects.get(kind="appointments.confirmed")
        assert mail.subject == "Ihr Termin am Di, 24. November 2026, 9:20 Uhr"
        for part in (mail.text, mail.html):
            assert "Di, 24. November 2026, 9:20 Uhr" in part.replace("\N{NO-BREAK SPACE}", " ")


def test_edge_case_02_moving_and_cancelling_are_versions_of_one_entry(booking, office, case_worker):
    confirmed = event_of(attached("confirmed"))
    moved = move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))
    cancel_booking(booking=moved, actor=case_worker)
    entries = [confirmed, event_of(attached("moved")), event_of(attached("cancelled_by_town_hall"))]
    assert [str(calendar["METHOD"]) for calendar, _event in entries] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["SEQUENCE"] for _calendar, event in entries] == [0, 1, 2]
    assert [str(event["STATUS"]) for _calendar, event in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({str(event["UID"]) for _calendar, event in entries}) == 1
    assert entries[1][1].decoded("dtstart") == datetime(2026, 11, 24, 11, 0, tzinfo=BERLIN)


def test_an_entry_to_download_says_nothing_about_the_person(booking):
    calendar, event = event_of(calendar_entry(booking))
    assert str(calendar["METHOD"]) == "PUBLISH"
    text = calendar_entry(booking).decode()
    for secret in ("Brandt", "Mirela", "mirela@post.example", "0123456"):
        assert secret not in text
    assert str(event["SUMMARY"]).startswith("Termin: Personalausweis")
    assert booking.code in str(event["DESCRIPTION"])


def test_the_mail_has_what_somebody_needs_to_come(booking):
    mail = OutboxMessage.objects.get(kind="appointments.confirmed")
    for needed in (
        booking.code,
        "Markt 1, 39500 Musterstadt",
        "Biometrisches Passfoto",
        "auch wenn er abgelaufen ist",
        "46,00 €",
        f"/termine/t/{booking.token}/verschieben/",
        f"/termine/t/{booking.token}/absagen/",
    ):
        assert needed in mail.text
        assert needed in mail.html
    assert "Brandt" not in mail.text


def test_a_mail_is_written_in_the_language_of_the_person(office, case_worker):
    held = hold_at(office, 10, origin="phone", language="en")
    book_by_staff(
        place=office,
        day=TUESDAY,
        cell_from=held.cell_from,
        details=Details(last_name="Smith", email="smith@post.example"),
        actor=case_worker,
        idem_key=held.idem_key,
    )
    mail = OutboxMessage.objects.get(to="smith@post.example")
    assert mail.subject == "Your appointment on Tue, 24 November 2026, 10:00 am"
    assert f"/en/termine/t/{held.token}/" in mail.text


def test_the_qr_code_is_svg_without_style(booking):
    svg = str(qr_svg(booking.code))
    assert svg.startswith("<svg")
    assert "style=" not in svg
