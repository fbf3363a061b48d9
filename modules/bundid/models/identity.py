"""Whose BundID opens which account."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class Identity(models.Model):
    """A BundID that its owner connected with an account: one for each account, one account for each.

    `bpk2` is the pseudonym that the BundID made for this municipality (urn:oid:1.3.6.1.4.1.25484.494450.3). It is kept
    as it came: a keyed hash would be lost together with the key, and with it the way into every account.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("bpk2",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bundid_identity")
    bpk2 = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bpk2"], name="bundid_one_account_per_bpk2")]

    def __str__(self) -> str:
        return f"Identity {self.pk}"
