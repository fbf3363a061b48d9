"""What is counted: one row per limit and visitor, as long as its window lasts."""

from typing import ClassVar

from django.db import models


class LimitWindow(models.Model):
    """How often something happened since the first time in this window.

    `key` is half a keyed hash over the limit's name and what is counted, so a row tells nobody whose it is.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    key = models.UUIDField(primary_key=True, editable=False)
    hits = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["ends_at"]

    def __str__(self) -> str:
        return str(self.key)
