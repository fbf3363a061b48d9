"""A way to the BundID and back."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from modules.bundid.models.entity import Environment


class Purpose(models.TextChoices):
    """Why somebody was sent to the BundID."""

    SIGN_IN = "sign_in", "sign in"
    PROOF = "proof", "prove more"
    TEST = "test", "test of the connection by an administrator"


class Outcome(models.TextChoices):
    """What the BundID answered."""

    OPEN = "open", "no answer yet"
    PROVEN = "proven", "proven"
    TOO_LOW = "too_low", "proven, but less than was demanded"
    CANCELLED = "cancelled", "cancelled by the person"
    FAILED = "failed", "the BundID reported an error"


class Attempt(models.Model):
    """One request to the BundID, and its answer until somebody picks it up.

    The answer arrives by a POST from another site, to which browsers add no cookie (SameSite=Lax): it finds this row by
    `request_id`, takes it once, and leads to a page of our own by a token of which `token_hash` is kept. That page
    belongs to the browser whose cookie has `browser_hash`. `answer` is encrypted and emptied when it was used.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("answer",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request_id = models.CharField(max_length=80)
    browser_hash = models.CharField(max_length=64)
    environment = models.CharField(max_length=10, choices=Environment)
    purpose = models.CharField(max_length=10, choices=Purpose)
    level = models.PositiveSmallIntegerField()
    needs = ArrayField(models.CharField(max_length=20), default=list)
    next_path = models.TextField(blank=True)
    back_path = models.TextField(blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    token_hash = models.CharField(max_length=64, blank=True)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request_id"], name="bundid_one_attempt_per_request"),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.pk}"

    @property
    def is_expired(self) -> bool:
        """Whether it was begun too long ago."""
        return self.expires_at <= timezone.now()
