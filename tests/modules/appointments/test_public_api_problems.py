"""What is wrong is said in a way that programs understand."""

import json

import pytest
from django.utils import timezone

from modules.appointments import errors
from modules.appointments.models import Booking
from modules.appointments.public_api.problems import code_of, problem_of
from tests.modules.appointments.programs import DETAILS, held, kind

pytestmark = pytest.mark.django_db


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
