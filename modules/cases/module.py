"""The module as the platform sees it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from modules.cases.permissions import PERMISSIONS
from rathaus.registry import ModuleSpec

SPEC: Final = ModuleSpec(
    slug="cases",
    label=_("Vorgänge"),
    path="vorgaenge",
    for_citizens=_("Sehen, wie weit ein Antrag ist, Fragen stellen, Unterlagen nachreichen und den Bescheid abholen."),
    for_staff=_("Ein Eingang für alle Anträge: zuständig, Frist, Gespräch, Bescheid und Übergabe an einem Ort."),
    icon="draft",
    public_urls="modules.cases.urls.public",
    staff_urls="modules.cases.urls.staff",
    permissions=PERMISSIONS,
)
