"""Fee schedules of by-laws, with the days from which and until which they hold."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeeSchedule(models.Model):
    """A table of the by-law: `rows` is [{"key": "first_dog", "label": "1. Hund", "cents": 4000}, {"from": "2", ...}].

    Several with the same key follow each other in time; both days are included, no last day means until further notice.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=60)
    title = models.CharField(_("Bezeichnung"), max_length=200)
    legal_basis = models.CharField(_("Rechtsgrundlage"), max_length=300, blank=True)
    rows = models.JSONField(default=list)
    valid_from = models.DateField(_("Gültig ab"))
    valid_until = models.DateField(_("Gültig bis"), null=True, blank=True)

    class Meta:
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="online_services_schedule_begins_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.valid_from})"
