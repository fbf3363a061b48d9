"""Other programs book: the same rules as on the website, answers that programs understand."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from modules.appointments import errors
from modules.appointments.codes import confirmation_code
from modules.appointments.models import Booking, Channel, Concern, Confirmation, Origin, State
from modules.appointments.public_api.problems import code_of, problem_of
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import (
    AnswerFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    QuestionFactory,
    hold_at,
)

pytestmark = pytest.mark.django_db

NINE = "2026-11-24T09:00:00+01:00"
HALF_PAST = "2026-11-24T09:30:00+01:00"
DETAILS = {"first_name": "Mirela", "last_name": "Brandt", "email": "mirela.brandt@post.example"}


def wanted(place, starts_at=NINE, **further):
    return {
        "concern_id": str(place.concern_id),
        "place_id": str(place.location_id),
        "starts_at": starts_at,
        **further,
    }


def held(app, place, starts_at=NINE, *, key="", **further):
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return app.post("holds", wanted(place, starts_at, **further), headers=headers)


def booked(app, place, starts_at=NINE):
    """Return the JSON of a confirmed booking."""
    token = held(app, place, starts_at).json()["token"]
    app.ask("PUT", f"bookings/{token}/details", DETAILS)
    return app.post(f"bookings/{token}/trusted-confirmation").json()


def kind(answer):
    """Return the end of a problem's type."""
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()["type"].removeprefix("urn:rathaus:problem:")


def test_a_program_reads_concerns_with_questions_documents_and_fees(office, program):
    question = QuestionFactory(concern=office.concern, text="Brauchen Sie auch einen Pass?")
    answer = AnswerFactory(question=question, label="Ja", extra_minutes=10, documents="Altes Passbild")

    listed = program("appointments:read").get("concerns").json()

    assert listed["count"] == 1
    [concern] = listed["items"]
    assert concern["name"] == office.concern.name
    assert (concern["first_minutes"], concern["further_minutes"], concern["max_persons"]) == (20, 10, 5)
    assert concern["documents"][0] == {"name": "Alter Ausweis", "note": "auch wenn er abgelaufen ist"}
    assert concern["fee"] == "46,00 €"
    assert concern["channels"] == ["in_person"]
    assert concern["place_ids"] == [str(office.location_id)]
    [asked] = concern["questions"]
    assert asked["answers"][0]["id"] == str(answer.pk)
    assert asked["answers"][0]["documents"] == [{"name": "Altes Passbild", "note": ""}]


def test_concerns_that_only_staff_book_are_not_there(office, program):
    hidden = ConcernFactory(audience="staff")
    ConcernPlaceFactory(concern=hidden, location=office.location, pools=list(office.pools.all()))
    app = program()

    assert app.get("concerns").json()["count"] == 1
    assert app.get(f"concerns/{hidden.pk}").status_code == 404
    assert app.get("free-days", concern_id=hidden.pk).status_code == 404
    assert app.get("places").json()["items"][0]["concern_ids"] == [str(office.concern_id)]


def test_lists_come_in_parts(office, program):
    for _number in range(3):
        ConcernPlaceFactory(location=office.location, pools=list(office.pools.all()))
    app = program()

    first = app.get("concerns", limit=3).json()
    second = app.get("concerns", limit=3, offset=3).json()

    assert (first["count"], len(first["items"]), len(second["items"])) == (4, 3, 1)
    assert len({concern["id"] for concern in first["items"] + second["items"]}) == 4


def test_places_have_their_address_and_concerns(office, program):
    [place] = program().get("places").json()["items"]

    assert place["id"] == str(office.location_id)
    assert place["street"] == office.location.street
    assert place["concern_ids"] == [str(office.concern_id)]


def test_free_days_and_times_are_those_of_the_website(office, program):
    app = program()
    hold_at(office, 9)

    days = app.get("free-days", concern_id=office.concern_id, **{"from": "2026-11-23", "until": "2026-11-25"}).json()
    times = app.get("free-times", concern_id=office.concern_id, **{"from": "2026-11-24", "until": "2026-11-24"}).json()

    assert [(day["date"], day["state"] == "free") for day in days["items"]] == [
        ("2026-11-23", days["items"][0]["state"] == "free"),
        ("2026-11-24", True),
        ("2026-11-25", days["items"][2]["state"] == "free"),
    ]
    assert days["items"][1]["times"] == times["count"] == len(times["items"])
    assert times["minutes"] == 20
    assert times["items"][0] == {
        "place_id": str(office.location_id),
        "starts_at": "2026-11-24T09:20:00+01:00",
        "date": "2026-11-24",
        "time": "09:20",
    }


def test_persons_and_answers_make_the_visit_longer(office, program):
    answer = AnswerFactory(question=QuestionFactory(concern=office.concern), extra_minutes=30)
    app = program()

    short = app.get("free-times", concern_id=office.concern_id, persons=2)
    long = app.get("free-times", concern_id=office.concern_id, persons=2, answer=str(answer.pk))

    assert (short.status_code, kind(short)) == (409, "unclear-visit")
    assert long.json()["minutes"] == 20 + 10 + 30


