"""What this part's actions are called in the record."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "api.key_created": _("Schlüssel der Schnittstelle angelegt"),
    "api.key_revoked": _("Schlüssel der Schnittstelle gesperrt"),
    "api.webhook_created": _("Webhook angelegt"),
    "api.webhook_changed": _("Webhook geändert"),
    "api.webhook_deleted": _("Webhook gelöscht"),
    "api.webhook_secret_renewed": _("Geheimnis des Webhooks erneuert"),
    "api.webhook_resumed": _("Webhook fortgesetzt"),
    "api.webhook_paused": _("Webhook nach vielen Fehlern angehalten"),
    "api.webhook_replayed": _("Nachrichten des Webhooks noch einmal gesendet"),
}
