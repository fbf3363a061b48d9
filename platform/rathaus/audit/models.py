"""The record's rows and the seals over them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    """In which role somebody, or nobody, acted."""

    STAFF = "staff", _("Verwaltung")
    CITIZEN = "citizen", _("Bürgerin oder Bürger")
    OPERATOR = "operator", _("Betrieb")
    SYSTEM = "system", _("automatisch")
    CLI = "cli", _("Betrieb (Kommandozeile)")


class AuditEntry(models.Model):
    """One thing that was done. Never changed and never deleted by the application."""

    personal_fields: ClassVar[tuple[str, ...]] = ("actor_id",)

    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=100)
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    actor_id = models.UUIDField(null=True)
    target_type = models.CharField(max_length=100, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["at"], name="audit_entry_at")]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"


class AuditSeal(models.Model):
    """A hash over the entries `first_id` to `last_id` and over the seal before: a link of the chain."""

    at = models.DateTimeField(default=timezone.now)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"AuditSeal #{self.pk}"
