"""The services of the municipality, in two layers: the shipped text and its own over it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicService(models.Model):
    """A service (Leistung). `shipped_key` names the description it comes from, "" for one of its own.

    `own` is the municipality's layer, the same shape as ServiceDescription without form: what is set there wins.
    `accepted` is the shipped description as it was last accepted; what a newer one changes is shown as a difference.
    `content` is both laid over each other, as pages and search read it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()  # contact persons are colleagues in office

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    key = models.CharField(max_length=60, unique=True)
    shipped_key = models.CharField(max_length=60, blank=True)
    accepted = models.JSONField(default=dict)
    own = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    name = models.CharField(_("Name"), max_length=200)
    audience = models.CharField(max_length=10, default="public")
    channel = models.CharField(max_length=12, default="generic")
    department = models.ForeignKey(
        "accounts.Department", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        "accounts.StaffMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    copy_emails = models.JSONField(default=dict)  # key of a CopyRecipient -> list of addresses or {locality id: list}
    is_active = models.BooleanField(_("Wird angeboten"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Redirect(models.Model):
    """An old address of the municipality's homepage that leads to a service now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    old_path = models.CharField(max_length=300, unique=True)
    service = models.ForeignKey(PublicService, on_delete=models.CASCADE, related_name="redirects", db_index=False)

    def __str__(self) -> str:
        return self.old_path
