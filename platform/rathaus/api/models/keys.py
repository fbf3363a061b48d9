"""Keys by which other programs prove who they are."""

import uuid
from datetime import datetime
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DEFAULT_RATE: Final = 120
HIGHEST_RATE: Final = 6000


class ApiKey(models.Model):
    """A key. Only a hash of it is kept: `prefix` is the part that lists show and by which it is found.

    `rate_limit` is in requests a minute. `origins` are the web pages that may use it from a browser; none by default.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=100)
    prefix = models.CharField(max_length=16, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(models.CharField(max_length=60), default=list)
    rate_limit = models.PositiveIntegerField(
        _("Anfragen je Minute"),
        default=DEFAULT_RATE,
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_RATE)],
    )
    origins = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["prefix"], name="api_key_prefix_once")]

    def __str__(self) -> str:
        return f"ApiKey {self.prefix}"

    def is_valid_at(self, now: datetime) -> bool:
        """Return whether the key opens anything: neither revoked nor run out."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)
