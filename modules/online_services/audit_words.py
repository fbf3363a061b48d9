"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "online_services.service_created": _("Leistung angelegt"),
    "online_services.text_changed": _("Text einer Leistung geändert"),
    "online_services.service_changed": _("Angaben einer Leistung geändert"),
    "online_services.service_placed": _("Zuständigkeit einer Leistung geändert"),
    "online_services.copies_changed": _("Empfänger von Kopien geändert"),
    "online_services.update_reviewed": _("Neuere mitgelieferte Texte geprüft"),
    "online_services.catalogue_synced": _("Mitgelieferte Leistungen angelegt"),
    "online_services.fees_changed": _("Gebührentabelle geändert"),
    "online_services.fees_removed": _("Gebührentabelle gelöscht"),
    "online_services.contact_changed": _("Ansprechperson geändert"),
    "online_services.contact_removed": _("Ansprechperson entfernt"),
    "online_services.texts_imported": _("Texte der früheren Website übernommen"),
    "online_services.redirect_changed": _("Alte Adresse weitergeleitet"),
    "online_services.redirect_removed": _("Weiterleitung einer alten Adresse entfernt"),
    "online_services.people_searched": _("Bürgerinnen und Bürger gesucht"),
    "online_services.draft_opened": _("Antrag für jemanden aufgenommen"),
    "online_services.request_sent": _("Antrag oder Anzeige abgesendet"),
    "online_services.form_created": _("Formular angelegt"),
    "online_services.form_exported": _("Formular als Datei ausgegeben"),
    "online_services.form_test_changed": _("Testfall eines Formulars geändert"),
    "online_services.form_pilot_started": _("Pilot eines Formulars begonnen"),
    "online_services.form_pilot_ended": _("Pilot eines Formulars beendet"),
    "online_services.form_release_asked": _("Freigabe eines Formulars beantragt"),
    "online_services.form_release_withdrawn": _("Antrag auf Freigabe eines Formulars zurückgenommen"),
    "online_services.form_release_refused": _("Freigabe eines Formulars abgelehnt"),
    "online_services.form_released": _("Formular freigegeben und veröffentlicht"),
    "online_services.form_released_alone": _("Formular ohne zweite Person freigegeben und veröffentlicht"),
}
