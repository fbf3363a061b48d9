"""The record's rows, the seals over them, how long they are kept, and searches for what one colleague did."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
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


class AuditPreferences(models.Model):
    """The municipality's one row of choices about its record."""

    ONLY_ID: ClassVar[int] = 1

    id = models.BigIntegerField(primary_key=True, default=ONLY_ID, editable=False)
    kept_months = models.PositiveSmallIntegerField(
        _("Monate, die das Protokoll aufbewahrt wird"),
        default=12,
        validators=[MinValueValidator(3), MaxValueValidator(120)],
    )

    def __str__(self) -> str:
        return f"{self.kept_months}"


class SearchState(models.TextChoices):
    """The life of a search for what one colleague did."""

    OPEN = "open", _("wartet auf die zweite Person")
    APPROVED = "approved", _("freigegeben")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class StaffSearch(models.Model):
    """Somebody wants to see what a colleague did, or who did something to an object, and says why.

    It shows nothing until a second person has approved it, and then only to who asked and until `visible_until`.
    Persons are ids, as in the record itself.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("requested_by", "about", "decided_by", "reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requested_by = models.UUIDField()
    about = models.UUIDField(null=True)
    object_id = models.CharField(_("Nummer des Gegenstands"), max_length=64, blank=True)
    first_on = models.DateField(_("Von"))
    last_on = models.DateField(_("Bis"))
    reason = models.TextField(_("Grund"), max_length=1000)
    state = models.CharField(max_length=10, choices=SearchState, default=SearchState.OPEN)
    requested_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at", "id"]

    def __str__(self) -> str:
        return f"StaffSearch {self.pk}"

    def is_visible_at(self, now: datetime) -> bool:
        """Return whether its result may be shown, to who asked for it."""
        return self.state == SearchState.APPROVED and self.visible_until is not None and self.visible_until > now
