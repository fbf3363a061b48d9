"""What a person and the administration had to do with each other, one row a thing."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class By(models.TextChoices):
    """Whose doing it was."""

    PERSON = "person", _("Sie")
    STAFF = "staff", _("Verwaltung")
    SYSTEM = "system", _("automatisch")


class TimelineEntry(models.Model):
    """One thing, told as it was then: later changes of names or wording do not rewrite it.

    `matter_*` says what it belongs to (a booking, a case, a conversation), by which a timeline is grouped. `area` is
    the code of the restricted area it comes from, such as tax data: only colleagues named for that one see it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("title", "text", "matter_label", "by_name")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="timeline", db_index=False
    )
    key = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=200, blank=True)
    matter_kind = models.CharField(max_length=40, blank=True)
    matter_id = models.UUIDField(null=True)
    matter_label = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=10, choices=By, default=By.SYSTEM)
    by_name = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="timeline_one_entry_per_key")]
        indexes = [models.Index(fields=["person", "-at", "-id"], name="timeline_newest_first")]

    def __str__(self) -> str:
        return f"TimelineEntry {self.pk}"

    @property
    def day(self) -> date:
        """The day on which it was, in the municipality."""
        return timezone.localtime(self.at).date()
