"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "sso.provider_saved": _("Anmeldedienst geändert"),
    "sso.tested": _("Anmeldedienst getestet"),
    "sso.activated": _("Anmeldedienst eingeschaltet"),
    "sso.deactivated": _("Anmeldedienst ausgeschaltet"),
    "sso.removed": _("Anmeldedienst entfernt"),
    "sso.group_mapped": _("Gruppe einer Rolle zugeordnet"),
    "sso.mapping_removed": _("Zuordnung einer Gruppe entfernt"),
    "sso.linked": _("Zugang mit dem Anmeldedienst verknüpft"),
    "sso.unlinked": _("Verknüpfung mit dem Anmeldedienst gelöst"),
    "sso.account_made": _("Zugang bei der ersten Anmeldung angelegt"),
    "sso.roles_renewed": _("Rollen nach Gruppen erneuert"),
    "sso.departments_renewed": _("Abteilungen nach Gruppen erneuert"),
    "sso.last_administrator_kept": _("Letzte Administration trotz fehlender Gruppe behalten"),
    "sso.refused": _("Anmeldung über den Anmeldedienst abgelehnt"),
}
