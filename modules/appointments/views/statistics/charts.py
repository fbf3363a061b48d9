"""Charts of the figures: lying bars, and standing columns whose series differ by pattern as well as by colour.

Columns are geometry as the bars of `rathaus.web.charts` are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from modules.appointments.selectors.statistics.cells import Kind, Table, in_words, short_step
from modules.appointments.selectors.statistics.counting import Line
from rathaus.web.charts import BarChart, lying_bars

_PLOT: Final = 160
_TOP: Final = 18
_LABELS: Final = 7  # below the columns; more would run into each other on a phone


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a standing column; `series` is kept, cancelled or missed."""

    series: str
    x: str
    y: int
    width: str
    height: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A line or a word of the frame."""

    text: str
    x: str = "0"
    y: int = 0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Standing columns, parts on top of each other."""

    slug: str
    title: str
    description: str
    height: int
    base: int
    segments: Sequence[Segment]
    grid: Sequence[Mark]
    labels: Sequence[Mark]
    kind: str = "columns"


def bar_chart(table: Table, column: int = 1, rows: int | None = None) -> BarChart | None:
    """Return a chart of one column of a table, for its first rows; None where there is nothing to draw."""
    kind = table.columns[column].kind
    found = [(str(row[0]), row[column]) for row in table.rows[:rows] if isinstance(row[column], (int, float))]
    if not any(value for _label, value in found):
        return None
    label, top = max(found, key=lambda entry: entry[1])
    text = _("Am längsten ist der Balken „%(label)s“ mit %(value)s. Alle Zahlen stehen in der Tabelle.")
    return lying_bars(
        slug=table.slug,
        title=str(table.title),
        description=text % {"label": label, "value": _with_unit(top, kind)},
        values=[(label, value, in_words(value, kind)) for label, value in found],
    )


def column_chart(table: Table, step: str, lines: Sequence[Line]) -> ColumnChart | None:
    """Return the course of time: what was kept, cancelled and missed in each step."""
    most = max((line.booked for line in lines), default=0)
    if not most:
        return None
    ceiling = _nice(most)
    slot = 100 / len(lines)
    segments = [part for index, line in enumerate(lines) for part in _column(line, index * slot, slot, ceiling)]
    text = _("Höchstens %(most)s Termine in einer Spalte. Alle Zahlen stehen in der Tabelle.") % {"most": most}
    return ColumnChart(
        table.slug,
        str(table.title),
        text,
        _TOP + _PLOT + 24,
        _TOP + _PLOT,
        segments,
        _grid(ceiling),
        _ticks(step, lines),
    )


def _column(line: Line, x: float, slot: float, ceiling: int) -> list[Segment]:
    kept = line.booked - line.cancelled - line.no_show
    parts, bottom = [], _TOP + _PLOT
    for series, count in (("kept", kept), ("missed", line.no_show), ("cancelled", line.cancelled)):
        height = round(count / ceiling * _PLOT)
        if height:
            bottom -= height
            parts.append(Segment(series, f"{x + slot * 0.12:.2f}%", bottom, f"{slot * 0.76:.2f}%", height))
    return parts


def _grid(ceiling: int) -> list[Mark]:
    return [Mark(str(value), y=_TOP + _PLOT - round(value / ceiling * _PLOT)) for value in (ceiling // 2, ceiling)]


def _ticks(step: str, lines: Sequence[Line]) -> list[Mark]:
    every = -(-len(lines) // _LABELS)
    slot = 100 / len(lines)
    return [
        Mark(short_step(step, line.key), f"{(index + 0.5) * slot:.2f}%", _TOP + _PLOT + 18, "middle")
        for index, line in enumerate(lines)
        if index % every == every // 2
    ]


def _nice(most: int) -> int:
    """Return the next even round number: the frame's upper end."""
    size: int = 10 ** max(len(str(most)) - 2, 0)
    steps = (2, 4, 6, 8, 10, 12, 16, 20, 30, 40, 60, 80, 100)
    return next(step * size for step in steps if step * size >= most)


def _with_unit(value: float, kind: Kind) -> str:
    units = {Kind.DAYS: _("%(value)s Tagen"), Kind.MINUTES: _("%(value)s Minuten")}
    text = in_words(value, kind)
    return units[kind] % {"value": text} if kind in units else text
