"""The OZG page, and the file for the editors of the state's portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.online_services.catalogue.layers import TEXTS
from modules.online_services.catalogue.maturity import LEVELS, TRUST
from modules.online_services.engine.texts import GERMAN
from modules.online_services.forms.catalogue.services import CHANNELS
from modules.online_services.selectors.ozg import OzgLine, ozg_lines
from modules.online_services.views.staff.catalogue.common import as_csv, for_catalogue
from rathaus.files.tables import write_table
from rathaus.tenancy import current_tenant


@for_catalogue
@require_safe
def ozg(request: HttpRequest) -> HttpResponse:
    """Show how far each service is online."""
    lines = ozg_lines()
    levels = [(level, name, sum(line.maturity.level == level for line in lines)) for level, name in LEVELS.items()]
    rows = [(line, TRUST[line.trust], dict(CHANNELS).get(line.service.channel, "")) for line in lines]
    return render(request, "online_services/staff/catalogue/ozg.html", {"rows": rows, "levels": levels})


@for_catalogue
@require_safe
def ozg_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer with all services and their German texts."""
    headings = [
        _("LeiKa-Schlüssel"),
        _("Name der Leistung"),
        _("Internetadresse"),
        _("Weg"),
        _("Vertrauensniveau"),
        _("Reifegrad"),
        _("Warum nicht mehr"),
        _("Vorgänge in 12 Monaten"),
        _("davon online"),
        _("Zuständig"),
        *(str(label) for name, label in TEXTS.items() if name != "name"),
    ]
    return as_csv(write_table(headings, [_cells(line) for line in ozg_lines()]), "ozg-leistungen.csv")


def _cells(line: OzgLine) -> list[object]:
    service, texts = line.service, line.service.description.texts
    path = reverse("online_services:service", args=[service.slug])
    return [
        service.description.leika_key,
        service.name,
        current_tenant().url(path),
        str(dict(CHANNELS).get(service.channel, "")),
        str(TRUST[line.trust]),
        line.maturity.level,
        str(line.maturity.reason),
        line.used,
        line.online,
        service.department.name if service.department else "",
        *(getattr(texts, name).in_language(GERMAN) for name in TEXTS if name != "name"),
    ]
