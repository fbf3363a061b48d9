"""What a form looks like for given answers: what is shown, what is missing, what is wrong, what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from modules.online_services.engine.definition import FormDefinition

Answers = Mapping[str, Any]  # JSON: field id -> answer, id of a repeating group -> list of such mappings


@dataclass(frozen=True, slots=True)
class FeeTier:
    """A row of a fee schedule: by `key`, or from a number on."""

    cents: int
    key: str = ""
    from_value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What expressions may ask besides the answers.

    `facts` are known beforehand (`fact.role` of a hearing), `schedules` the fee tables that are valid now,
    `holidays` the public holidays of the municipality for `is_holiday`.
    """

    today: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    schedules: Mapping[str, Sequence[FeeTier]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    code_lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place; `place` is "field" or "group/2/field" with rows counted from 0."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A line of the fee. Without `cents` the amount is decided later, between the two bounds."""

    label: str
    cents: int | None
    detail: str = ""  # "3 × 10,00 €"
    minimum_cents: int = 0
    maximum_cents: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The state of a form. Places are written as in Problem."""

    steps: tuple[str, ...]  # ids of the steps that count, in their order
    shown: frozenset[str]  # places of fields and groups that are shown
    required: frozenset[str]
    computed: Mapping[str, Any]  # place -> value as JSON, of fields that compute
    problems: Mapping[str, Sequence[Problem]]  # step id -> what is wrong or missing there
    fees: tuple[FeeLine, ...]

    @property
    def is_complete(self) -> bool:
        """Whether it could be sent."""
        return not any(self.problems.values())

    @property
    def fee_cents(self) -> int | None:
        """The whole fee; None while a part of it is decided later."""
        known = [line.cents for line in self.fees]
        return None if None in known else sum(cents for cents in known if cents is not None)


__all__ = ["Answers", "Evaluation", "FeeLine", "FeeTier", "FormDefinition", "Problem", "Surroundings"]
