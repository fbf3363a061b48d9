"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "privacy.person_exported": _("Auskunft über eine Person erteilt"),
    "privacy.person_erased": _("Daten einer Person gelöscht"),
    "privacy.retention_applied": _("Daten nach Fristablauf gelöscht"),
}
