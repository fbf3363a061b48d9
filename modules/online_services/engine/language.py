"""What the parts of the expression language share: its error, what it sees, and what it refers to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from modules.online_services.engine.evaluation import Surroundings

FACT: Final = "fact"


class ExpressionError(ValueError):
    """The text is no expression; the message says in German what is wrong."""


class Scope(Protocol):
    """The place from which an expression looks at the answers. Missing, hidden and wrong answers are None."""

    surroundings: Surroundings

    def value(self, name: str) -> Any:
        """Return the answer to a field of the same row or around it."""

    def part(self, name: str, part: str) -> Any:
        """Return a part of an address, account or place."""

    def label(self, name: str) -> str | None:
        """Return how the chosen option of a field is called."""

    def rows(self, name: str) -> Sequence["Scope"]:
        """Return the rows of a repeating group or table."""

    def count(self, name: str) -> int | None:
        """Return how many rows, chosen options or files there are."""


Run = Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Uses:
    """What an expression refers to. `needs` are fields that have to be answered before it says anything."""

    names: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    parts: frozenset[tuple[str, str]] = frozenset()
    members: frozenset[tuple[str, str]] = frozenset()
    counted: frozenset[str] = frozenset()
    labelled: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    schedules: frozenset[str] = frozenset()
