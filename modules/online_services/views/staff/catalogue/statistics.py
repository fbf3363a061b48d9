"""Statistics of services: number, ways, duration, trips saved, and where people give up."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from modules.cases.api import Channel
from modules.online_services.models import PublicService, ServiceRequest
from modules.online_services.selectors.versions import definition_of
from modules.online_services.selectors.ways import form_version_of
from modules.online_services.statistics.periods import Period, PeriodKind, period_of
from modules.online_services.statistics.reading import Figures, read_figures, read_steps
from modules.online_services.views.staff.catalogue.charts import bar_chart
from modules.online_services.views.staff.catalogue.common import as_csv, for_statistics
from rathaus.accounts.models import Department
from rathaus.files.tables import write_table
from rathaus.web.charts import BarChart
from rathaus.web.navigation import Chip

_LONGEST_CHART: Final = 12
LABELS: Final = {
    PeriodKind.MONTH: gettext_lazy("Dieser Monat"),
    PeriodKind.LAST_MONTH: gettext_lazy("Letzter Monat"),
    PeriodKind.QUARTER: gettext_lazy("Dieses Quartal"),
    PeriodKind.YEAR: gettext_lazy("Dieses Jahr"),
    PeriodKind.TWELVE_MONTHS: gettext_lazy("12 Monate"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its chart; the first cell of a row names it."""

    slug: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    chart: BarChart | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for."""

    kind: PeriodKind
    period: Period
    department: uuid.UUID | None

    @property
    def query(self) -> str:
        """The query string that says the same."""
        return _query(self.kind, self.department)

    @property
    def chips(self) -> list[Chip]:
        """The periods to choose from, the team kept."""
        return [Chip(label, f"?{_query(kind, self.department)}", kind == self.kind) for kind, label in LABELS.items()]


@for_statistics
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period, of one team alone if asked."""
    choice = read_choice(request)
    figures = read_figures(choice.period, department=choice.department)
    context = {
        "choice": choice,
        "departments": Department.objects.filter(is_active=True),
        "figures": figures,
        "tables": _tables(figures),
    }
    return render(request, "online_services/staff/catalogue/statistics.html", context)


@for_statistics
@require_safe
def statistics_csv(request: HttpRequest, table: str) -> HttpResponse:
    """Answer with one table of the page as a file."""
    choice = read_choice(request)
    found = {one.slug: one for one in _tables(read_figures(choice.period, department=choice.department))}.get(table)
    if found is None:
        raise Http404
    return as_csv(write_table(found.headings, found.rows), f"dienste-{found.slug}.csv")


@for_statistics
@require_safe
def service_statistics(request: HttpRequest, service_id: uuid.UUID) -> HttpResponse:
    """Show how far people come in the form of one service."""
    service = get_object_or_404(PublicService, pk=service_id)
    choice = read_choice(request)
    context = {"service": service, "choice": choice, "table": _steps(service, choice.period)}
    return render(request, "online_services/staff/catalogue/service_statistics.html", context)


def read_choice(request: HttpRequest) -> Choice:
    """Return what the address asks for; whatever it says wrong is left aside."""
    wanted = request.GET.get("zeitraum", "")
    kind = PeriodKind(wanted) if wanted in list(PeriodKind) else PeriodKind.TWELVE_MONTHS
    try:
        department = uuid.UUID(request.GET.get("abteilung", ""))
    except ValueError:
        department = None
    return Choice(kind, period_of(kind, timezone.localdate()), department)


def _query(kind: PeriodKind, department: uuid.UUID | None) -> str:
    return urlencode({"zeitraum": kind.value} | ({"abteilung": str(department)} if department else {}))


def _tables(figures: Figures) -> list[Table]:
    return [_services(figures), _ways(figures), _teams(figures)]


def _services(figures: Figures) -> Table:
    rows = [
        (
            line.service.name,
            str(line.number),
            _share(line.online, line.number),
            _days(line.days),
            str(line.online),
            str(line.left) if line.left else "–",
        )
        for line in figures.services
    ]
    values = [(line.service.name, float(line.number), str(line.number)) for line in figures.services[:_LONGEST_CHART]]
    title, headings = (
        _("Vorgänge nach Leistung"),
        [_("Leistung"), _("Anzahl"), _("Online"), _("Tage bis zum Abschluss")],
    )
    headings += [_("Wege erspart"), _("Zu anderen Stellen")]
    note = _("Die Dauer steht da, wenn mindestens fünf abgeschlossene Vorgänge und zwei Beschäftigte dahinterstehen.")
    return Table("leistungen", title, headings, rows, bar_chart("leistungen", title, values), note)


def _ways(figures: Figures) -> Table:
    names = dict(Channel.choices)
    rows = [
        (str(names.get(way, way)), str(count), _share(count, figures.number)) for way, count in figures.ways.items()
    ]
    values = [(str(names.get(way, way)), float(count), str(count)) for way, count in figures.ways.items()]
    title = _("Eingangswege")
    return Table("wege", title, [_("Weg"), _("Anzahl"), _("Anteil")], rows, bar_chart("wege", title, values))


def _teams(figures: Figures) -> Table:
    rows = [(line.name, str(line.number), _days(line.days)) for line in figures.teams]
    values = [(line.name, float(line.number), str(line.number)) for line in figures.teams]
    title = _("Vorgänge nach Abteilung")
    note = _("Gezählt wird nach Abteilungen, nie nach Personen.")
    headings = [_("Abteilung"), _("Anzahl"), _("Tage bis zum Abschluss")]
    return Table("abteilungen", title, headings, rows, bar_chart("abteilungen", title, values), note)


def _steps(service: PublicService, period: Period) -> Table:
    version = form_version_of(service)
    steps = [(step.id, str(step.title)) for step in definition_of(version).steps] if version else []
    sent = ServiceRequest.objects.filter(service=service, channel=Channel.ONLINE, sent_at__date__gte=period.first)
    lines = read_steps(service, steps, period, sent.filter(sent_at__date__lte=period.last).count())
    titles = [_("Begonnen"), *(line.title for line in lines[1:-1]), _("Abgesendet")]
    first = lines[0].number
    rows = [(title, str(line.number), _share(line.number, first)) for title, line in zip(titles, lines, strict=True)]
    values = [(title, float(line.number), str(line.number)) for title, line in zip(titles, lines, strict=True)]
    heading = _("Wie weit kommen die Menschen?")
    chart = bar_chart("schritte", heading, values)
    return Table("schritte", heading, [_("Schritt"), _("Anzahl"), _("Anteil")], rows, chart)


def _share(part: int, whole: int) -> str:
    return f"{number_format(part / whole * 100, 0)} %" if whole else "–"


def _days(days: float | None) -> str:
    return number_format(days, 1) if days is not None else "–"
