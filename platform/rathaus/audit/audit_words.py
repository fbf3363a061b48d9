"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "audit.search_requested": _("Suche nach einer Person beantragt"),
    "audit.search_approved": _("Suche nach einer Person freigegeben"),
    "audit.search_refused": _("Suche nach einer Person abgelehnt"),
    "audit.search_withdrawn": _("Suche nach einer Person zurückgezogen"),
    "audit.search_viewed": _("Ergebnis einer Suche nach einer Person angesehen"),
    "audit.record_read": _("Protokoll gelesen"),
    "audit.record_exported": _("Protokoll als Datei ausgegeben"),
    "audit.retention_changed": _("Aufbewahrung des Protokolls geändert"),
    "audit.entries_deleted": _("Alte Einträge des Protokolls gelöscht"),
}

OBJECTS = {
    "audit.staffsearch": _("Suche im Protokoll"),
}
