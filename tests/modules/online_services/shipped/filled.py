"""Fills shipped forms in: right, or with something changed or left out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from modules.online_services.code_lists import code_list
from modules.online_services.engine.evaluating import evaluate
from modules.online_services.engine.evaluation import Evaluation, FeeTier, Surroundings
from modules.online_services.shipped.loading import shipped_fee_schedules, shipped_services
from tests.modules.online_services.shipped.answers import OTHERS
from tests.modules.online_services.shipped.answers_polished import POLISHED
from tests.modules.online_services.shipped.people import HEARING, TODAY, WITNESS

UPLOADS: Final = {"file-1": "datei.pdf", "file-2": "zweite.pdf", "file-3": "dritte.pdf"}
RIGHT: Final = POLISHED | OTHERS
FACTS: Final = {"anhoerung-betroffene": HEARING, "anhoerung-zeugen": WITNESS}


def around(today: date = TODAY, facts: Mapping[str, Any] | None = None) -> Surroundings:
    """Return surroundings with what is shipped and one locality."""
    schedules = {
        one.key: tuple(
            FeeTier(row["cents"], row.get("key", ""), Decimal(row["from"]) if "from" in row else None)
            for row in one.rows
        )
        for one in shipped_fee_schedules()
    }
    lists = {name: code_list(name, "de") for name in ("states", "nationalities", "legal_forms", "dog_breeds")}
    return Surroundings(today, facts or {}, schedules, code_lists=lists | {"localities": {"Lüderitz": "Lüderitz"}})


def filled(
    key: str, *without: str, today: date = TODAY, facts: Mapping[str, Any] | None = None, **changed: Any
) -> Evaluation:
    """Return the form filled in right but for what is changed or left out."""
    form = shipped_services()[key].form
    assert form is not None
    answers = {name: value for name, value in (RIGHT[key] | changed).items() if name not in without}
    return evaluate(form, answers, around(today, FACTS.get(key, {}) | (facts or {})), uploads=UPLOADS)


def said(found: Evaluation) -> dict[str, str]:
    """Return what is wrong by place."""
    return {problem.place: problem.message for problems in found.problems.values() for problem in problems}
