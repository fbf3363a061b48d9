"""What is refused before anybody can fill it in."""

from typing import Any

import pytest

from modules.online_services.engine.checking import check_definition
from modules.online_services.engine.definition import FormDefinition
from tests.modules.online_services.engine.forms import choice, form, group, item

BASE = [
    item("number", "n"),
    item("text", "t"),
    item("date", "d"),
    choice("one", "a", "b"),
    item("address", "home"),
    item("information", "note"),
    group("people", item("text", "name"), item("number", "age"), repeat={"minimum": 0}),
    item("table", "list", columns=[{"id": "cost", "label": "Kosten", "kind": "money"}]),
]


def problems(definition: FormDefinition) -> list[tuple[str, str]]:
    found = check_definition(definition, schedules={"dogs"}, code_lists={"states"})
    return [(problem.part_id, problem.message) for problem in found]


def with_rule(rule: str, **more: Any) -> FormDefinition:
    return form(*BASE, item("text", "probe", show=rule, **more))


@pytest.mark.parametrize(
    "rule",
    [
        "n > 1 and t == 'x' and d > '2026-01-01'",
        "one in ['a', 'b'] and home.city == t",
        "any_of(people.age > n) or total(list.cost) > 3 or count(people) > 1",
        "given(home) and label(one) == 'A'",
        "lookup('dogs', t) > 1 and fact.anything == t",
        "age(d) >= 18 and is_holiday('2026-12-25')",
        "default(n, 3) > 1 if given(n) else t == ''",
    ],
)
def test_sound_rules_pass(rule: str) -> None:
    assert problems(with_rule(rule)) == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("nothing == 1", "„nothing“ gibt es in diesem Formular nicht"),
        ("any_of(people.nobody)", "„nobody“ gibt es in „people“ nicht"),
        ("total(list.nobody) > 1", "„nobody“ gibt es in „list“ nicht"),
        ("name == 'Ida'", "wird mehrfach ausgefüllt"),
        ("home.planet == 'x'", "hat den Teil „planet“ nicht"),
        ("t.city == 'x'", "hat den Teil „city“ nicht"),
        ("count(n) > 1", "lässt sich nicht zählen"),
        ("label(t) == 'x'", "ist keine Auswahl"),
        ("lookup('cats', t) > 1", "Gebührentabelle „cats“ gibt es nicht"),
        ("n == 'x'", "lässt sich nicht vergleichen"),
        ("one == 'c'", "Diese Auswahl gibt es nicht: one = c"),
        ("one in ['a', 'z']", "Diese Auswahl gibt es nicht: one = z"),
        ("note == 'x'", "hat keine Antwort"),
        ("people == 1", "hat keine Antwort"),
        ("t + n > 1", "kann man nicht rechnen"),
        ("days(n, d) > 1", "eine Zahl statt ein Datum"),
        ("n + 1", "Das Ergebnis ist eine Zahl, gebraucht wird Ja oder Nein"),
        ("n and t == 'x'", "eine Zahl statt Ja oder Nein"),
        ("n >", "nicht richtig geschrieben"),
    ],
)
def test_slips_in_rules_are_told_at_their_part(rule: str, words: str) -> None:
    found = problems(with_rule(rule))
    assert [part_id for part_id, _message in found] == ["probe"]
    assert words in found[0][1]
    assert found[0][1].startswith("Anzeigen, wenn: ")


HANGS_ON_A = {"value": "y", "label": "Y", "show": "a == 'x'"}


@pytest.mark.parametrize(
    "fields",
    [
        [item("text", "a", show="given(a)")],
        [item("text", "a", show="given(b)"), item("text", "b", show="given(a)")],
        [
            item("computed", "a", compute="b + 1"),
            item("computed", "b", compute="c"),
            item("computed", "c", compute="a"),
        ],
        [group("a", item("yes_no", "b"), show="b")],
        [group("a", item("yes_no", "b"), repeat={}), item("text", "c", show="any_of(a.b)"), item("text", "d")],
        [
            choice("a", "x", show="given(b)"),
            item("choice", "b", options=[{"value": "y", "label": "Y", "show": "a == 'x'"}]),
        ],
    ],
)
def test_rules_that_wait_for_each_other_are_refused(fields: list[dict[str, Any]]) -> None:
    found = [message for _part, message in problems(form(*fields))]
    is_cycle = any("im Kreis" in message or "von sich selbst" in message for message in found)
    assert is_cycle == ("d" not in {field["id"] for field in fields})


