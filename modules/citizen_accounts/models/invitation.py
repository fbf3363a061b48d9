"""Citizens whom the municipality invites, with what it knows about them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.municipality.models import Locality


class CitizenInvitation(models.Model):
    """A one-time link that opens an account with these data. Only the hash of its token is kept.

    The data become a profile when the link is used, and not before: an address with a slip of the pen must not show
    them to somebody else, so whoever has a birth date here names it first.
    """

    personal_fields: ClassVar[tuple[str, ...]] = (
        "email",
        "first_name",
        "last_name",
        "street",
        "postal_code",
        "city",
        "birth_date",
        "phone",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"))
    first_name = models.CharField(_("Vorname"), max_length=100)
    last_name = models.CharField(_("Nachname"), max_length=100)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=100, blank=True)
    locality = models.ForeignKey(
        Locality, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    birth_date = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=20, default="de")
    token_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="citizen_accounts_one_invitation_per_address"),
            models.UniqueConstraint(fields=["token_hash"], name="citizen_accounts_one_invitation_per_token"),
        ]

    def __str__(self) -> str:
        return f"CitizenInvitation {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether its link still opens something."""
        return self.accepted_at is None and self.expires_at > timezone.now()
