"""Calendars of staff that subscribe to appointments."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.appointments.models.setup import Pool


class CalendarFeed(models.Model):
    """An address at which a calendar program reads appointments. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds", db_index=False
    )
    name = models.CharField(_("Bezeichnung"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    pools = models.ManyToManyField(Pool, related_name="calendar_feeds")
    has_names = models.BooleanField(_("Mit Namen"), default=False)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.name
