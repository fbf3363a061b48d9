"""Concerns on the set-up pages: list, order, places, questions and own hours."""

import uuid

import pytest

from modules.appointments.models import Concern, ConcernPlace, ConcernWindow, PreliminaryAnswer, PreliminaryQuestion
from modules.appointments.selectors import concerns_for, next_free
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import (
    AnswerFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    ConcernWindowFactory,
    PoolFactory,
    QuestionFactory,
)

CONCERNS = "/verwaltung/termine/einrichten/anliegen/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


def said(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def concern_data(*pools, **changes):
    places = {}
    for pool in pools:
        places.setdefault(f"place-{pool.location_id}", []).append(str(pool.pk))
    return (
        {
            "name": "Fischereischein",
            "group": "Natur",
            "description": "",
            "keywords": "angeln",
            "first_minutes": "15",
            "channels": ["in_person"],
            "further_minutes": "5",
            "max_persons": "2",
            "documents": "Prüfungszeugnis | im Original",
            "fee_note": "20,00 €",
            "audience": "public",
            "lead_minutes": "0",
            "horizon_days": "",
            "max_parallel": "",
            "idem_key": str(uuid.uuid4()),
        }
        | places
        | changes
    )


def test_a_new_concern_is_saved_once_and_offered_where_pools_were_chosen(browser):
    pool, other = PoolFactory(), PoolFactory()
    data = concern_data(pool)
    for _number in range(2):
        answer = browser.post(f"{CONCERNS}neu/", data)
    concern = Concern.objects.get()
    assert answer.url == f"{CONCERNS}{concern.pk}/"
    assert concern.document_list[0].note == "im Original"
    assert [place.location for place in ConcernPlace.objects.filter(is_active=True)] == [pool.location]
    assert other.location_id != pool.location_id
    assert "So sehen es Bürgerinnen und Bürger" in said(browser.get(f"{CONCERNS}{concern.pk}/"))


def test_a_concern_without_a_place_is_saved_and_the_page_says_that_nobody_sees_it(browser):
    PoolFactory()
    page = said(browser.post(f"{CONCERNS}neu/", concern_data(), follow=True))
    assert "wird aber nirgends angeboten" in page
    assert "Noch nirgends angeboten" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"first_minutes": "17"}, "first_minutes"), ({"max_parallel": "0"}, "max_parallel")],
)
def test_a_wrong_concern_keeps_what_was_typed_and_links_to_the_field(wrong, field, browser):
    pool = PoolFactory()
    page = said(browser.post(f"{CONCERNS}neu/", concern_data(pool) | wrong))
    assert f'href="#id_{field}"' in page
    assert "Prüfungszeugnis | im Original" in page
    assert [part for part in page.split("<input") if str(pool.pk) in part and "checked" in part]
    assert not Concern.objects.exists()


def test_a_name_that_exists_is_refused(browser):
    ConcernFactory(name="Fischereischein")
    assert "Dieses Anliegen gibt es schon" in said(browser.post(f"{CONCERNS}neu/", concern_data()))


def test_leaving_out_a_location_ends_the_offer_there(browser):
    place = ConcernPlaceFactory()
    url = f"{CONCERNS}{place.concern.pk}/"
    assert [
        part
        for part in said(browser.get(url)).split("<input")
        if str(place.pools.get().pk) in part and "checked" in part
    ]
    browser.post(url, concern_data())
    assert not concerns_for().exists()


def test_a_limit_makes_a_hidden_pool_that_the_page_never_offers(browser):
    pool = PoolFactory()
    browser.post(f"{CONCERNS}neu/", concern_data(pool, max_parallel="1"))
    place = ConcernPlace.objects.get()
    assert place.pools.filter(kind="limit").count() == 1
    page = said(browser.get(f"{CONCERNS}{place.concern_id}/"))
    assert page.count('type="checkbox" name="place-') == 1


