"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "notifications.device_added": _("Mitteilungen auf einem Gerät eingeschaltet"),
    "notifications.device_removed": _("Mitteilungen auf einem Gerät ausgeschaltet"),
    "notifications.preferences_changed": _("Benachrichtigungen geändert"),
}
