"""Rules in words and the expressions they stand for: both ways, and nothing is lost on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.online_services.building.conditions import (
    Condition,
    ConditionGroup,
    Conditions,
    conditions_of,
    expression_of,
)
from modules.online_services.building.editing import add_field, add_step
from modules.online_services.building.errors import UnreadableRuleError
from modules.online_services.building.operators import operators_for
from modules.online_services.building.subjects import all_subjects, subjects_of
from modules.online_services.building.wording import rule_in_words
from modules.online_services.building.words import FIELD_KINDS
from modules.online_services.engine.checking import check_definition
from tests.factories.forms import fire


def form_with_everything():
    form, step = add_step(fire(), title="Alles")
    for kind in FIELD_KINDS:
        for number in (1, 2):
            form, _new = add_field(form, kind=kind.code, label=f"{kind.code} {number}", parent_id=step, index=99)
    return form


FORM = form_with_everything()
SUBJECTS = all_subjects(FORM)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ('anlass == "oster" and flaeche > 20', "„Anlass“ ist „Osterfeuer“ und „Fläche“ ist größer als 20"),
        ("datum < add_days(today(), 14)", "„Datum“ ist früher als in 14 Tagen"),
        ('datum >= "2026-04-01"', "„Datum“ liegt nicht vor Mi, 01.04.2026"),
        ("money_1 >= 4600 or not given(text_1)", "„money 1“ ist mindestens 46,00 € oder „text 1“ ist nicht angegeben"),
        ("yes_no_1", "„yes_no 1“ ist Ja"),
        ('anlass in ["oster", "sonst"]', "„Anlass“ ist „Osterfeuer“ oder „Anderer Anlass“"),
        ('address_1.city == "Thale"', "„address 1: Ort“ ist „Thale“"),
        ("age(partial_date_1) < 18", "„partial_date 1“ ergibt ein Alter unter 18 Jahren"),
        ("count(helfer) > 2", "„Anzahl Helfende“ ist größer als 2"),
        ("date_2 >= date_1", "„date 2“ liegt nicht vor „date 1“"),
        ("flaeche * 2 + 1", "(„Fläche“ mal 2) plus 1"),
        ("not (yes_no_1 or yes_no_2)", "nicht: („yes_no 1“ ist Ja oder „yes_no 2“ ist Ja)"),
        (
            "days(date_1, date_2) if given(date_2) else 1",
            "Tage von „date 1“ bis „date 2“, wenn „date 2“ ist angegeben, sonst 1",
        ),
        ("min(flaeche, 3)", "kleinster Wert von „Fläche“, 3"),
        ("kaputt ((", ""),
    ],
)
def test_rules_are_said_in_words(rule, words):
    assert rule_in_words(FORM, rule) == words


@pytest.mark.parametrize(
    "rule",
    [
        "not (yes_no_1 or yes_no_2)",
        "flaeche * 2 > 3",
        "anlass == welcher",
        "kaputt ((",
        "yes_no_1 and (yes_no_2 or (flaeche > 2 and flaeche < 9))",
        "yes_no_1 and (yes_no_2 or flaeche * 2 > 3)",
    ],
)
def test_what_is_too_complex_stays_an_expression(rule):
    assert conditions_of(rule, SUBJECTS) is None


@pytest.mark.parametrize(
    "condition",
    [
        Condition("anlass"),
        Condition("unbekannt", "given"),
        Condition("anlass", "is_option", ()),
        Condition("anlass", "is_option", ("weihnacht",)),
        Condition("flaeche", "more_number", ("viel",)),
        Condition("text_1", "is_text", ("\"'",)),
        Condition("text_1", "is_text", ("a\\b",)),
        Condition("date_1", "before_date_day", ("gestern",)),
        Condition("date_1", "before_date_field", ("flaeche",)),
        Condition("flaeche", "yes"),
    ],
)
def test_conditions_that_are_not_finished_say_what_is_missing(condition):
    with pytest.raises(UnreadableRuleError, match=r"Bitte|fehlt|gibt es|lässt sich|Zeichen"):
        expression_of(Conditions((condition,)), SUBJECTS)


YES, NO, LARGE = Condition("yes_no_1", "yes"), Condition("yes_no_2", "no"), Condition("flaeche", "more_number", ("2",))


@pytest.mark.parametrize(
    ("rule", "items", "joined_by"),
    [
        ("yes_no_1 and (yes_no_2 == False or flaeche > 2)", (YES, ConditionGroup((NO, LARGE))), "and"),
        ("yes_no_1 and yes_no_2 == False or flaeche > 2", (ConditionGroup((YES, NO)), LARGE), "or"),
        ("yes_no_1 and (yes_no_2 == False and flaeche > 2)", (YES, NO, LARGE), "and"),
        ("yes_no_1 or (yes_no_2 == False or flaeche > 2) and yes_no_1", (YES, ConditionGroup((NO, LARGE))), None),
    ],
)
def test_brackets_are_groups_joined_the_other_way(rule, items, joined_by):
    found = conditions_of(rule, SUBJECTS)

    assert (found and found.joined_by) == joined_by
    assert found is None or found.items == items


def test_a_group_alone_or_of_one_needs_no_brackets():
    alone = Conditions((ConditionGroup((YES, LARGE)),), "and")
    single = Conditions((YES, ConditionGroup((LARGE,))), "or")

    assert expression_of(alone, SUBJECTS) == "yes_no_1 == True or flaeche > 2"
    assert expression_of(single, SUBJECTS) == "yes_no_1 == True or flaeche > 2"


def test_conditions_in_groups_count_too():
    group = ConditionGroup((YES,) * 7)
    with pytest.raises(UnreadableRuleError, match="höchstens zwölf"):
        expression_of(Conditions((group, group)), SUBJECTS)


def test_inside_a_repeating_group_the_row_can_be_asked_for_and_outside_its_number():
    inside = {subject.code for subject in subjects_of(FORM, "helfer")}
    outside = {subject.code for subject in subjects_of(FORM, "datum")}

    assert "name" in inside
    assert "name" not in outside
    assert "count(helfer)" in outside


@st.composite
def conditions(draw):
    """Draw finished conditions over all subjects and operators."""
    groups = st.lists(condition(), min_size=1, max_size=3).map(lambda members: ConditionGroup(tuple(members)))
    items = draw(st.lists(condition() | groups, min_size=1, max_size=4))
    return Conditions(tuple(items), draw(st.sampled_from(["and", "or"])))


@st.composite
def condition(draw):
    """Draw one finished condition."""
    subject = draw(st.sampled_from([one for one in SUBJECTS.values() if one.family != "other"]))
    operator = draw(st.sampled_from(operators_for(subject.family)))
    return Condition(subject.code, operator.code, draw(values(operator.value, subject)))


def values(kind, subject):
    plain = {
        "": st.just(()),
        "text": st.tuples(st.text("abcäöü 12'-", min_size=1).map(str.strip).filter(bool)),
        "number": st.tuples(st.sampled_from(["0", "12", "12,5"])),
        "money": st.tuples(st.sampled_from(["0,00", "46,00", "1234,56"])),
        "date": st.tuples(st.dates().map(str)),
        "time": st.tuples(st.sampled_from(["08:00", "18:30"])),
        "option": st.tuples(st.sampled_from(sorted(subject.options) or ["x"])),
        "options": st.lists(st.sampled_from(sorted(subject.options) or ["x"]), min_size=1, unique=True).map(tuple),
    }
    others = [one.code for one in SUBJECTS.values() if one.family == subject.family]
    return st.tuples(st.sampled_from(others)) if kind.endswith("_field") else plain[kind]


@settings(max_examples=150)
@given(conditions())
def test_conditions_come_back_from_the_expression_as_they_were(wanted):
    text = expression_of(wanted, SUBJECTS)
    found = conditions_of(text, SUBJECTS)

    assert found is not None
    assert expression_of(found, SUBJECTS) == text
    assert rule_in_words(FORM, text)
    assert check_definition(FORM) == []
