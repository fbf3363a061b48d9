"""The page "Auswertung" and its tables as files."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from modules.appointments.permissions import STATISTICS
from modules.appointments.selectors.day import counter_pools
from modules.appointments.selectors.statistics import Overview, overview
from modules.appointments.selectors.statistics.cells import Kind, Table, in_words
from modules.appointments.selectors.statistics.tables import all_tables
from modules.appointments.tables import Column, Sheet, as_csv
from modules.appointments.views.staff.common import today
from modules.appointments.views.staff.unready import unready
from modules.appointments.views.statistics.cards import cards
from modules.appointments.views.statistics.charts import ColumnChart, bar_chart, column_chart
from modules.appointments.views.statistics.choosing import filter_form, read_choice
from rathaus.accounts.permissions import permission_required
from rathaus.web.charts import BarChart

_CHARTED = {"wege": 1, "anliegen": 1, "vorlauf": 1, "freie-termine": 1, "zeiten": 1}  # by which column
_LONGEST_CHART = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its chart and the address of its file."""

    table: Table
    chart: BarChart | ColumnChart | None
    csv_url: str

    @property
    def is_heat(self) -> bool:
        """Whether its cells are shaded by their share."""
        return self.table.slug == "auslastung"

    @property
    def heat(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """Each row's name, and its cells as words with a step of shade from 0 to 5."""
        return [
            (str(row[0]), [(in_words(value, Kind.PERCENT), _shade(value)) for value in row[1:]])
            for row in self.table.rows
        ]


@permission_required(STATISTICS)
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period."""
    choice = read_choice(request.GET, today())
    figures = overview(choice.period, choice.scope, today=today())
    context = {
        "chips": choice.chips,
        "kind": choice.kind.value,
        "form": filter_form(choice),
        "period": choice.period,
        "before": choice.period.before,
        "cards": cards(figures),
        "sections": _sections(figures, choice.query),
        "unready": None if counter_pools().exists() else unready(request),
        "has_figures": bool(figures.now.booked or figures.now.walk_ins),
    }
    return render(request, "appointments/statistics/page.html", context)


@permission_required(STATISTICS)
@require_safe
def table_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out one table as CSV with the same filters."""
    choice = read_choice(request.GET, today())
    figures = overview(choice.period, choice.scope, today=today())
    table = next((table for table in all_tables(figures) if table.slug == slug), None)
    if table is None:
        raise Http404
    name = f"termine-{slug}-{choice.period.first:%Y-%m-%d}-bis-{choice.period.last:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(_csv(table), content_type="text/csv; charset=utf-8", headers=headers)


def _sections(figures: Overview, query: str) -> list[Section]:
    address = "appointments_staff:statistics_table"
    return [
        Section(table, _chart(table, figures), f"{reverse(address, args=[table.slug])}?{query}")
        for table in all_tables(figures)
    ]


def _chart(table: Table, figures: Overview) -> BarChart | ColumnChart | None:
    if table.slug == "verlauf":
        return column_chart(table, figures.step, figures.by_time)
    column = _CHARTED.get(table.slug)
    return bar_chart(table, column, _LONGEST_CHART) if column else None


def _csv(table: Table) -> bytes:
    """Return the table for Excel: figures with a comma and without unit, which stands in the heading."""
    columns = [
        Column(f"{column.label}{' (%)' if column.kind == Kind.PERCENT else ''}", str) for column in table.columns
    ]
    rows = [[cell.removesuffix("\u00a0%").replace("–", "") for cell in line] for line in table.lines]
    return as_csv(Sheet(str(table.title), columns, rows))


def _shade(value: float | None) -> int:
    return 0 if value is None else min(int(value * 5) + 1, 5)
