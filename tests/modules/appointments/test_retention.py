"""Contact data go when their time is over; numbers stay. Access and erasure reach every table."""

import uuid
from datetime import timedelta

import pytest

from modules.appointments.models import (
    Booking,
    FurtherConcern,
    QueueTicket,
    State,
    TicketState,
    WaitingEntry,
    WaitingState,
)
from modules.appointments.privacy import PERSONAL_DATA
from modules.appointments.selectors.preferences import kept_days
from modules.appointments.services import (
    Details,
    cancel_booking,
    leave_waiting_list,
    mark_done,
    wait_with_booking,
    wait_without_booking,
)
from modules.appointments.services.collecting import Document, enter_by_hand
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, AnswerFactory, ConcernFactory, QuestionFactory
from tests.modules.appointments.staff import BRANDT, booked
from tests.modules.appointments.waiting import waits, wish

pytestmark = pytest.mark.django_db


def days_later(days: int):
    return MONDAY_MORNING + timedelta(days=days)


def name_of(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.last_name


class TestRetention:
    def test_a_concern_may_keep_contacts_longer_or_shorter_than_the_rest(self, office):
        usual = booked(office, 9)
        short, long = booked(office, 10), booked(office, 11)
        Booking.objects.filter(pk=short.pk).update(concern=ConcernFactory(retention_days=3))
        Booking.objects.filter(pk=long.pk).update(concern=ConcernFactory(retention_days=90))
        PERSONAL_DATA.apply_retention(now=days_later(6))
        assert [name_of(booking) for booking in (short, usual, long)] == ["", "Brandt", "Brandt"]
        PERSONAL_DATA.apply_retention(now=days_later(33))
        assert [name_of(booking) for booking in (usual, long)] == ["", "Brandt"]
        PERSONAL_DATA.apply_retention(now=days_later(93))
        assert name_of(long) == ""

    def test_a_visit_of_several_concerns_keeps_contacts_as_long_as_the_longest_of_them(self, office):
        booking = booked(office, 9)
        FurtherConcern.objects.create(booking=booking, concern=ConcernFactory(retention_days=90), persons=1)
        FurtherConcern.objects.create(booking=booking, concern=ConcernFactory(retention_days=3), persons=1)
        assert kept_days(booking) == 90
        PERSONAL_DATA.apply_retention(now=days_later(90))
        assert name_of(booking) == "Brandt"
        PERSONAL_DATA.apply_retention(now=days_later(93))
        assert name_of(booking) == ""

    def test_everything_personal_goes_and_the_numbers_stay(self, office, case_worker):
        booking = booked(office, 9)
        further = ConcernFactory()
        FurtherConcern.objects.create(booking=booking, concern=further, persons=2)
        Booking.objects.filter(pk=booking.pk).update(home_address="Markt 1", for_name="Jonas", support=["step_free"])
        mark_done(booking=booking, actor=case_worker)
        PERSONAL_DATA.apply_retention(now=days_later(33))
        booking.refresh_from_db()
        for name in Booking.personal_fields:
            assert not getattr(booking, name), name
        assert (booking.state, booking.concern_id, booking.day) == (State.DONE, office.concern_id, TUESDAY)
        assert booking.further_concerns.get().concern_id == further.pk

    def test_a_wish_that_nobody_confirmed_goes_after_a_day(self, office):
        entry = wait_without_booking(
            concern=office.concern,
            wish=wish(),
            details=Details(first_name="Ada", last_name="Graf", email="graf@post.example"),
            idem_key=uuid.uuid4(),
        )
        PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(hours=23))
        assert WaitingEntry.objects.filter(pk=entry.pk).exists()
        PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(hours=25))
        assert not WaitingEntry.objects.exists()

    def test_who_has_left_is_forgotten_at_once_and_still_counted(self, office):
        entry = waits(office)
        leave_waiting_list(entry=entry)
        entry.refresh_from_db()
        assert [getattr(entry, name) for name in ("first_name", "last_name", "email", "phone", "answers")] == [
            "",
            "",
            "",
            "",
            {},
        ]
        assert WaitingEntry.objects.count() == 1

    def test_a_note_of_the_waiting_room_is_of_its_day(self, office):
        ticket = ticket_of(office, None)
        PERSONAL_DATA.apply_retention(now=MONDAY_MORNING)
        ticket.refresh_from_db()
        assert ticket.note == "braucht Hilfe"
        PERSONAL_DATA.apply_retention(now=days_later(1))
        ticket.refresh_from_db()
        assert ticket.note == ""


class TestAccessAndErasure:
    @pytest.fixture
    def everything(self, office, case_worker):
        booking = booked(office, 9)
        ticket_of(office, booking)
        entry = waits(office, "Brandt")
        WaitingEntry.objects.filter(pk=entry.pk).update(email=BRANDT.email)
        document = Document(document="Pass", location=office.location, name="Mirela Brandt", email=BRANDT.email)
        return booking, entry, enter_by_hand(document=document, idem_key=uuid.uuid4(), actor=case_worker)

    @pytest.mark.usefixtures("everything")
    def test_access_tells_bookings_wishes_documents_and_notes(self):
        records = PERSONAL_DATA.export(email=BRANDT.email.upper())
        keys = [set(record) for record in records]
        assert len(records) == 4
        for name in ("home_address", "waiting_list", "document", "waiting_room"):
            assert any(name in found for found in keys), name
        assert PERSONAL_DATA.export(email="other@post.example") == []

    def test_access_tells_in_words_what_was_answered_and_needed(self, office):
        answer = AnswerFactory(question=QuestionFactory(concern=office.concern))
        answers = {str(answer.question_id): str(answer.pk)}
        booking = booked(office, 9)
        Booking.objects.filter(pk=booking.pk).update(answers=answers, support=["step_free"])
        wait_with_booking(booking=booking, wish=wish(weekdays=[1]))
        found, waiting = PERSONAL_DATA.export(email=BRANDT.email)
        assert found["answers"] == "Ist es Ihr erster Ausweis? Ja."
        assert (found["state"], found["support"], found["channel"]) == ("gebucht", "Weg ohne Stufen", "vor Ort")
        assert "Dienstag" in waiting["wish"]

    def test_erasure_ends_the_wish_and_leaves_what_is_still_to_come(self, everything):
        booking, entry, document = everything
        assert PERSONAL_DATA.erase(email=BRANDT.email) == 2  # the wish and the note of the waiting room
        entry.refresh_from_db()
        assert (entry.state, entry.email) == (WaitingState.LEFT, "")
        assert name_of(booking) == "Brandt"
        document.refresh_from_db()
        assert document.name == "Mirela Brandt"
        cancel_booking(booking=booking)
        assert PERSONAL_DATA.erase(email=BRANDT.email) >= 1
        assert name_of(booking) == ""


def ticket_of(office, booking) -> QueueTicket:
    """Return a ticket with a note."""
    return QueueTicket.objects.create(
        location=office.location,
        day=MONDAY_MORNING.date(),
        label="A 1",
        booking=booking,
        note="braucht Hilfe",
        state=TicketState.DONE,
        arrived_at=MONDAY_MORNING,
    )
