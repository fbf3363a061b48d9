"""Lying bars as geometry. Positions are attributes, for the page's policy allows no styles, and lie in percent across,
so that letters keep their size on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_ROW: Final = 42  # height of a bar with its label, in pixels
_LONGEST: Final = 38  # characters of a label


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar below its label, with its value at the end of the line."""

    label: str
    value: str
    text_y: int
    bar_y: int
    width: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars, one below the other, with what they show in one sentence; `web/parts/bar_chart.html` draws them."""

    slug: str
    title: str
    description: str
    height: int
    bars: Sequence[Bar]
    kind: str = "bars"


def lying_bars(*, slug: str, title: str, description: str, values: Sequence[tuple[str, float, str]]) -> BarChart:
    """Return the chart of label, number and number in words; one of the numbers is greater than zero."""
    most = max(number for _label, number, _words in values)
    bars = [
        Bar(_cut(label), words, index * _ROW + 16, index * _ROW + 22, f"{max(number / most * 100, 0.5):.2f}%")
        for index, (label, number, words) in enumerate(values)
    ]
    return BarChart(slug, title, description, len(bars) * _ROW + 4, bars)


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
