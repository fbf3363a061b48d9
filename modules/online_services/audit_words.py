"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "online_services.draft_opened": _("Antrag für jemanden aufgenommen"),
    "online_services.request_sent": _("Antrag oder Anzeige abgesendet"),
}
