"""What staff may do with cases. The front desk sees service, state, deadline and responsible person, no content."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import Permission

OVERVIEW: Final = "cases.overview"
WORK: Final = "cases.work"
ALL: Final = "cases.all_departments"
OPEN: Final = "cases.open"
DECIDE: Final = "cases.decide"
RELEASE: Final = "cases.release"
ANNOUNCE: Final = "cases.announce"
EXPORT: Final = "cases.export"
SETUP: Final = "cases.setup"

_WORKERS: Final = ("administrator", "department_head", "case_worker")

PERMISSIONS: Final = (
    Permission(OVERVIEW, _("Stand aller Vorgänge sehen, ohne Inhalt"), (*_WORKERS, "front_desk")),
    Permission(WORK, _("Vorgänge der eigenen Abteilungen lesen und bearbeiten"), _WORKERS),
    Permission(ALL, _("Vorgänge aller Abteilungen bearbeiten"), ("administrator",)),
    Permission(OPEN, _("Vorgänge für andere aufnehmen"), (*_WORKERS, "front_desk")),
    Permission(DECIDE, _("Bescheide schreiben und Vorgänge abschließen"), _WORKERS),
    Permission(RELEASE, _("Bescheide freigeben"), ("administrator", "department_head", "approver")),
    Permission(ANNOUNCE, _("Rundruf an alle Inhaber von Genehmigungen senden"), ("administrator", "department_head")),
    Permission(EXPORT, _("Ganze Akten ausgeben"), _WORKERS),
    Permission(SETUP, _("Zuständigkeiten, Textbausteine und Unterschriften einrichten"), ("administrator",)),
)