def test_the_list_shows_groups_and_finds_by_keyword(browser):
    ConcernFactory(name="Gewerbe anmelden", group="Gewerbe", keywords="Firma")
    ConcernFactory(name="Reisepass", group="Ausweise", keywords="Urlaub")
    page = said(browser.get(CONCERNS))
    assert page.index("Gewerbe anmelden") < page.index("Reisepass")
    page = said(browser.get(f"{CONCERNS}?q=urlaub"))
    assert "Reisepass" in page
    assert "Gewerbe anmelden" not in page
    assert "Kein Anliegen passt" in said(browser.get(f"{CONCERNS}?q=zoo"))


def test_an_empty_list_says_what_to_do(browser):
    assert "Noch kein Anliegen" in said(browser.get(CONCERNS))


def test_a_concern_moves_within_its_group_and_not_beyond(browser):
    first, second = (ConcernFactory(name=name, group="A", position=0) for name in ("Alpha", "Beta"))
    ConcernFactory(name="Gamma", group="B", position=0)
    browser.post(f"{CONCERNS}{second.pk}/ordnen/", {"direction": "up"})
    assert names() == ["Beta", "Alpha", "Gamma"]
    for direction in ("down", "sideways"):
        browser.post(f"{CONCERNS}{first.pk}/ordnen/", {"direction": direction})
    assert names() == ["Beta", "Alpha", "Gamma"]
    assert AuditEntry.objects.filter(action="appointments.concern_ordered").count() == 1


def names():
    return list(Concern.objects.values_list("name", flat=True))


def test_switching_a_concern_off_ends_its_offer_and_on_brings_it_back(browser, office):
    url = f"{CONCERNS}{office.concern.pk}/anbieten/"
    page = said(browser.post(url, {"is_active": "0"}, follow=True))
    assert "Gebuchte Termine bleiben" in page
    assert not concerns_for().exists()
    browser.post(url, {"is_active": "1"})
    assert next_free(places=[office])


def questions_data(*questions):
    data = {"questions": str(len(questions))}
    for number, (text, answers) in enumerate(questions):
        data |= {f"q{number}-text": text, f"q{number}-answers": str(len(answers))}
        for place, answer in enumerate(answers):
            data |= {f"q{number}-a{place}-{name}": value for name, value in answer.items()}
    return data


YES = {"label": "Ja", "extra_minutes": "10", "documents": "Geburtsurkunde", "fee_note": "5,00 €", "hint": "Mit Kind"}
NO = {"label": "Nein", "extra_minutes": "0"}
BLANK = {"label": "", "extra_minutes": "0"}


@pytest.fixture
def concern():
    return ConcernPlaceFactory().concern


@pytest.fixture
def url(concern):
    return f"{CONCERNS}{concern.pk}/fragen/"


def test_questions_are_saved_and_blank_rows_left_out(browser, concern, url):
    data = questions_data(("Ist es Ihr erster?", [YES, NO, BLANK]), ("", [BLANK, BLANK]))
    assert browser.post(url, data).url == f"{CONCERNS}{concern.pk}/"
    assert PreliminaryQuestion.objects.get().text == "Ist es Ihr erster?"
    assert list(PreliminaryAnswer.objects.values_list("label", "extra_minutes")) == [("Ja", 10), ("Nein", 0)]


def test_saved_questions_come_back_into_the_page_and_all_can_be_removed(browser, concern, url):
    question = QuestionFactory(concern=concern)
    AnswerFactory(question=question)
    AnswerFactory(question=question, label="Nein", position=1)
    page = said(browser.get(url))
    assert "Ist es Ihr erster Ausweis?" in page
    assert "Bitte kommen Sie selbst." in page
    browser.post(url, questions_data())
    assert not PreliminaryQuestion.objects.exists()


@pytest.mark.parametrize("button", [{"add_question": "1"}, {"add_answer": "0"}])
def test_a_button_adds_a_row_keeps_what_was_typed_and_saves_nothing(button, browser, url):
    page = said(browser.post(url, questions_data(("Erster?", [YES, BLANK])) | button))
    assert 'value="Erster?"' in page
    assert "Geburtsurkunde" in page
    assert page.count("-label") > said(browser.get(url)).count("-label")
    assert "Fehler: " not in page
    assert not PreliminaryQuestion.objects.exists()


