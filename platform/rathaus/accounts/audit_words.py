"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "accounts.invited": _("Person eingeladen"),
    "accounts.operator_invited": _("Person für den Betrieb eingeladen"),
    "accounts.invitation_resent": _("Einladung erneut gesendet"),
    "accounts.invitation_withdrawn": _("Einladung zurückgezogen"),
    "accounts.invitation_accepted": _("Einladung angenommen"),
    "accounts.roles_changed": _("Rollen geändert"),
    "accounts.name_changed": _("Name geändert"),
    "accounts.deactivated": _("Zugang gesperrt"),
    "accounts.reactivated": _("Zugang wieder geöffnet"),
    "accounts.second_factor_reset": _("Zweiter Faktor zurückgesetzt"),
}
