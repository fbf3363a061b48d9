"""Lying bars as geometry: positions are attributes, for the page's policy allows no styles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

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
    """Bars, one below the other, with what they show in one sentence."""

    slug: str
    title: str
    description: str
    height: int
    bars: Sequence[Bar]


def bar_chart(slug: str, title: str, values: Sequence[tuple[str, float, str]]) -> BarChart | None:
    """Return a chart of label, number and number in words; None where there is nothing to draw."""
    most = max((number for _label, number, _words in values), default=0)
    if not most:
        return None
    bars = [
        Bar(_cut(label), words, index * _ROW + 16, index * _ROW + 22, f"{max(number / most * 100, 0.5):.2f}%")
        for index, (label, number, words) in enumerate(values)
    ]
    longest = max(values, key=lambda value: value[1])
    text = _("Am längsten ist der Balken „%(label)s“ mit %(value)s. Alle Zahlen stehen in der Tabelle.")
    return BarChart(slug, title, text % {"label": longest[0], "value": longest[2]}, len(bars) * _ROW + 4, bars)


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