def test_a_button_removes_an_answer_or_a_question(browser, url):
    data = questions_data(("Erster?", [YES, NO]), ("Zweiter?", [{"label": "Rot"}, {"label": "Blau"}]))
    page = said(browser.post(url, data | {"remove_answer": "8"}))
    assert 'value="Rot"' not in page
    assert 'value="Blau"' in page
    page = said(browser.post(url, data | {"remove_question": "0"}))
    assert "Erster?" not in page
    assert 'value="Rot"' in page


def test_no_more_than_four_questions_and_eight_answers_can_be_added(browser, url):
    data = questions_data(*[(f"Frage {number}?", [YES] * 8) for number in range(4)])
    page = said(browser.post(url, data | {"add_question": "1"}))
    assert 'name="add_question"' not in page
    assert 'name="add_answer"' not in page


@pytest.mark.parametrize(
    ("questions", "field", "sentence"),
    [
        ([("Erster?", [YES])], "q0-text", "mindestens zwei Antworten"),
        ([("", [YES, NO])], "q0-text", "Bitte geben Sie die Frage"),
        ([("Erster?", [YES, NO, {"label": "", "hint": "Nur so"}])], "q0-a2-label", "Bitte geben Sie die Antwort ein"),
        ([("Erster?", [YES, YES])], "q0-a1-label", "Diese Antwort steht schon weiter oben"),
        ([("Erster?", [YES, NO]), ("Erster?", [YES, NO])], "q1-text", "Diese Frage steht schon weiter oben"),
        ([("Erster?", [YES, NO | {"extra_minutes": "viele"}])], "q0-a1-extra_minutes", "ganze Zahl"),
    ],
)
def test_wrong_questions_are_refused_with_a_link_to_the_field(questions, field, sentence, browser, url):
    page = said(browser.post(url, questions_data(*questions)))
    assert f'href="#id_{field}"' in page
    assert sentence in page
    assert not PreliminaryQuestion.objects.exists()


@pytest.mark.parametrize(
    "nonsense", [{"questions": "-1"}, {"questions": "x"}, {"add_answer": "9"}, {"remove_answer": "999"}]
)
def test_numbers_that_no_page_sends_do_no_harm(nonsense, browser, url):
    assert browser.post(url, questions_data(("Erster?", [YES, NO])) | nonsense).status_code in {200, 302}


def test_own_hours_are_added_for_each_weekday_and_removed_one_by_one(browser, concern):
    url = f"{CONCERNS}{concern.pk}/zeiten/"
    assert "Keine eigenen Zeiten" in said(browser.get(url))
    data = {"weekdays": ["1", "3"], "frequency": "weekly", "starts_at": "9:00", "ends_at": "12:00",
            "idem_key": str(uuid.uuid4())}  # fmt: skip
    for _number in range(2):
        assert browser.post(url, data).url == url
    tuesday, thursday = ConcernWindow.objects.all()
    assert (tuesday.weekday, thursday.weekday) == (1, 3)
    for _number in range(2):
        assert browser.post(f"{url}{tuesday.pk}/entfernen/").status_code == 302
    assert ConcernWindow.objects.get() == thursday


def test_wrong_own_hours_leave_those_that_are_there(browser, concern):
    window = ConcernWindowFactory(concern=concern)
    page = said(browser.post(f"{CONCERNS}{concern.pk}/zeiten/", {"starts_at": "9:01"}))
    assert 'href="#id_starts_at"' in page
    assert ConcernWindow.objects.get() == window


def test_citizens_never_see_the_link_to_a_concern_for_staff(browser, concern):
    concern.audience = "staff"
    concern.save()
    page = said(browser.get(f"{CONCERNS}{concern.pk}/"))
    assert "Bürgerinnen und Bürger sehen dieses Anliegen nicht" in page
