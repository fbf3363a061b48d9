"""What templates need to know about the fields of a step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

TEMPLATES = "online_services/fields/"


def element_id(place: str, *more: str) -> str:
    """Return the id of an element: places have slashes and dots, which addresses of a page take amiss."""
    return "-".join(["f", *place.replace("/", "-").split("."), *more])


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers."""

    id: str
    value: str
    label: str
    hint: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """An input of a field with several: part of an address, cell of a table; `kind` is input, area, select or check."""

    id: str
    name: str
    label: str
    value: str = ""
    kind: str = "input"
    attrs: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    is_checked: bool = False
    is_optional: bool = False
    hint: str = ""
    width: str = ""  # short, wide: how much room it takes beside the others


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file at its question; `state` is ready, coming or refused."""

    id: str
    filename: str
    size: int
    received: int
    state: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A field with all that is shown of it; `place` is also the name of its input."""

    kind: str
    place: str
    label: str
    hint: str = ""
    value: str = ""
    errors: Sequence[str] = ()
    origin: str = ""
    is_optional: bool = False
    attrs: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    inputs: Sequence[Input] = ()
    rows: Sequence[Sequence[Input]] = ()
    columns: Sequence[str] = ()
    files: Sequence[FileLine] = ()
    text: SafeString | str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"{TEMPLATES}{self.kind}.html"

    @property
    def id(self) -> str:
        """The id of its input, or of its group of inputs; the error summary leads there."""
        return element_id(self.place)

    @property
    def describedby(self) -> str:
        """The ids of hint, origin and error."""
        known = {"hint": self.hint, "origin": self.origin, "error": self.errors}
        return " ".join(f"{self.id}-{name}" for name, value in known.items() if value)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a group that repeats."""

    place: str
    title: str
    items: Sequence["Node"]
    can_be_removed: bool

    @property
    def id(self) -> str:
        """Where a link leads to the row."""
        return element_id(self.place)


@dataclass(frozen=True, slots=True)
class GroupView:
    """Fields under a heading, or rows of them."""

    place: str
    title: str
    intro: SafeString | str
    items: Sequence["Node"] = ()
    rows: Sequence[RowView] = ()
    is_repeated: bool = False
    add_label: str = ""
    can_add: bool = False
    errors: Sequence[str] = ()

    @property
    def template(self) -> str:
        """The template of groups, or of groups that repeat."""
        return f"{TEMPLATES}{'rows' if self.is_repeated else 'group'}.html"

    @property
    def id(self) -> str:
        """Where the error summary leads."""
        return element_id(self.place)


Node = Control | GroupView
