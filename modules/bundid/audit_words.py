"""What this module's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "bundid.entity_saved": _("Angaben für die BundID gespeichert"),
    "bundid.keys_made": _("Zertifikate für die BundID erstellt"),
    "bundid.keys_changed": _("Zertifikate für die BundID gewechselt"),
    "bundid.provider_saved": _("Metadaten der BundID gespeichert"),
    "bundid.offered": _("Anmeldung mit der BundID eingeschaltet"),
    "bundid.withdrawn": _("Anmeldung mit der BundID abgeschaltet"),
    "bundid.answered": _("Antwort der BundID erhalten"),
    "bundid.account_opened": _("Konto mit der BundID angelegt"),
    "bundid.linked": _("BundID mit einem Konto verbunden"),
    "bundid.unlinked": _("BundID von einem Konto gelöst"),
}
