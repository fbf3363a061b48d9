"""What a check found, line by line, in words for whoever brings the file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from modules.appointments.imports.fields import Kind


class Grade(StrEnum):
    """ok: will be taken over; hint: will be, or was already, with something to know; error: cannot be."""

    OK = "ok"
    HINT = "hint"
    ERROR = "error"


@dataclass(slots=True)
class RowReport:
    """One line of the file. `is_new` says that the line brings something that is not here yet."""

    line: int
    title: str = ""
    grade: Grade = Grade.OK
    messages: list[str] = field(default_factory=list)
    is_new: bool = True

    def hint(self, message: str) -> None:
        """Add something to know."""
        self.messages.append(message)
        if self.grade == Grade.OK:
            self.grade = Grade.HINT

    def leave_out(self, message: str) -> None:
        """Add why the line changes nothing, which is no mistake."""
        self.hint(message)
        self.is_new = False

    def fail(self, message: str) -> None:
        """Add why the line cannot be taken over."""
        self.messages.append(message)
        self.grade, self.is_new = Grade.ERROR, False


@dataclass(frozen=True, slots=True)
class Report:
    """The whole file. `unknown_concerns` and `unknown_places` are names that somebody has to match by hand."""

    kind: Kind
    rows: Sequence[RowReport]
    ignored_headings: Sequence[str] = ()
    unknown_concerns: Sequence[str] = ()
    unknown_places: Sequence[str] = ()
    is_carried_out: bool = False

    @property
    def counts(self) -> Counter[str]:
        """How many lines have which grade."""
        return Counter(row.grade for row in self.rows)

    @property
    def new(self) -> int:
        """How many lines bring, or brought, something new."""
        return sum(row.is_new for row in self.rows)

    @property
    def errors(self) -> int:
        """How many lines cannot be taken over."""
        return self.counts[Grade.ERROR]

    @property
    def remarks(self) -> list[RowReport]:
        """The lines about which there is something to say, errors first."""
        found = [row for row in self.rows if row.grade != Grade.OK]
        return sorted(found, key=lambda row: (row.grade != Grade.ERROR, row.line))
