"""Documents that are missing: what was asked for, until when, and what came."""

import uuid
from datetime import date, timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.cases.models.case import Case

ASK_AGAIN_FOR: Final = timedelta(days=7)  # how long the second deadline runs


class DocumentRequest(models.Model):
    """The applicant was asked for documents until `deadline_on`, that day included.

    The moments say what has happened: a reminder before the deadline, a second one after it, then a task for the clerk.
    `ended_at` is when everything was there, or when nothing was wanted any more.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("text",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="document_requests")
    text = models.TextField(_("Nachricht dazu"), max_length=2000, blank=True)
    deadline_on = models.DateField(_("Bis wann?"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    given_to_clerk_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_complete = models.BooleanField(default=False)
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"DocumentRequest {self.pk}"

    @property
    def until(self) -> date:
        """Until when they are wanted: once asked again, a week after that or after the deadline."""
        if self.asked_again_at is None:
            return self.deadline_on
        return max(self.deadline_on, timezone.localdate(self.asked_again_at)) + ASK_AGAIN_FOR

    @property
    def missing(self) -> list["DocumentItem"]:
        """What has not come yet."""
        return [item for item in self.items.all() if item.received_at is None]


class DocumentItem(models.Model):
    """One document that is missing; `file_ids` are the CaseFiles that came for it."""

    personal_fields: ClassVar[tuple[str, ...]] = ("label",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(DocumentRequest, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=200)
    received_at = models.DateTimeField(null=True)
    file_ids = ArrayField(models.UUIDField(), default=list)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"DocumentItem {self.pk}"