def test_a_range_reaches_62_days_at_most_and_never_into_the_past(office, program):
    app = program()

    def days(first, last):
        answer = app.get("free-days", concern_id=office.concern_id, **{"from": first, "until": last})
        assert answer.status_code == 200
        return [day["date"] for day in answer.json()["items"]]

    longest = days("2026-11-24", "2029-01-01")
    assert (longest[0], len(longest)) == ("2026-11-24", 62)
    assert days("1987-01-01", "2026-11-23") == ["2026-11-23"]
    assert days("2026-11-30", "2026-11-24") == []
    assert days("9999-12-01", "9999-12-31") == []


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


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"persons": "2"}, "#/persons"),
        ({"persons": 0}, "#/persons"),
        ({"persons": True}, "#/persons"),
        ({"starts_at": "morgen"}, "#/starts_at"),
        ({"starts_at": "2026-11-24T09:00:00"}, "#/starts_at"),
        ({"concern_id": "1"}, "#/concern_id"),
        ({"answers": ["x"]}, "#/answers/0"),
        ({"channel": "fax"}, "#/channel"),
        ({"farbe": "blau"}, "#/farbe"),
    ],
)
def test_each_mistake_is_named_with_its_place(office, program, body, pointer):
    answer = held(program(), office, **body)

    assert (answer.status_code, kind(answer)) == (422, "unprocessable-entity")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    "name", ["A" * 10_000, "\x00", "\ud800", "Zeile\nZeile"], ids=["10000", "nul", "surrogate", "lines"]
)
def test_names_that_no_form_would_take_are_refused(office, program, name):
    app = program()
    token = held(app, office).json()["token"]

    answer = app.ask("PUT", f"bookings/{token}/details", DETAILS | {"last_name": name})

    assert answer.status_code in (400, 422)
    assert Booking.objects.get(token=token).last_name == ""


@pytest.mark.parametrize("name", ["😀", "مريم", "D'Artagnan-Müller"])  # emoji, right to left
def test_names_of_all_the_world_are_kept(office, program, name):
    app = program()
    token = held(app, office).json()["token"]

    assert app.ask("PUT", f"bookings/{token}/details", DETAILS | {"last_name": name}).status_code == 200
    assert Booking.objects.get(token=token).last_name == name


def test_problems_speak_english_to_those_who_ask_for_it(office, program):
    app = program()
    held(app, office)
    app.headers["Accept-Language"] = "en-GB,en;q=0.9,de;q=0.5"

    answer = held(app, office)

    assert answer.json()["title"] == "Somebody else has just booked this appointment."
    assert answer["Content-Language"] == "en"


def all_errors(base=errors.AppointmentError):
    for error in base.__subclasses__():
        yield error
        yield from all_errors(error)


def made_up(error):
    """Return an error of this class, whatever it carries."""
    made = error.__new__(error)
    Exception.__init__(made)
    made._find = tuple  # no times are near
    values = {"limit": 2, "tries_left": 3, "bookings": (), "sentence": "Satz", "text": "Satz"}
    for name, value in values.items():
        if not hasattr(error, name):
            setattr(made, name, value)
    from rathaus.limits.services import Refusal

    made.refusal = Refusal(timezone.now(), 7)
    return made


@pytest.mark.parametrize("error", sorted(all_errors(), key=lambda error: error.__name__))
def test_every_domain_error_is_a_problem_that_programs_tell_apart(db, tenant, error):
    problem = problem_of(made_up(error))

    assert problem.status in (409, 429, 503)
    assert problem.title
    assert [code_of(other) for other in all_errors()].count(problem.code) == 1
    assert problem.status == 409 or int(problem.headers["Retry-After"]) > 0
    json.dumps(problem.as_json(), default=str)


def test_the_types_that_programs_rely_on_do_not_change():
    assert {
        "slot-taken",
        "not-offered",
        "unclear-visit",
        "too-many-persons",
        "hold-lapsed",
        "too-many-bookings",
        "wrong-code",
        "too-many-tries",
        "too-many-mails",
        "incomplete-details",
        "wrong-state",
        "busy",
    } <= {code_of(error) for error in all_errors()}


@pytest.mark.parametrize(
    ("path", "queries"),
    [("concerns", 8), ("places", 4), ("free-days", 6), ("free-times", 6)],
)
def test_a_list_asks_the_database_a_fixed_number_of_times(office, program, django_assert_num_queries, path, queries):
    for _number in range(3):
        place = ConcernPlaceFactory(location=office.location, pools=list(office.pools.all()))
        AnswerFactory(question=QuestionFactory(concern=place.concern))
    app = program()
    app.get(path, concern_id=office.concern_id)  # the process gets to know the town, and the key its first use

    with django_assert_num_queries(queries):
        assert app.get(path, concern_id=office.concern_id).status_code == 200
