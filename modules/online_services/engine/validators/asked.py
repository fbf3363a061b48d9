"""A question to a validator: a field and what was answered, with what is around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modules.online_services.engine.calculating import as_date
from modules.online_services.engine.expressions import parse_or_none
from modules.online_services.engine.plan import Slot
from modules.online_services.engine.state import Row, State


@dataclass(frozen=True, slots=True)
class Asked:
    """The field is shown and something was answered."""

    state: State
    slot: Slot
    row: Row
    field: Any  # the class of field that the validator is for
    answer: Any

    @property
    def words(self) -> Mapping[str, str]:
        """What the sentences may name."""
        return {"label": str(self.field.label)}

    def day(self, rule: str) -> Any:
        """Return the day that an expression gives for these answers; None without one."""
        expression = parse_or_none(rule)
        return as_date(expression.evaluate(self.row)) if expression else None

    def can_choose(self, value: Any) -> bool:
        """Return whether the option exists and can be chosen now."""
        return isinstance(value, str) and self.state.can_choose(self.slot, self.row, value)
