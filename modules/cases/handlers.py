"""What a module gives for its kinds of cases: one handler for each kind, named in ModuleSpec.case_kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from modules.cases.models import Case


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as clerks read it. `copy` is what they type over elsewhere, `detail` such as "aus der BundID"."""

    label: str
    value: str
    copy: str = ""
    detail: str = ""
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Answers under a heading."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """A document that can end a case; the texts may name the placeholders that `placeholders` gives, in braces."""

    key: str
    title: str
    outcome: str  # modules.cases.models.Outcome
    subject: str = ""
    paragraphs: Sequence[str] = ()
    conditions: Sequence[str] = ()
    legal_remedy: str = ""
    signing: str = "by_order"  # mayor | by_order | in_substitution
    needs_release: bool = False


@dataclass(frozen=True, slots=True)
class CopyTo:
    """Who gets copies of decisions, with the addresses that the municipality gave."""

    label: str
    emails: Sequence[str]


@dataclass(frozen=True, slots=True)
class HandoverFile:
    """A file for the specialist procedure."""

    filename: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class HandoverFormat:
    """A form in which a case can be handed over: "json", "xgewerbeanzeige"."""

    key: str
    label: str


class CaseHandler(Protocol):
    """Answers for the cases of one kind. Everything is asked with the case alone; nothing is written but by `erase`."""

    def sections(self, case: Case) -> Sequence[Section]:
        """Return what was applied for, as it is read."""
        ...

    def what_next(self, case: Case) -> str:
        """Return what happens next, for the citizen, in plain words of the active language."""
        ...

    def placeholders(self, case: Case) -> Mapping[str, str]:
        """Return what texts of notices and text modules may name besides the case's own: field id -> text."""
        ...

    def notice_templates(self, case: Case) -> Sequence[NoticeTemplate]:
        """Return the documents that can end the case."""
        ...

    def copies(self, case: Case) -> Sequence[CopyTo]:
        """Return who usually gets a copy of the decision."""
        ...

    def handover_formats(self, case: Case) -> Sequence[HandoverFormat]:
        """Return the formats besides PDF and ZIP, which every case has."""
        ...

    def hand_over(self, case: Case, key: str) -> HandoverFile:
        """Return the case in one of these formats."""
        ...

    def export(self, case: Case) -> Mapping[str, Any]:
        """Return the content as JSON, with FIM ids as keys where the form has them."""
        ...

    def erase(self, case: Case) -> None:
        """Remove what the module keeps about the person behind the case."""
        ...
