"""What it costs."""

from typing import Any

import pytest

from modules.online_services.engine.evaluation import FeeLine
from tests.modules.online_services.engine.forms import choice, evaluated, form, item


def fees(fee: dict[str, Any], answers: dict[str, Any], **settings: Any) -> tuple[FeeLine, ...]:
    numbers = [item("number", "n"), item("number", "area", decimals=2)]
    fields = [*numbers, choice("dog", "first", "second", "third"), item("yes_no", "poor")]
    return evaluated(form(*fields, fees=[{"label": "Gebühr", **fee}], **settings), answers).fees


AREA = {"kind": "area_time", "cents": 50, "area": "area", "time": "n", "minimum_cents": 2000, "maximum_cents": 9000}
TABLE = {"kind": "table", "schedule": "dogs", "value": "dog"}
SIZES = {"kind": "table", "schedule": "size", "value": "n", "units": "area"}


@pytest.mark.parametrize(
    ("fee", "answers", "line"),
    [
        ({"kind": "fixed", "cents": 2000}, {}, FeeLine("Gebühr", 2000)),
        ({"kind": "unit", "cents": 1000, "units": "n"}, {"n": "3"}, FeeLine("Gebühr", 3000, "3 × 10,00 €")),
        ({"kind": "unit", "cents": 1000, "units": "n"}, {}, FeeLine("Gebühr", None)),
        ({"kind": "unit", "cents": 1000, "units": "n"}, {"n": "-3"}, FeeLine("Gebühr", 0, "0 × 10,00 €")),
        (AREA, {"area": "12.1", "n": "10"}, FeeLine("Gebühr", 6500, "13 × 10 × 0,50 €")),
        (AREA, {"area": "1", "n": "1"}, FeeLine("Gebühr", 2000, "1 × 1 × 0,50 €, mindestens 20,00 €")),
        (AREA, {"area": "100", "n": "9"}, FeeLine("Gebühr", 9000, "100 × 9 × 0,50 €, höchstens 90,00 €")),
        (AREA, {}, FeeLine("Gebühr", None, "", 2000, 9000)),
        (TABLE, {"dog": "second"}, FeeLine("Gebühr", 8000)),
        (TABLE, {"dog": "third"}, FeeLine("Gebühr", None, "", 4000, 8000)),
        (SIZES, {"n": "9", "area": "2"}, FeeLine("Gebühr", 2000, "2 × 10,00 €")),
        (SIZES, {"n": "10", "area": "1"}, FeeLine("Gebühr", 2500)),
        (
            {"kind": "range", "minimum_cents": 1500, "maximum_cents": 6000},
            {},
            FeeLine("Gebühr", None, "15,00 € bis 60,00 €", 1500, 6000),
        ),
    ],
)
def test_each_kind_of_fee_has_its_line(fee: dict[str, Any], answers: dict[str, Any], line: FeeLine) -> None:
    assert fees(fee, answers) == (line,)


def test_a_fee_counts_while_its_condition_holds_and_none_for_who_is_exempt() -> None:
    fee = {"kind": "fixed", "cents": 2000, "when": "n > 1"}
    assert fees(fee, {"n": "1"}) == ()
    assert len(fees(fee, {"n": "2"}, fee_exempt="poor")) == 1
    assert fees(fee, {"n": "2", "poor": True}, fee_exempt="poor") == ()


def test_the_whole_fee_is_known_when_each_line_is() -> None:
    lines = [{"kind": "fixed", "label": "A", "cents": 2000}, {"kind": "unit", "label": "B", "cents": 100, "units": "n"}]
    definition = form(item("number", "n"), fees=lines)
    assert evaluated(definition, {"n": "2"}).fee_cents == 2200
    assert evaluated(definition, {}).fee_cents is None
