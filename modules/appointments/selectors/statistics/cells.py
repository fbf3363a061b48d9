"""Tables of figures as values: the page, the CSV file and the report show the same ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _

from rathaus.web.wording import brief_date, formats

Text = Any  # str or a lazy translation


class Kind(StrEnum):
    """What a column holds, and so how it is written."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    kind: Kind = Kind.COUNT


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with their headings; the first column names the row. `slug` stands in the address of the CSV file."""

    slug: str
    title: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[Text] = ()

    @property
    def lines(self) -> list[list[str]]:
        """The rows in words."""
        kinds = [column.kind for column in self.columns]
        return [[in_words(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in self.rows]

    @property
    def named_lines(self) -> list[tuple[str, list[str]]]:
        """Each row's name, and its other cells."""
        return [(name, cells) for name, *cells in self.lines]


def in_words(value: Any, kind: Kind) -> str:
    """Return a figure as people read it; a text in place of a figure is a reason why there is none."""
    if value is None:
        return "–"
    if isinstance(value, str) or kind == Kind.TEXT:
        return str(value)
    if kind == Kind.PERCENT:
        return f"{number(value * 100, 1)}\u00a0%"
    if kind == Kind.DAYS:
        return number(value, 1)
    return number(value, 0)


def number(value: float, digits: int) -> str:
    """Return a number with the marks of the active language: "1.046" or "3,5"."""
    form = formats()
    text = f"{value:,.{digits}f}"
    return text.translate({ord(","): form.thousands_mark, ord("."): form.decimal_mark})


def share(part: int, whole: int) -> float | None:
    """Return a share between 0 and 1; None of nothing."""
    return part / whole if whole else None


def step_in_words(step: str, first: date) -> str:
    """Return the name of a day ("Mo, 2.11."), a week (its Monday) or a month ("November 2026")."""
    if step == "month":
        return dateformat.format(first, "F Y")
    if step == "week":
        return _("Woche ab %(day)s") % {"day": brief_date(first)}
    return f"{dateformat.format(first, 'D')}, {brief_date(first)}"


def short_step(step: str, first: date) -> str:
    """Return what stands below a column of a chart."""
    return dateformat.format(first, "M") if step == "month" else brief_date(first)
