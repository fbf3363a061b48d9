"""What this module's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "hearings.imported": _("Akten für Anhörungen eingelesen"),
    "hearings.letters_given_out": _("Codes für Anhörungen ausgegeben"),
    "hearings.code_renewed": _("Neuer Code für eine Anhörung"),
    "hearings.prolonged": _("Frist einer Anhörung verlängert"),
    "hearings.closed": _("Anhörung beendet"),
    "hearings.evidence_shown": _("Beweisfoto gezeigt"),
    "hearings.evidence_withdrawn": _("Beweisfoto entfernt"),
    "hearings.answers_fetched": _("Antworten auf Anhörungen abgeholt"),
    "hearings.read": _("Anhörung gelesen"),
    "hearings.settings_changed": _("Einstellungen der Anhörungen geändert"),
}

OBJECTS = {
    "hearings.hearing": _("Anhörung"),
    "hearings.letterrun": _("Briefdaten"),
    "hearings.hearingsettings": _("Einstellungen der Anhörungen"),
}
