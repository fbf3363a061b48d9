"""The outbox: one row per e-mail and recipient."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a message is."""

    QUEUED = "queued", _("wartet")
    SENT = "sent", _("versendet")
    FAILED = "failed", _("nicht zustellbar")


class OutboxMessage(models.Model):
    """An e-mail. Recipient and content are wiped some time after delivery; the row stays as a count."""

    personal_fields: ClassVar[tuple[str, ...]] = ("to", "subject", "text", "html", "attachments")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=64, blank=True)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    wiped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="queued"), name="mail_outbox_waiting"),
        ]

    def __str__(self) -> str:
        return f"OutboxMessage {self.pk}"
