"""What staff may do with appointments."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import Permission

WORK: Final = "appointments.work"
OVERBOOK: Final = "appointments.overbook"
SETUP: Final = "appointments.setup"
STATISTICS: Final = "appointments.statistics"

PERMISSIONS: Final = (
    Permission(
        WORK,
        _("Termine sehen, eintragen und bearbeiten"),
        ("administrator", "case_worker", "front_desk"),
        for_support=True,
    ),
    Permission(OVERBOOK, _("Termine über die Plätze hinaus vergeben"), ("administrator", "case_worker", "front_desk")),
    Permission(SETUP, _("Anliegen und Öffnungszeiten einrichten"), ("administrator",), for_support=True),
    Permission(STATISTICS, _("Auswertung der Termine sehen"), ("administrator", "department_head"), for_support=True),
)
