"""Other programs book: the same rules as on the website, answers that programs understand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from modules.appointments.codes import confirmation_code
from modules.appointments.models import Booking, Channel, Concern, Confirmation, Origin, State
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import (
    hold_at,
)
from tests.modules.appointments.programs import DETAILS, HALF_PAST, NINE, booked, held, kind, wanted

pytestmark = pytest.mark.django_db


def test_a_booking_from_the_first_to_the_last_step(office, program, mailoutbox_codes):
    app = program("appointments:read", "appointments:book")

    answer = held(app, office)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["starts_at"], made["time"], made["minutes"]) == ("held", NINE, "09:00", 20)
    assert made["expires_at"] == "2026-11-23T08:10:00+01:00"

    token = made["token"]
    assert app.ask("PUT", f"bookings/{token}/details", DETAILS).json()["state"] == "held"
    asked = app.post(f"bookings/{token}/confirmation-request").json()
    assert asked["state"] == "unconfirmed"

    booking = Booking.objects.get(token=token)
    assert (booking.origin, booking.last_name, booking.wants_callback) == (Origin.API, "Brandt", False)
    wrong = app.post(f"bookings/{token}/confirmation", {"code": other_than(mailoutbox_codes(booking))})
    assert (kind(wrong), wrong.json()["tries_left"]) == ("wrong-code", 4)
    right = app.post(f"bookings/{token}/confirmation", {"code": mailoutbox_codes(booking)})
    assert right.json()["state"] == "confirmed"
    assert right.json()["url"].endswith(f"/termine/t/{token}/")

    moved = app.post(f"bookings/{token}/move", {"place_id": str(office.location_id), "starts_at": HALF_PAST}).json()
    assert moved["time"] == "09:30"
    assert app.post(f"bookings/{token}/cancel").json()["state"] == "cancelled"
    assert app.get(f"bookings/{token}").json()["state"] == "cancelled"


@pytest.fixture
def mailoutbox_codes():
    """Return a function that reads the code as the mail says it."""
    return lambda booking: confirmation_code(booking.pk, booking.email)


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_record_says_which_key_booked_and_nothing_about_the_person(office, program):
    booked(program(), office)

    entry = AuditEntry.objects.get(action="appointments.booking_confirmed")
    assert set(entry.details) == {"api_key"}
    assert not AuditEntry.objects.filter(details__icontains="Brandt").exists()


def test_only_a_trusted_program_confirms_without_code(office, program):
    app = program("appointments:book")
    token = held(app, office).json()["token"]
    app.ask("PUT", f"bookings/{token}/details", DETAILS)

    refused = app.post(f"bookings/{token}/trusted-confirmation")

    assert (refused.status_code, kind(refused)) == (403, "missing-scope")
    assert refused.json()["scope"] == "appointments:book_confirmed"
    assert Booking.objects.get(token=token).state == State.HELD


def test_a_trusted_program_still_says_who_comes(office, program):
    app = program()
    token = held(app, office).json()["token"]

    refused = app.post(f"bookings/{token}/trusted-confirmation")

    assert (refused.status_code, kind(refused)) == (409, "incomplete-details")


def test_where_no_code_is_asked_for_a_booking_is_firm_at_once(office, program):
    preferences = save_settings_with(confirmation=Confirmation.NONE)
    assert preferences.confirmation == Confirmation.NONE
    app = program("appointments:book")
    token = held(app, office).json()["token"]
    app.ask("PUT", f"bookings/{token}/details", DETAILS)

    assert app.post(f"bookings/{token}/confirmation-request").json()["state"] == "confirmed"


def save_settings_with(**fields):
    from modules.appointments.selectors import get_settings

    preferences = get_settings()
    for name, value in fields.items():
        setattr(preferences, name, value)
    preferences.save()
    return preferences


def test_without_an_address_the_town_hall_calls(office, program):
    app = program("appointments:book")
    token = held(app, office).json()["token"]

    answer = app.ask("PUT", f"bookings/{token}/details", {"last_name": "Brandt", "phone": "03931 123456"})
    assert answer.status_code == 200, answer.content
    app.post(f"bookings/{token}/confirmation-request")

    booking = Booking.objects.get(token=token)
    assert (booking.state, booking.wants_callback) == (State.CONFIRMED, True)


def test_the_same_key_returns_the_same_hold(office, program):
    app = program()

    first, second = (held(app, office, key="einmal-und-nie-wieder") for _ in range(2))

    assert first.json() == second.json()
    assert Booking.objects.count() == 1


def test_the_same_key_for_another_time_is_refused_and_moves_nothing(office, program):
    app = program()
    first = held(app, office, key="einmal-und-nie-wieder").json()

    answer = held(app, office, HALF_PAST, key="einmal-und-nie-wieder")

    assert (answer.status_code, kind(answer)) == (409, "idempotency-key-reused")
    assert app.get(f"bookings/{first['token']}").json()["starts_at"] == NINE


def test_two_programs_may_use_the_same_idempotency_key(office, program):
    one, two = (held(program(), office, time, key="12345678") for time in (NINE, HALF_PAST))

    assert one.json()["token"] != two.json()["token"]


def test_a_hold_without_idempotency_key_is_refused(office, program):
    answer = program().post("holds", wanted(office))

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"parameter": "Idempotency-Key", "detail": "Diese Angabe fehlt."}]


def test_a_taken_time_comes_with_others(office, program):
    app = program()
    held(app, office)

    answer = held(app, office)

    assert (answer.status_code, kind(answer)) == (409, "slot-taken")
    assert answer.json()["title"] == "Dieser Termin wurde gerade vergeben."
    assert answer.json()["neighbours"][0] == {
        "place_id": str(office.location_id),
        "starts_at": "2026-11-24T09:20:00+01:00",
        "date": "2026-11-24",
        "time": "09:20",
    }


@pytest.mark.parametrize(
    "starts_at", ["2026-11-24T09:02:00+01:00", "2031-01-01T09:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_time_that_nobody_offers_is_refused(office, program, starts_at):
    answer = held(program(), office, starts_at)

    assert (answer.status_code, kind(answer)) == (409, "not-offered")


def test_an_instant_may_be_written_in_any_zone(office, program):
    assert held(program(), office, "2026-11-24T08:00:00Z").json()["starts_at"] == NINE


def test_a_hold_is_given_back(office, program):
    app = program()
    token = held(app, office).json()["token"]

    assert app.ask("DELETE", f"holds/{token}").status_code == 204
    assert app.get(f"bookings/{token}").json()["state"] == "expired"
    assert held(app, office).status_code == 201


def test_giving_back_does_not_cancel_what_is_booked(office, program):
    app = program()
    token = booked(app, office)["token"]

    assert app.ask("DELETE", f"holds/{token}").status_code == 204
    assert app.get(f"bookings/{token}").json()["state"] == "confirmed"


def test_a_lapsed_hold_says_so(office, program, clock):
    app = program()
    token = held(app, office).json()["token"]
    clock(timezone.now() + timedelta(minutes=11))

    answer = app.ask("PUT", f"bookings/{token}/details", DETAILS)

    assert (answer.status_code, kind(answer)) == (409, "hold-lapsed")
    assert app.get(f"bookings/{token}").json()["state"] == "expired"


def test_a_foreign_token_opens_nothing(office, program):
    app = program()
    for method, path in [
        ("GET", ""),
        ("PUT", "/details"),
        ("POST", "/cancel"),
        ("POST", "/confirmation-request"),
        ("POST", "/code-mail"),
    ]:
        body = DETAILS if method == "PUT" else None
        assert app.ask(method, f"bookings/{'a' * 24}{path}", body).status_code == 404


def test_places_that_the_town_hall_keeps_itself_are_nobodys_booking(office, program):
    kept = hold_at(office, 9, origin=Origin.WAITING_LIST)

    assert program().get(f"bookings/{kept.token}").status_code == 404


def test_a_concern_by_phone_needs_a_number_and_is_offered_as_such(office, program):
    Concern.objects.filter(pk=office.concern_id).update(channels=[Channel.PHONE])
    app = program()

    refused = held(app, office)
    made = held(app, office, channel="phone").json()

    assert (refused.status_code, kind(refused)) == (409, "unclear-visit")
    assert made["channel"] == "phone"
    lacking = app.ask("PUT", f"bookings/{made['token']}/details", DETAILS)
    assert (lacking.status_code, kind(lacking)) == (409, "incomplete-details")


def test_needs_make_the_visit_longer_and_stay_with_the_booking(office, program):
    app = program()

    made = held(app, office, support=["interpreter"]).json()
    app.ask("PUT", f"bookings/{made['token']}/details", DETAILS)

    assert made["minutes"] == 30
    assert Booking.objects.get(token=made["token"]).support == ["interpreter"]


def test_nobody_comes_home_for_a_concern_that_does_not_say_so(office, program):
    answer = held(program(), office, support=["home_visit"])

    assert (answer.status_code, kind(answer)) == (409, "unclear-visit")
