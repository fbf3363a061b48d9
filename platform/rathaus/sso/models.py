"""Single sign-on of a municipality's staff: its identity provider, what groups mean here, and who is linked."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rathaus.accounts.models import Role, User
from rathaus.accounts.models_organisation import Department

THE_ONE: Final = 1


class Protocol(models.TextChoices):
    """How the identity provider is spoken to."""

    OIDC = "oidc", "OpenID Connect"
    SAML = "saml", "SAML 2"


class IdentityProvider(models.Model):
    """The one identity provider of the municipality.

    `issuer` is its name in its own answers: the issuer of OpenID Connect, or the entity id of SAML. `tested_digest`
    says for which technical details the last test succeeded; with others it cannot be switched on.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    protocol = models.CharField(max_length=4, choices=Protocol)
    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=200, blank=True)
    client_secret = models.TextField(blank=True, editable=False)
    sign_in_url = models.CharField(max_length=500, blank=True)
    certificates = ArrayField(models.TextField(), default=list, blank=True)
    groups_claim = models.CharField(max_length=200, default="groups")
    domains = ArrayField(models.CharField(max_length=253), default=list)
    creates_accounts = models.BooleanField(default=True)
    trusts_second_factor = models.BooleanField(default=False)
    strong_context = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=False)
    tested_digest = models.CharField(max_length=64, blank=True, editable=False)
    tested_at = models.DateTimeField(null=True, editable=False)
    test_error = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=THE_ONE), name="sso_one_identity_provider")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_saml(self) -> bool:
        """Whether it is spoken to by SAML."""
        return self.protocol == Protocol.SAML


class GroupMapping(models.Model):
    """Whoever is in this group at the identity provider has this role here, in this department if one is named."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.CharField(max_length=200)
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+", db_index=False)
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "role"], name="sso_one_mapping_per_group_and_role")]

    def __str__(self) -> str:
        return f"GroupMapping {self.pk}"


class LinkedIdentity(models.Model):
    """Somebody's account at an identity provider, known by issuer and subject: these stay when the address changes."""

    personal_fields: ClassVar[tuple[str, ...]] = ("subject",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="linked_identities", db_index=False)
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)
    signed_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="sso_one_person_per_identity"),
            models.UniqueConstraint(fields=["user", "issuer"], name="sso_one_identity_per_person"),
        ]

    def __str__(self) -> str:
        return f"LinkedIdentity {self.pk}"
