"""The language of rules: what it can say, what it refuses, and how missing answers behave."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from modules.online_services.engine.expressions import ExpressionError, parse
from modules.online_services.engine.state import State
from tests.modules.online_services.engine.forms import AROUND, choice, form, group, item

FORM = form(
    item("number", "n"),
    item("number", "m"),
    item("text", "t"),
    item("date", "d"),
    item("partial_date", "born"),
    item("time", "at"),
    item("yes_no", "yes"),
    choice("one", "a", "b"),
    choice("some", "a", "b", "c", kind="choices"),
    item("address", "home"),
    item("iban", "account", mandate="optional"),
    group("people", item("text", "name"), item("number", "age"), repeat={"minimum": 0}),
    item("table", "list", columns=[{"id": "what", "label": "Was"}, {"id": "cost", "label": "Kosten", "kind": "money"}]),
)
ANSWERS = {
    "n": "4",
    "t": "Hallo",
    "d": "2026-12-25",
    "born": "2010-11-24",
    "at": "18:30",
    "yes": False,
    "one": "a",
    "some": ["a", "c"],
    "home": {"country": "DE", "city": "Thale"},
    "account": {"iban": "DE89370400440532013000", "mandate": True},
    "people": [{"name": "Ida", "age": "12"}, {"name": "Otto", "age": "40"}, {}],
    "list": [{"what": "Bratwurst", "cost": 350}, {"what": "Bier", "cost": 400}],
}


def value(text: str, answers: dict[str, Any] | None = None) -> Any:
    return parse(text).evaluate(State(FORM, ANSWERS if answers is None else answers, AROUND, {}).root)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n + 1", Decimal(5)),
        ("(n - 1) * 2 / 4", Decimal("1.5")),
        ("-n", Decimal(-4)),
        ("1 < n <= 4", True),
        ("0.1 + 0.2 == 0.3", True),
        ("t + '!'", "Hallo!"),
        ("one == 'a' and not yes", True),
        ("one in ['b', 'c'] or n > 3", True),
        ("one not in ['b', 'c']", True),
        ("contains(some, 'c') and 'b' not in some", True),
        ("contains(t, 'all')", True),
        ("count(some)", Decimal(2)),
        ("d >= '2026-12-01'", True),
        ("at < '20:00'", True),
        ("add_days(d, -25)", date(2026, 11, 30)),
        ("add_months('2026-01-31', 1)", date(2026, 2, 28)),
        ("days(today(), d)", Decimal(32)),
        ("months('2026-01-15', '2026-03-14')", Decimal(1)),
        ("months('2026-01-31', '2026-02-28')", Decimal(1)),
        ("weekday(d)", Decimal(5)),
        ("is_holiday(d)", True),
        ("easter(2027)", date(2027, 3, 28)),
        ("year(d)", Decimal(2026)),
        ("age(born)", Decimal(15)),
        ("age(born, '2026-11-24')", Decimal(16)),
        ("age('2010')", Decimal(15)),
        ("max(n, 10) - min(n, 10)", Decimal(6)),
        ("round(n / 3, 2)", Decimal("1.33")),
        ("ceil(n / 3)", Decimal(2)),
        ("floor(n / 3)", Decimal(1)),
        ("length(t)", Decimal(5)),
        ("number('12,5')", Decimal("12.5")),
        ("lookup('dogs', 'second')", Decimal(8000)),
        ("lookup('size', n)", Decimal(1000)),
        ("lookup('size', 10)", Decimal(2500)),
        ("label(one)", "A"),
        ("home.city == 'Thale'", True),
        ("account.mandate", True),
        ("fact.role == 'witness'", True),
        ("fact.cents / 100", Decimal(55)),
        ("count(people)", Decimal(3)),
        ("total(people.age)", Decimal(52)),
        ("any_of(people.age < 18)", True),
        ("all_of(people.age >= 12)", False),
        ("total(list.cost)", Decimal(750)),
        ("any_of(list.what == t)", False),
        ("n if yes else 7", Decimal(7)),
        ("default(m, 3)", Decimal(3)),
    ],
)
def test_an_expression_says_what_it_reads_like(text: str, expected: Any) -> None:
    assert value(text) == expected


@pytest.mark.parametrize("text", ["m == 1", "m != 1", "m < 1", "m in [1]", "m not in [1]", "1 < m"])
def test_comparisons_with_a_missing_answer_are_false(text: str) -> None:
    assert value(text) is False


@pytest.mark.parametrize(
    "text", ["m + 1", "-m", "max(m, 1)", "add_days(d, m)", "age(m)", "n / 0", "t * 2", "lookup('dogs', 'none')"]
)
def test_what_reckons_with_something_missing_is_missing(text: str) -> None:
    assert value(text) is None


def test_not_of_something_missing_holds_and_given_asks_for_it() -> None:
    assert value("not m and not given(m) and given(n)") is True
    assert value("given(yes)") is True, "no is an answer"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n +",
        "__import__('os')",
        "n.__class__",
        "().__class__",
        "lambda: 1",
        "[x for x in some]",
        "f'{n}'",
        "some[0]",
        "n ** 999",
        "n if 1",
        "n is 4",
        "x := 4",
        "open('x')",
        "max()",
        "today(1)",
        "given(n, m)",
        "count(n + 1)",
        "total(n)",
        "any_of(people.age > total(people.age))",
        "round(n, ndigits=2)",
        "max(*some)",
        "'\\n'",
        "1e400",
        "None",
        "b'x'",
        "(" * 400 + "n" + ")" * 400,
        "not " * 60 + "n",
        "n + " * 400 + "n",
    ],
)
def test_everything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"\w+ \w+"):
        parse(text)


def test_an_expression_tells_what_it_refers_to() -> None:
    uses = parse("given(t) and home.city == one and any_of(people.age > n) and lookup('dogs', fact.role) > 1").uses
    assert uses.names == {"t", "home", "one", "people", "n"}
    assert uses.needs == {"home", "one", "n"}
    assert uses.members == {("people", "age")}
    assert (uses.parts, uses.facts, uses.schedules) == ({("home", "city")}, {"role"}, {"dogs"})


def test_the_same_text_is_parsed_once() -> None:
    assert parse("n + 1") is parse("n + 1")


@settings(max_examples=150, deadline=None)
@example(text="n + (((((1)))))")
@given(st.text(alphabet="nmtd()[]'\"<>=!+-*/., 0123456789aofr", max_size=60))
def test_no_text_breaks_the_parser_and_no_expression_the_evaluation(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return
    assert expression.evaluate(State(FORM, {}, AROUND, {}).root) == value(text, {})
