"""What staff may do with hearings."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import Permission

WORK: Final = "hearings.work"
EXCHANGE: Final = "hearings.exchange"

_WORKERS: Final = ("administrator", "department_head", "case_worker")

PERMISSIONS: Final = (
    Permission(WORK, _("Anhörungen sehen, Fristen verlängern, Bilder zeigen"), _WORKERS),
    Permission(EXCHANGE, _("Akten einlesen, Codes für Briefe ausgeben, Antworten abholen"), _WORKERS),
)
