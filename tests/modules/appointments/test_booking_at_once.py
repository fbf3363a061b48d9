"""Booking in one go: what three steps would have made, or nothing at all."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from modules.appointments.errors import (
    IncompleteDetailsError,
    NotOfferedError,
    SlotTakenError,
    TooManyBookingsError,
    TooManyMailsError,
    UnclearVisitError,
)
from modules.appointments.models import (
    AppointmentSettings,
    Booking,
    BookingPlace,
    Channel,
    Confirmation,
    Origin,
    PoolDay,
    State,
)
from modules.appointments.selectors import get_place
from modules.appointments.selectors.joining import as_one
from modules.appointments.services import (
    Details,
    book_at_once,
    check_days,
    confirming,
    enter_details,
    request_confirmation,
)
from modules.appointments.visits import joined_visit, visit_of
from rathaus.api.models import WebhookDelivery
from rathaus.api.services import create_webhook
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import (
    MONDAY_MORNING,
    TUESDAY,
    AnswerFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    QuestionFactory,
    cell,
    hold_at,
    make_office,
    used_in,
)
from tests.modules.appointments.programs import DETAILS, HALF_PAST, held, kind, wanted

pytestmark = pytest.mark.django_db

OTTO = Details(
    first_name=" Otto ",
    last_name="Graf",
    phone="03935 12 34",
    for_name="Ida Graf",
    person_names=("Emil Graf",),
    home_address="Am Markt 1",
    wants_callback=True,
    note="kommt mit Hund",
)
MIRELA = Details(first_name="Mirela", last_name="Brandt", email="mirela.brandt@post.example")
OF_THE_ROW = {"id", "token", "code", "idem_key", "cell_from", "cell_to", "starts_at", "ends_at"}


def book(place, hour=9, minute=0, details=OTTO, **further):
    further.setdefault("idem_key", uuid.uuid4())
    return book_at_once(place=place, day=TUESDAY, cell_from=cell(hour, minute), details=details, **further)


def beside(office):
    """Return the place of another concern with the same counters."""
    concern = ConcernFactory(max_persons=1, first_minutes=10, further_minutes=0)
    return get_place(ConcernPlaceFactory(concern=concern, location=office.location, pools=office.pools.all()).pk)


def traces(booking):
    """Return what a booking left behind elsewhere."""
    entries = AuditEntry.objects.filter(target_id=str(booking.pk)).values_list("action", "actor_kind", "details")
    told = WebhookDelivery.objects.filter(payload__id=str(booking.pk)).values_list("event", "payload__state")
    mails = OutboxMessage.objects.filter(reference=str(booking.pk)).values_list("kind", "to")
    return sorted(entries), sorted(told), sorted(mails)


class TestAlike:
    @pytest.mark.parametrize("details", [OTTO, MIRELA, replace(MIRELA, phone="0391 77")])
    @pytest.mark.parametrize("confirmation", list(Confirmation))
    def test_nothing_tells_it_from_three_steps(self, office, details, confirmation):
        AppointmentSettings.objects.create(confirmation=confirmation)
        create_webhook(name="App", url="https://a.example/", events=["appointments.booking_confirmed"], actor=None)
        stepwise = hold_at(office, 9, origin=Origin.API)
        stepwise = request_confirmation(booking=enter_details(booking=stepwise, details=details))
        at_once = book(office, 10, details=details)

        first, second = (Booking.objects.values().get(pk=made.pk) for made in (stepwise, at_once))
        assert {name for name in first if first[name] != second[name]} == OF_THE_ROW
        assert at_once.state == second["state"]
        assert traces(stepwise) == traces(at_once)
        assert BookingPlace.objects.filter(day=TUESDAY).count() == 2
        assert check_days(repair=False).is_clean

    def test_it_is_one_look_and_one_trip_in_a_transaction(self, office, django_assert_num_queries):
        visit = visit_of(office.concern)
        with django_assert_num_queries(4):  # the transaction begins and ends; inside a test it is a savepoint
            book(office, visit=visit)

    def test_several_concerns_are_one_visit(self, office):
        certificate = beside(office)
        visit = joined_visit([visit_of(office.concern), visit_of(certificate.concern)])

        booking = book(as_one(office, [certificate]), visit=visit)

        assert booking.minutes == 30
        assert [entry.concern_id for entry in booking.further] == [certificate.concern_id]

    def test_a_place_in_each_team_is_taken(self, office):
        other = make_office()
        both = ConcernPlaceFactory(location=office.location, pools=[*office.pools.all(), *other.pools.all()])
        booking = book(get_place(both.pk))

        assert sum(used_in(office)) == sum(used_in(other)) == booking.length
        with pytest.raises(SlotTakenError):
            book(get_place(both.pk))
        assert check_days(repair=False).is_clean


class TestRefused:
    def test_a_full_time_is_said_with_one_query_and_with_times_nearby(self, office, django_assert_num_queries):
        book(office, 9, 20)

        with django_assert_num_queries(1), pytest.raises(SlotTakenError) as caught:
            book(office, 9, 20)
        assert [f"{time.starts_at:%H:%M}" for time in caught.value.neighbours][:2] == ["09:00", "09:40"]

    @pytest.mark.parametrize(
        "details",
        [
            Details(last_name=" ", phone="0123"),
            Details(last_name="Graf"),
            Details(last_name="Graf", phone="unbekannt"),
        ],
    )
    def test_without_a_name_and_a_way_to_reach_the_person_nothing_is_booked(self, office, details):
        with pytest.raises(IncompleteDetailsError):
            book(office, details=details)
        assert not Booking.objects.exists()

    def test_who_is_to_be_called_leaves_a_number(self, office):
        visit = joined_visit([visit_of(office.concern)], channel=Channel.PHONE)

        with pytest.raises(IncompleteDetailsError):
            book(office, details=MIRELA, visit=visit)
        assert sum(used_in(office)) == 0

    def test_a_question_without_answer_is_no_visit(self, office):
        AnswerFactory(question=QuestionFactory(concern=office.concern))

        with pytest.raises(UnclearVisitError):
            book(get_place(office.pk))

    def test_a_time_that_nobody_offers(self, office):
        with pytest.raises(NotOfferedError):
            book_at_once(
                place=office,
                day=TUESDAY + timedelta(days=900),
                cell_from=cell(9),
                details=OTTO,
                idem_key=uuid.uuid4(),
            )

    @pytest.mark.parametrize("details", [OTTO, MIRELA])
    def test_one_open_booking_too_many_takes_no_place(self, office, details):
        AppointmentSettings.objects.create(max_open_bookings=1)
        first = book(office, 9, details=details)

        with pytest.raises(TooManyBookingsError):
            book(office, 10, details=details)
        assert sum(used_in(office)) == first.length
        assert check_days(repair=False).is_clean

    def test_an_address_that_got_enough_mails_takes_no_place(self, office, monkeypatch):
        monkeypatch.setattr(confirming, "MAILS_PER_ADDRESS", 0)
        AppointmentSettings.objects.create(max_open_bookings=0)

        with pytest.raises(TooManyMailsError):
            book(office, details=MIRELA)
        assert sum(used_in(office)) == 0


class TestRoom:
    def test_an_abandoned_hold_keeps_nobody_out(self, office, clock):
        hold_at(office, 9)
        clock(MONDAY_MORNING + timedelta(minutes=10))

        assert book(office, 9).state == State.CONFIRMED

    def test_a_day_without_row_gets_one(self, office):
        PoolDay.objects.filter(day=TUESDAY).delete()

        assert book(office, 9).state == State.CONFIRMED
        assert check_days(repair=False).is_clean


class TestTwice:
    @pytest.mark.parametrize("details", [OTTO, MIRELA])
    def test_the_same_key_returns_the_first_result(self, office, details):
        AppointmentSettings.objects.create(max_open_bookings=1)
        key = uuid.uuid4()
        first, second = (book(office, idem_key=key, details=details) for _ in range(2))

        assert (first.pk, first.state) == (second.pk, second.state)
        assert Booking.objects.count() == 1

    def test_the_key_of_a_hold_makes_the_booking_of_it(self, office):
        key = uuid.uuid4()
        first = hold_at(office, 9, idem_key=key, origin=Origin.API)

        booking = book(office, 9, idem_key=key)

        assert (booking.pk, booking.state, booking.last_name) == (first.pk, State.CONFIRMED, "Graf")

    def test_the_code_of_another_booking_of_the_day_is_drawn_again(self, office, monkeypatch):
        Booking.objects.filter(pk=book(office, 9).pk).update(code="AAA-AAA")
        field = Booking._meta.get_field("code")
        monkeypatch.setattr(field, "_get_default", iter(["AAA-AAA", "BBB-BBB"]).__next__)

        assert book(office, 10).code == "BBB-BBB"


class TestProgram:
    def ask(self, app, office, *, key="", details=DETAILS, **further):
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return app.post("bookings", wanted(office, details=details, **further), headers=headers)

    def test_who_leaves_a_number_is_booked_and_called(self, office, program):
        answer = self.ask(program("appointments:book"), office, details={"last_name": "Graf", "phone": "03935 12"})

        assert (answer.status_code, answer.json()["state"]) == (201, "confirmed")
        booking = Booking.objects.get(token=answer.json()["token"])
        assert (booking.origin, booking.wants_callback) == (Origin.API, True)

    def test_who_leaves_an_address_gets_a_code(self, office, program):
        answer = self.ask(program("appointments:book"), office)

        assert (answer.status_code, answer.json()["state"]) == (201, "unconfirmed")
        assert OutboxMessage.objects.get().kind == "appointments.code"

    def test_the_same_key_returns_the_same_booking_and_for_another_time_nothing(self, office, program):
        app = program()
        first, second = (self.ask(app, office, key="einmal-und-nie-wieder") for _ in range(2))
        other = self.ask(app, office, key="einmal-und-nie-wieder", starts_at=HALF_PAST)

        assert first.json() == second.json()
        assert (other.status_code, kind(other)) == (409, "idempotency-key-reused")

    def test_a_taken_time_comes_with_others(self, office, program):
        app = program()
        held(app, office)

        answer = self.ask(app, office)

        assert (answer.status_code, kind(answer)) == (409, "slot-taken")
        assert answer.json()["neighbours"][0]["time"] == "09:20"
