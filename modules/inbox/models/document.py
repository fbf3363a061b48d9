"""Documents that the administration provides."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class Document(models.Model):
    """A document as it was provided, with what proves it: when, what (SHA-256) and when it was first retrieved.

    Nothing of it changes afterwards (§ 41 (2a) VwVfG and § 9 OZG reckon from these moments). It outlives the person's
    account: then only moments and hash are left.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("title", "filename", "provided_by_name", "matter_label")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="documents", db_index=False
    )
    title = models.CharField(max_length=120)
    filename = models.CharField(max_length=120)
    stored = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    area = models.CharField(max_length=100, blank=True)
    matter_kind = models.CharField(max_length=40, blank=True)
    matter_id = models.UUIDField(null=True)
    matter_label = models.CharField(max_length=200, blank=True)
    provided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    provided_by_name = models.CharField(max_length=120, blank=True)
    provided_at = models.DateTimeField()
    first_retrieved_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-provided_at", "-id"]
        indexes = [models.Index(fields=["person", "-provided_at"], name="inbox_documents_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | models.Q(first_retrieved_at__isnull=True),
                name="inbox_retrieved_is_never_revoked",
            )
        ]

    def __str__(self) -> str:
        return f"Document {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether the person has still to fetch it."""
        return self.first_retrieved_at is None and self.revoked_at is None
