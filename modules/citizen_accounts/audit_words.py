"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "citizen_accounts.profile_changed": _("Profil geändert"),
    "citizen_accounts.email_changed": _("E-Mail-Adresse geändert"),
    "citizen_accounts.organisation_founded": _("Konto einer Firma oder eines Vereins angelegt"),
    "citizen_accounts.organisation_changed": _("Angaben einer Firma oder eines Vereins geändert"),
    "citizen_accounts.organisation_closed": _("Konto einer Firma oder eines Vereins geschlossen"),
    "citizen_accounts.organisation_handed_over": _("Konto einer Firma oder eines Vereins übergeben"),
    "citizen_accounts.member_invited": _("Mitglied eingeladen"),
    "citizen_accounts.member_joined": _("Mitglied beigetreten"),
    "citizen_accounts.member_left": _("Mitglied ausgeschieden"),
    "citizen_accounts.member_role_changed": _("Rolle eines Mitglieds geändert"),
    "citizen_accounts.representation_added": _("Für andere handeln: eingetragen"),
    "citizen_accounts.representation_accepted": _("Für andere handeln: anerkannt"),
    "citizen_accounts.representation_refused": _("Für andere handeln: nicht anerkannt"),
    "citizen_accounts.representation_ended": _("Für andere handeln: beendet"),
    "citizen_accounts.proof_read": _("Für andere handeln: Nachweis gelesen"),
    "citizen_accounts.acting_started": _("Für andere handeln: umgeschaltet"),
    "citizen_accounts.guest_items_claimed": _("Buchungen ohne Konto übernommen"),
    "citizen_accounts.citizens_imported": _("Bürgerinnen und Bürger eingeladen"),
    "citizen_accounts.invitation_accepted": _("Einladung zum Bürgerkonto angenommen"),
}
