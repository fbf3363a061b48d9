"""The module as the platform sees it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from modules.online_services.permissions import PERMISSIONS
from rathaus.registry import ModuleSpec

SPEC: Final = ModuleSpec(
    slug="online_services",
    label=_("Dienste"),
    path="dienste",
    for_citizens=_("Alle Leistungen finden und online erledigen: am Telefon ausfüllen, speichern, absenden."),
    for_staff=_("Leistungen beschreiben, Formulare bauen, Gebühren pflegen und sehen, was genutzt wird."),
    icon="checklist",
    public_urls="modules.online_services.urls.public",
    staff_urls="modules.online_services.urls.staff",
    permissions=PERMISSIONS,
    requires=("cases",),
)
