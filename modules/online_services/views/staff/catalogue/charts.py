"""Bars of the catalogue's figures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rathaus.web.charts import BarChart, lying_bars


def bar_chart(slug: str, title: str, values: Sequence[tuple[str, float, str]]) -> BarChart | None:
    """Return a chart of label, number and number in words; None where there is nothing to draw."""
    if not any(number for _label, number, _words in values):
        return None
    label, _number, words = max(values, key=lambda value: value[1])
    text = _("Am längsten ist der Balken „%(label)s“ mit %(value)s. Alle Zahlen stehen in der Tabelle.")
    return lying_bars(slug=slug, title=title, description=text % {"label": label, "value": words}, values=values)
