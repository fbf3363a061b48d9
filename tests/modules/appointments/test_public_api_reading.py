"""Other programs read what the website shows."""

import pytest

from tests.factories.appointments import (
    AnswerFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    QuestionFactory,
    hold_at,
)
from tests.modules.appointments.programs import kind

pytestmark = pytest.mark.django_db


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
