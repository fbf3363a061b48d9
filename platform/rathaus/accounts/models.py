"""People who sign in, and what staff may do. One table of people per municipality; operators live in `public`."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models_organisation import (
    Department,
    RestrictedAreaMember,
    Substitution,
    SupportGrant,
    SupportVisit,
)
from rathaus.accounts.roles import ROLE_DUTIES, ROLE_NAMES

__all__ = [
    "CodeTries",
    "Department",
    "Invitation",
    "RestrictedAreaMember",
    "Role",
    "StaffMembership",
    "Substitution",
    "SupportGrant",
    "SupportVisit",
    "User",
    "UserManager",
    "clean_address",
]


def clean_address(email: str) -> str:
    """Return the address as it is stored and compared: without spaces around it, in lower case."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Creates people by their e-mail address, which is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **names: str) -> "User":
        """Return a new person; without a password nobody can sign in with one."""
        user = self.model(email=clean_address(email), **names)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this e-mail address."""
        return self.get(email=clean_address(username or ""))


class User(AbstractBaseUser):
    """A person. Rights come from StaffMembership alone: there is deliberately no superuser flag."""

    personal_fields: ClassVar[tuple[str, ...]] = ("email", "first_name", "last_name", "last_login")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"))
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)  # in a municipality: an operator in support access, see support.py
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "accounts_user"
        constraints = [models.UniqueConstraint(fields=["email"], name="accounts_one_user_per_address")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Name as shown to colleagues; the address where no name is known."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


class Role(models.Model):
    """A set of permission codes; the roles of vocabulary.md exist in every municipality, which may add its own.

    `known` are the codes that existed when an administrator last chose: what comes later with a new version is
    given by its default roles.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, db_index=False)
    name = models.CharField(_("Bezeichnung"), max_length=100)
    description = models.CharField(_("Wofür die Rolle da ist"), max_length=200, blank=True)
    permissions = ArrayField(models.CharField(max_length=100), default=list)
    is_customized = models.BooleanField(default=False)
    known = ArrayField(models.CharField(max_length=100), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="accounts_one_role_per_slug")]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> Any:
        """The name in the reader's language."""
        return ROLE_NAMES.get(self.slug, self.name)

    @property
    def duty(self) -> Any:
        """One sentence on what people with this role do."""
        return ROLE_DUTIES.get(self.slug, self.description)

    @property
    def is_default(self) -> bool:
        """Whether every municipality has this role."""
        return self.slug in ROLE_NAMES


class StaffMembership(models.Model):
    """Makes a person staff of the municipality, with one or more roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="staff_membership")
    roles = models.ManyToManyField(Role, related_name="memberships")
    departments = models.ManyToManyField(Department, related_name="members")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"StaffMembership {self.pk}"


class Invitation(models.Model):
    """A one-time link by mail that lets a person set a password and a second factor. Only its hash is stored.

    Its id may come from the form that asked for it, so that a second click shows the first invitation.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("email", "first_name", "last_name")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"))
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100, blank=True)
    roles = models.ManyToManyField(Role, related_name="invitations")
    token_hash = models.CharField(max_length=64)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="accounts_one_invitation_per_token"),
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="accounts_one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @property
    def is_expired(self) -> bool:
        """Whether its link has run out."""
        return self.expires_at <= timezone.now()

    @property
    def full_name(self) -> str:
        """Name as far as the inviting person gave it, else the address."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


class CodeTries(models.Model):
    """How often a person has entered a wrong code of the second factor lately.

    A table and not the cache: a cache that is full forgets, and codes of six digits need a limit that holds.
    """

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="code_tries")
    count = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"CodeTries {self.pk}"
