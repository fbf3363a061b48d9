"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "municipality.set_up": _("Kommune eingerichtet"),
    "municipality.profile_changed": _("Angaben zur Kommune geändert"),
    "municipality.color_changed": _("Farbe geändert"),
    "municipality.embed_origins_changed": _("Seiten für die Einbettung geändert"),
    "municipality.crest_stored": _("Wappen geändert"),
    "municipality.crest_removed": _("Wappen entfernt"),
    "municipality.legal_text_changed": _("Rechtstext geändert"),
    "municipality.legal_text_approved": _("Rechtstext freigegeben"),
    "municipality.legal_text_reset": _("Rechtstext zurückgesetzt"),
    "municipality.barrier_reported": _("Barriere gemeldet"),
    "municipality.barrier_handled": _("Gemeldete Barriere erledigt"),
    "municipality.location_added": _("Standort hinzugefügt"),
    "municipality.location_saved": _("Standort geändert"),
    "municipality.location_moved": _("Standort verschoben"),
    "municipality.location_deleted": _("Standort gelöscht"),
    "municipality.locality_added": _("Ortschaft hinzugefügt"),
    "municipality.locality_saved": _("Ortschaft geändert"),
    "municipality.locality_moved": _("Ortschaft verschoben"),
    "municipality.locality_deleted": _("Ortschaft gelöscht"),
    "municipality.membermunicipality_added": _("Mitgliedsgemeinde hinzugefügt"),
    "municipality.membermunicipality_saved": _("Mitgliedsgemeinde geändert"),
    "municipality.membermunicipality_moved": _("Mitgliedsgemeinde verschoben"),
    "municipality.membermunicipality_deleted": _("Mitgliedsgemeinde gelöscht"),
}

OBJECTS = {
    "municipality.municipalityprofile": _("Angaben der Kommune"),
    "municipality.locality": _("Ortschaft"),
    "municipality.membermunicipality": _("Mitgliedsgemeinde"),
    "municipality.location": _("Standort"),
    "municipality.legalpage": _("Rechtstext"),
    "municipality.accessibilityreport": _("Gemeldete Barriere"),
}
