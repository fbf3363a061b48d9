"""How a person wants to be told, and on which devices."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class NotificationPreference(models.Model):
    """A choice that differs from what the kind is at first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences", db_index=False
    )
    kind = models.CharField(max_length=60)
    mail = models.BooleanField()
    push = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notifications_one_choice_per_kind")]

    def __str__(self) -> str:
        return f"NotificationPreference {self.pk}"


class PushSubscription(models.Model):
    """A browser that takes messages for a person; endpoint and keys are the browser's own."""

    personal_fields: ClassVar[tuple[str, ...]] = ("endpoint", "device")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(max_length=600)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    device = models.CharField(max_length=60, blank=True)
    session_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_success_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint"], name="notifications_one_row_per_endpoint")]

    def __str__(self) -> str:
        return f"PushSubscription {self.pk}"