def test_a_step_may_not_hang_on_its_own_fields() -> None:
    steps = [{"id": "one", "title": "A", "show": "x", "items": [item("yes_no")]}]
    assert ("x", "Die Regel hängt von sich selbst ab.") in problems(form(steps=steps))


TABLE = {"kind": "table", "label": "A", "schedule": "cats", "value": "x"}
UNIT = {"kind": "unit", "label": "A", "cents": 1, "units": "x"}
CHECK = {"id": "k", "holds": "x == 'a'", "message": "M", "fields": ["y"]}


@pytest.mark.parametrize(
    ("definition", "part", "words"),
    [
        (form(steps=[]), "", "noch keinen Schritt"),
        (form(), "step", "noch kein Feld"),
        (form(item("text"), title=""), "", "Titel"),
        (form(item("text"), item("text")), "x", "mehrfach"),
        (form(item("text", "step")), "step", "mehrfach"),
        (form(item("text", "from")), "from", "vergeben"),
        (form(item("text", "fact")), "fact", "vergeben"),
        (form(item("text", label="")), "x", "Bezeichnung"),
        (form(item("choice")), "x", "nichts auszuwählen"),
        (form(choice("x", "a", "a")), "x", "mehrfach"),
        (form(item("choice", code_list="planets")), "x", "Codeliste „planets“"),
        (form(choice("x", "a", code_list="states")), "x", "entweder"),
        (form(choice("x", "a", kind="choices", minimum=2)), "x", "größer"),
        (form(item("text", pattern="(")), "x", "Muster"),
        (form(item("text", pattern="(a+)+b")), "x", "zu verschachtelt"),
        (form(item("text", min_length=9, max_length=8)), "x", "größer"),
        (form(item("number", minimum="1,5")), "x", "mit Punkt"),
        (form(item("number", minimum="2", maximum="1")), "x", "größer"),
        (form(item("money", minimum_cents=2, maximum_cents=1)), "x", "größer"),
        (form(item("computed", compute="")), "x", "was berechnet wird"),
        (form(item("computed", compute="today()")), "x", "gebraucht wird eine Zahl"),
        (form(item("date", earliest="3")), "x", "gebraucht wird ein Datum"),
        (form(item("table", columns=[{"id": "a", "label": "A", "kind": "choice"}])), "x", "nichts auszuwählen"),
        (form(group("g")), "g", "noch kein Feld"),
        (form(group("g", item("text"), repeat={"minimum": 5, "maximum": 2})), "g", "größer"),
        (form(item("text"), fees=[{"kind": "table", "label": "A", "schedule": "cats", "value": "x"}]), "", "„cats“"),
        (
            form(item("text"), fees=[{"kind": "unit", "label": "A", "cents": 1, "units": "x"}]),
            "",
            "gebraucht wird eine Zahl",
        ),
        (form(item("text"), fee_exempt="y"), "", "„y“ gibt es"),
        (form(item("text"), summary="Feuer am {datum}"), "", "unbekanntes Feld: datum"),
        (
            form(item("text"), checks=[{"id": "k", "holds": "x == 'a'", "message": "M", "fields": ["y"]}]),
            "k",
            "„y“ gibt es",
        ),
    ],
)
def test_what_cannot_be_filled_in_is_refused(definition: FormDefinition, part: str, words: str) -> None:
    assert any(found == part and words in message for found, message in problems(definition)), problems(definition)


def test_a_check_may_not_join_rows_of_different_groups() -> None:
    rows = [group(name, item("number", f"{name}_n"), repeat={}) for name in ("a", "b")]
    check = {"id": "k", "holds": "a_n > 1", "message": "M", "fields": ["a_n", "b_n"]}
    assert any(part == "k" and "verschiedenen" in text for part, text in problems(form(*rows, checks=[check])))
