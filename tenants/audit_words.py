"""What is done to a municipality as a whole, by its own people or by operators."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, Any]] = {
    "tenants.creation_requested": _("Kommune bestellt"),
    "tenants.created": _("Kommune angelegt"),
    "tenants.module_switched_on": _("Modul eingeschaltet"),
    "tenants.module_switched_off": _("Modul ausgeschaltet"),
    "tenants.domain_added": _("Domain hinzugefügt oder geändert"),
    "tenants.domain_removed": _("Domain entfernt"),
    "tenants.published": _("Portal veröffentlicht"),
    "tenants.suspended": _("Portal gesperrt"),
    "tenants.resumed": _("Portal wieder freigegeben"),
    "tenants.archived": _("Portal archiviert"),
    "tenants.administrator_invited": _("Administration eingeladen"),
    "tenants.support_used": _("Betriebszugang benutzt"),
}

OBJECTS: Final = {"tenants.tenant": _("Portal")}
