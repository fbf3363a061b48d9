"""Rules composed in words on the pages of the builder."""

import pytest
from lxml import html

from tests.factories.forms import large, make_built_form
from tests.modules.online_services.building.pages import cost, fresh, text, url

pytestmark = pytest.mark.django_db


def test_a_rule_is_composed_in_words_and_saved_as_an_expression(browser):
    form = make_built_form()
    address = url("form_rule", form.pk, "datum", "show")
    first = browser.post(address, {"angabe-0": "anlass", "schritt": "ansehen", "stand": 0})
    assert "ist eines von" in text(first)
    assert fresh(form).working_number == 0

    browser.post(
        address,
        {
            "angabe-0": "anlass",
            "vergleich-0": "is_option",
            "wert-0": "oster",
            "angabe-1": "flaeche",
            "vergleich-1": "more_number",
            "wert-1": "2,5",
            "verbunden": "or",
            "schritt": "speichern",
            "stand": 0,
        },
    )
    assert fresh(form).working["steps"][0]["items"][2]["show"] == 'anlass == "oster" or flaeche > 2.5'
    page = text(browser.get(url("form_part", form.pk, "datum")))
    assert "Erscheint, wenn „Anlass“ ist „Osterfeuer“ oder „Fläche“ ist größer als 2,5." in page


def row(number, subject="anlass", operator="is_option", value="oster", group=""):
    """Return the inputs of a row of the composer."""
    inputs = {f"angabe-{number}": subject, f"vergleich-{number}": operator, f"wert-{number}": value}
    return inputs | ({f"gruppe-{number}": group} if group else {})


def places_of_rows(answer):
    """Return for each row of the composer its group and what it asks for."""
    tree = html.fromstring(text(answer))
    rows = tree.xpath('//*[contains(concat(" ", @class, " "), " condition ")]')
    found = []
    for one in rows:
        chosen = one.xpath('.//*[starts-with(@name, "angabe-")]//option[@selected]/@value')
        group = one.xpath('.//input[starts-with(@name, "gruppe-")]/@value')
        found.append(("".join(group), "".join(chosen or one.xpath('.//input[starts-with(@name, "angabe-")]/@value'))))
    return found


def test_without_a_script_a_condition_gets_an_alternative_and_brackets_follow(browser):
    form = make_built_form()
    address = url("form_rule", form.pk, "datum", "show")
    typed = row(0) | row(1, "flaeche", "more_number", "20") | {"verbunden": "and", "stand": 0}

    grouped = browser.post(address, typed | {"schritt": "dazu-1"})
    assert "Gruppe: eine davon genügt (oder)" in text(grouped)
    assert places_of_rows(grouped) == [("", "anlass"), ("1", "flaeche"), ("1", "")]
    assert fresh(form).working_number == 0

    typed |= row(1, "flaeche", "more_number", "20", "1") | row(2, "flaeche", "less_number", "5", "1") | {"leer": "2"}
    going_on = browser.post(address, typed | {"schritt": "ansehen"})
    assert places_of_rows(going_on)[-1] == ("1", "")
    assert places_of_rows(browser.post(address, typed | {"schritt": "oben"}))[-1] == ("", "")

    browser.post(address, typed | {"schritt": "speichern"})
    saved = fresh(form).working["steps"][0]["items"][2]["show"]
    assert saved == 'anlass == "oster" and (flaeche > 20 or flaeche < 5)'
    page = text(browser.get(url("form_part", form.pk, "datum")))
    assert "„Anlass“ ist „Osterfeuer“ und („Fläche“ ist größer als 20 oder „Fläche“ ist kleiner als 5)" in page
    assert places_of_rows(browser.get(address)) == [("", "anlass"), ("1", "flaeche"), ("1", "flaeche"), ("", "")]


def test_the_group_follows_when_all_becomes_one_and_goes_when_one_is_left(browser):
    form = make_built_form()
    address = url("form_rule", form.pk, "datum", "show")
    typed = row(0) | row(1, "flaeche", "more_number", "20", "1") | row(2, "flaeche", "less_number", "5", "1")

    turned = browser.post(address, typed | {"verbunden": "or", "schritt": "speichern", "stand": 0})
    assert turned.status_code == 303
    saved = fresh(form).working["steps"][0]["items"][2]["show"]
    assert saved == 'anlass == "oster" or (flaeche > 20 and flaeche < 5)'

    left = browser.post(address, typed | {"verbunden": "and", "entfernen": "2", "stand": 1})
    assert places_of_rows(left) == [("", "anlass"), ("", "flaeche"), ("", "")]


def test_with_a_script_what_is_finished_is_saved_and_the_group_stays_open(browser):
    form, partial = make_built_form(), {"HTTP_HX_REQUEST": "true"}
    address = url("form_rule", form.pk, "datum", "show")
    typed = row(0) | row(1, "flaeche", "more_number", "20", "1") | {"gruppe-2": "1", "leer": "2", "stand": 0}

    answer = browser.post(address, typed | {"verbunden": "and"}, **partial)

    assert fresh(form).working["steps"][0]["items"][2]["show"] == 'anlass == "oster" and flaeche > 20'
    assert places_of_rows(answer) == [("", "anlass"), ("1", "flaeche"), ("1", "")]


@pytest.mark.parametrize("inputs", [{"schritt": "dazu-x"}, {"schritt": "dazu-99"}, {"leer": "999999"}, {"leer": "-1"}])
def test_an_invented_place_is_no_place(browser, inputs):
    form = make_built_form()

    answer = browser.post(
        url("form_rule", form.pk, "datum", "show"), row(0) | {"schritt": "ansehen", "stand": 0} | inputs
    )

    assert places_of_rows(answer) == [("", "anlass"), ("", "")]


def test_a_rule_of_twelve_conditions_on_a_hundred_fields_stays_light(browser):
    form, partial = make_built_form(large()), {"HTTP_HX_REQUEST": "true"}
    typed = {"stand": 0, "verbunden": "and"}
    for number in range(12):
        typed |= row(number, f"feld_{number + 10}", "has_text", "x", str(number // 3 + 1))

    queries, answer = cost(lambda: browser.post(url("form_rule", form.pk, "feld_7", "show"), typed, **partial))

    assert queries < 10
    assert len(answer.content) < 40_000
    assert fresh(form).working["steps"][0]["items"][7]["show"].count(" or ") == 8
    assert len(places_of_rows(answer)) == 12


def test_an_expression_is_checked_at_once_and_not_saved_when_wrong(browser):
    form = make_built_form()
    address = url("form_rule", form.pk, "datum", "show")
    partial = {"HTTP_HX_REQUEST": "true"}

    good = browser.post(address, {"ausdruck": "flaeche * 2 > 3", "schritt": "pruefen", "stand": 0}, **partial)
    assert "In Worten: („Fläche“ mal 2) ist größer als 3." in text(good)
    for wrong in ("flaeche >", "gibt_es_nicht == 1", "datum == 1 and datum"):
        checked = browser.post(address, {"ausdruck": wrong, "schritt": "pruefen", "stand": 0}, **partial)
        assert "kern-error" in text(checked), wrong
        assert browser.post(address, {"ausdruck": wrong, "schritt": "ausdruck", "stand": 0}).status_code == 422
    assert fresh(form).working_number == 0
