"""Companies and clubs with the people who act for them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    """What it is; the register that it stands in follows from it."""

    COMPANY = "company", _("Firma")
    CLUB = "club", _("Verein")


class MemberRole(models.TextChoices):
    """What a member may do for the organisation."""

    OWNER = "owner", _("Verwaltet das Konto und handelt")
    ACTING = "acting", _("Handelt für die Organisation")
    READER = "reader", _("Liest nur mit")


class Organisation(models.Model):
    """A company or club. It has an account as long as it has an owner; its id may come from the form that made it."""

    personal_fields: ClassVar[tuple[str, ...]] = ()  # name and address of a legal person

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Art"), max_length=10, choices=OrganisationKind)
    name = models.CharField(_("Name"), max_length=200)
    register_number = models.CharField(_("Registernummer"), max_length=60, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5)
    city = models.CharField(pgettext_lazy("address", "Ort"), max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=10, choices=MemberRole)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="citizen_accounts_member_once"),
        ]

    def __str__(self) -> str:
        return f"Membership {self.pk}"

    @property
    def may_act(self) -> bool:
        """Whether the member may do something in the organisation's name."""
        return self.role in {MemberRole.OWNER, MemberRole.ACTING}

    @property
    def is_owner(self) -> bool:
        """Whether the member may change the organisation and its members."""
        return self.role == MemberRole.OWNER


class MembershipInvitation(models.Model):
    """A one-time link into an organisation, for whoever has the address. Only the hash of its token is kept."""

    personal_fields: ClassVar[tuple[str, ...]] = ("email",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations", db_index=False)
    email = models.EmailField(_("E-Mail-Adresse"))
    role = models.CharField(_("Rolle"), max_length=10, choices=MemberRole)
    token_hash = models.CharField(max_length=64)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email"], name="citizen_accounts_one_member_invitation"),
            models.UniqueConstraint(fields=["token_hash"], name="citizen_accounts_one_member_token"),
        ]

    def __str__(self) -> str:
        return f"MembershipInvitation {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether its link still opens something; used and withdrawn ones are deleted."""
        return self.expires_at > timezone.now()
