"""Small forms for tests of the engine."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.evaluating import evaluate
from modules.online_services.engine.evaluation import Evaluation, FeeTier, Surroundings

TODAY = date(2026, 11, 23)
AROUND = Surroundings(
    today=TODAY,
    facts={"role": "witness", "cents": 5500},
    schedules={
        "dogs": (FeeTier(4000, key="first"), FeeTier(8000, key="second")),
        "size": (FeeTier(1000, from_value=Decimal(0)), FeeTier(2500, from_value=Decimal(10))),
    },
    holidays=frozenset({date(2026, 12, 25)}),
    code_lists={"states": {"DE": "Deutschland", "FR": "Frankreich"}},
)


def item(kind: str, part_id: str = "x", **settings: Any) -> dict[str, Any]:
    """Return a field as JSON; its label is its id with a capital letter."""
    return {"type": kind, "id": part_id, "label": part_id.capitalize(), **settings}


def group(part_id: str, *items: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"type": "group", "id": part_id, "title": part_id.capitalize(), "items": list(items), **settings}


def form(*items: dict[str, Any], **settings: Any) -> FormDefinition:
    """Return a form with one step "step"."""
    steps = settings.pop("steps", [{"id": "step", "title": "Schritt", "items": list(items)}])
    return FormDefinition.model_validate({"key": "probe", "title": "Probe", "steps": steps, **settings})


def choice(part_id: str, *values: str, **settings: Any) -> dict[str, Any]:
    options = [{"value": value, "label": value.capitalize()} for value in values]
    return item(settings.pop("kind", "choice"), part_id, options=options, **settings)


def evaluated(
    definition: FormDefinition, answers: Mapping[str, Any], uploads: Mapping[str, str] | None = None
) -> Evaluation:
    return evaluate(definition, answers, AROUND, uploads=uploads or {})


def messages(definition: FormDefinition, answers: Mapping[str, Any], **more: Any) -> dict[str, list[str]]:
    """Return what is wrong, by place."""
    found: dict[str, list[str]] = {}
    for problems in evaluated(definition, answers, **more).problems.values():
        for problem in problems:
            found.setdefault(problem.place, []).append(problem.message)
    return found


def message_for(field: dict[str, Any], answer: Any, **more: Any) -> str:
    """Return what is wrong with one answer, "" for nothing."""
    return "".join(messages(form(field), {field["id"]: answer}, **more).get(field["id"], []))
