"""The module as the platform sees it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from modules.appointments.permissions import PERMISSIONS
from rathaus.registry import ModuleSpec

SPEC: Final = ModuleSpec(
    slug="appointments",
    label=_("Termine"),
    path="termine",
    for_citizens=_("Termine im Rathaus buchen, verschieben und absagen, ohne Konto und ohne Anruf."),
    for_staff=_("Der Tag auf einen Blick: Termine eintragen, aufrufen, abschließen. Öffnungszeiten selbst ändern."),
    icon="calendar-today",
    permissions=PERMISSIONS,
    is_start_page=True,
)
