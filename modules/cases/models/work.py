"""What helps people who work with cases: saved views, changes to many at once, and the way in for guests."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.cases.models.case import Case

UNDO_FOR: Final = timedelta(minutes=10)


class SavedView(models.Model):
    """A filter of the list of cases that somebody named for themself; `query` is the query of its address."""

    personal_fields: ClassVar[tuple[str, ...]] = ("name", "query")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case_views", db_index=False
    )
    name = models.CharField(_("Name der Ansicht"), max_length=40)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="cases_one_view_per_name")]

    def __str__(self) -> str:
        return f"SavedView {self.pk}"


class BulkChange(models.Model):
    """A change to many cases at once; `before` says for each what it was and which version the change made.

    For ten minutes it can be undone, for those cases that nobody has changed since.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    step = models.CharField(max_length=20)
    before = models.JSONField(default=list)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"BulkChange {self.pk}"

    def can_undo(self, now: datetime) -> bool:
        """Whether it can still be taken back."""
        return self.undone_at is None and now < self.made_at + UNDO_FOR


class GuestAccess(models.Model):
    """The way of a guest to their case: the address holds the token, the mail the code; only hashes are kept.

    Without a case (the number or the address was wrong) it looks the same from outside. `opened_at` is when the code
    was right, from then on it is open until `expires_at`.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    token_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField(default=5)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="cases_one_guest_per_token")]

    def __str__(self) -> str:
        return f"GuestAccess {self.pk}"
