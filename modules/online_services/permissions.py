"""What staff may do with the catalogue and the forms."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import Permission

CATALOGUE: Final = "online_services.catalogue"
FORMS: Final = "online_services.forms"
PUBLISH: Final = "online_services.publish"
FEES: Final = "online_services.fees"
STATISTICS: Final = "online_services.statistics"
INTERNAL: Final = "online_services.internal"

_EVERYBODY: Final = (
    "administrator",
    "department_head",
    "case_worker",
    "front_desk",
    "approver",
    "data_protection_officer",
)

PERMISSIONS: Final = (
    Permission(CATALOGUE, _("Leistungen und ihre Texte ändern"), ("administrator", "department_head"), True),
    Permission(FORMS, _("Formulare bauen und einlesen"), ("administrator", "department_head"), True),
    Permission(PUBLISH, _("Formulare anderer freigeben"), ("administrator", "department_head", "approver")),
    Permission(FEES, _("Gebührentabellen ändern"), ("administrator", "department_head")),
    Permission(STATISTICS, _("Statistik der Leistungen sehen"), ("administrator", "department_head", "approver")),
    Permission(INTERNAL, _("Interne Anträge stellen"), _EVERYBODY),
)
