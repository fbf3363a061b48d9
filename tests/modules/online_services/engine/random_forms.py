"""Random forms whose rules ask only for what stands before them, and random answers to them."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from modules.online_services.engine.definition import FormDefinition
from tests.modules.online_services.engine.forms import choice, form, group, item

KINDS = (
    *("text", "long_text", "number", "money", "date", "partial_date", "time", "choice", "choices", "yes_no", "email"),
    *("phone", "address", "iban", "plate", "file_reference", "tax_id", "chip_number", "upload", "point", "table"),
    *("information", "consent", "computed"),
)
TESTS = (
    "given({0})",
    "not {0}",
    "{0} == {1}",
    "{0} > 3",
    "{0} == 'a'",
    "'a' in [{0}]",
    "{0} >= '2026-01-01'",
    "age({0}) < 18",
)
SUMS = (
    "{0} + {1}",
    "{0} * 2",
    "round({0} / 3, 1)",
    "count({0})",
    "add_days({0}, 3)",
    "default({0}, {1})",
    "label({0})",
)
PLAIN = st.one_of(
    st.sampled_from(["a", "b", "", "5", "12.5", "2026-12-01", "1968", "18:00", "x@y.example", "SDL-A 1", "drei"]),
    st.integers(-10, 100_000),
    st.booleans(),
    st.none(),
)
ODD = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["country", "city", "iban", "lat", "what"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def _field(draw: Callable[[Any], Any], part_id: str, known: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(KINDS))
    made = choice(part_id, "a", "b", kind=kind) if kind in {"choice", "choices"} else item(kind, part_id)
    if kind == "table":
        made["columns"] = [{"id": "what", "label": "Was"}, {"id": "cost", "label": "Kosten", "kind": "money"}]
    if kind == "computed":
        made["compute"] = draw(_rule(SUMS, known)) or "1 + 1"
        made["result"] = draw(st.sampled_from(["number", "money", "text", "date", "yes_no"]))
    for setting in ("show", "require"):
        made[setting] = draw(_rule(TESTS, known))
    return made | {"required": draw(st.booleans())}


def _rule(texts: tuple[str, ...], known: list[str]) -> st.SearchStrategy[str]:
    if not known:
        return st.just("")
    names = st.sampled_from(known)
    rules = st.builds(lambda text, one, two: text.format(one, two), st.sampled_from(texts), names, names)
    return st.just("") | rules


@st.composite
def forms(draw: Callable[[Any], Any]) -> FormDefinition:
    """A form of up to three steps, with groups that repeat."""
    steps, known, number = [], [], 0
    for at in range(draw(st.integers(1, 3))):
        items = []
        for _one in range(draw(st.integers(1, 4))):
            number += 1
            items.append(_item(draw, f"f{number}", known))
        steps.append({"id": f"s{at}", "title": "S", "items": items, "show": draw(_rule(TESTS, known))})
        known += [made["id"] for made in items if made["type"] not in {"information", "group"}]
    checks = [{"id": "k", "holds": draw(_rule(TESTS, known)), "message": "M", "fields": known[:1]}] if known else []
    return form(steps=steps, checks=checks)


def _item(draw: Callable[[Any], Any], part_id: str, known: list[str]) -> dict[str, Any]:
    if draw(st.integers(0, 4)) != 0:
        return _field(draw, part_id, known)
    first = _field(draw, f"{part_id}a", known)
    second = _field(draw, f"{part_id}b", [*known, first["id"]])
    repeat = draw(st.sampled_from([None, {"minimum": 0, "maximum": 3}, {"minimum": 2, "maximum": 2}]))
    return group(part_id, first, second, repeat=repeat, show=draw(_rule(TESTS, known)))


def answers_to(definition: FormDefinition) -> st.SearchStrategy[dict[str, Any]]:
    """Answers that fit, answers that do not, and keys that the form does not know."""
    ids = [part["id"] for step in definition.to_json()["steps"] for part in step["items"]]
    inner = [f"{part_id}{letter}" for part_id in ids for letter in "ab"]
    rows = st.lists(st.dictionaries(st.sampled_from(inner), ODD, max_size=3), max_size=4)
    return st.dictionaries(st.sampled_from([*ids, *inner, "unknown"]), ODD | rows, max_size=12)
