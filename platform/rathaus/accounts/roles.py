"""The roles of vocabulary.md and their German names. Which rights a role holds is declared at each right."""

from typing import Final

from django.utils.translation import gettext_lazy as _

ADMINISTRATOR: Final = "administrator"
DEPARTMENT_HEAD: Final = "department_head"
CASE_WORKER: Final = "case_worker"
FRONT_DESK: Final = "front_desk"
APPROVER: Final = "approver"
DATA_PROTECTION_OFFICER: Final = "data_protection_officer"

ROLE_NAMES: Final = {
    ADMINISTRATOR: _("Administration"),
    DEPARTMENT_HEAD: _("Leitung"),
    CASE_WORKER: _("Sachbearbeitung"),
    FRONT_DESK: _("Empfang"),
    APPROVER: _("Freigabe"),
    DATA_PROTECTION_OFFICER: _("Datenschutz"),
}

ROLE_DUTIES: Final = {
    ADMINISTRATOR: _("Richtet alles ein und lädt Personen ein."),
    DEPARTMENT_HEAD: _("Sieht und verteilt die Arbeit der eigenen Abteilung."),
    CASE_WORKER: _("Arbeitet mit Bürgerinnen und Bürgern."),
    FRONT_DESK: _("Empfängt, ruft auf und bucht Termine."),
    APPROVER: _("Prüft nach dem Vier-Augen-Prinzip."),
    DATA_PROTECTION_OFFICER: _("Sieht das Protokoll und prüft Auskünfte."),
}
