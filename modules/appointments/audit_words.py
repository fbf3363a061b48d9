"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "appointments.confirmation_requested": _("Termin angefragt"),
    "appointments.confirmation_resent": _("Code erneut gesendet"),
    "appointments.booking_confirmed": _("Termin bestätigt"),
    "appointments.booking_moved": _("Termin verschoben"),
    "appointments.booking_cancelled": _("Termin abgesagt"),
    "appointments.confirmation_repeated": _("Bestätigung erneut gesendet"),
    "appointments.booked_by_staff": _("Termin eingetragen"),
    "appointments.walk_in_served": _("Ohne Termin bedient"),
    "appointments.booking_revived": _("Verfallenen Termin wiederhergestellt"),
    "appointments.note_written": _("Notiz geschrieben"),
    "appointments.callback_done": _("Zurückgerufen"),
    "appointments.details_corrected": _("Angaben zum Termin berichtigt"),
    "appointments.link_sent": _("Link zum Termin gesendet"),
    "appointments.step_taken": _("Stand des Termins geändert"),
    "appointments.step_undone": _("Stand des Termins zurückgenommen"),
    "appointments.pool_saved": _("Schaltergruppe gespeichert"),
    "appointments.concern_saved": _("Anliegen gespeichert"),
    "appointments.concern_ordered": _("Reihenfolge der Anliegen geändert"),
    "appointments.questions_saved": _("Vorfragen gespeichert"),
    "appointments.windows_saved": _("Zeitfenster eines Anliegens gespeichert"),
    "appointments.hours_changed": _("Öffnungszeiten geändert"),
    "appointments.closure_saved": _("Schließung gespeichert"),
    "appointments.closure_removed": _("Schließung entfernt"),
    "appointments.holiday_opened": _("An einem Feiertag geöffnet"),
    "appointments.holiday_kept": _("Feiertag wieder geschlossen"),
    "appointments.settings_saved": _("Einstellungen für Termine gespeichert"),
    "appointments.days_repaired": _("Freie Plätze neu berechnet"),
}
