"""What was forgotten: figures, no persons."""

import uuid
from typing import ClassVar

from django.db import models


class RetentionNote(models.Model):
    """How many cases of a service were made anonymous in a night, and how many were over time but held."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField()
    service_key = models.CharField(max_length=60, blank=True)
    service_name = models.CharField(max_length=200, blank=True)
    forgotten = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "service_name"]
        constraints = [models.UniqueConstraint(fields=["day", "service_key"], name="cases_one_note_a_night")]

    def __str__(self) -> str:
        return f"RetentionNote {self.pk}"
