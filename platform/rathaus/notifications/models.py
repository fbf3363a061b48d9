"""How a person wants to be told, on which devices, and what is on its way there."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class NotificationPreference(models.Model):
    """A choice that differs from what the kind is at first."""

    personal_fields: ClassVar[tuple[str, ...]] = ()  # `mail` says whether, not where to

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

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["endpoint"], name="notifications_one_row_per_endpoint")]

    def __str__(self) -> str:
        return f"PushSubscription {self.pk}"


class PushKey(models.Model):
    """The municipality's key pair for push services (VAPID, RFC 8292), in one row. The private key is encrypted."""

    ONLY_ID: ClassVar[uuid.UUID] = uuid.UUID(int=1)

    id = models.UUIDField(primary_key=True, default=ONLY_ID, editable=False)
    public_key = models.CharField(max_length=100)
    private_key = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"PushKey {self.pk}"


class Notification(models.Model):
    """That somebody was told of something: makes a repetition harmless and a mail in place of a lost push possible."""

    personal_fields: ClassVar[tuple[str, ...]] = ("subject", "text", "path")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    path = models.CharField(max_length=300)
    mailed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notifications_told_once_per_key")]

    def __str__(self) -> str:
        return f"Notification {self.pk}"


class PushState(models.TextChoices):
    """How far a message to a device is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class PushDelivery(models.Model):
    """One notification on its way to one device; a device that is gone leaves a row without it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="pushes")
    subscription = models.ForeignKey(PushSubscription, null=True, on_delete=models.SET_NULL, related_name="pushes")
    state = models.CharField(max_length=10, choices=PushState, default=PushState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(state="queued"), name="notifications_push_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"PushDelivery {self.pk}"
