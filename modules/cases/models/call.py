"""Rundruf: one message to everybody who holds a permit for a day and a place."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.cases.models.case import Case


class Call(models.Model):
    """A message to all holders, sent once. The choice is kept as it was made; no locality means all of them."""

    personal_fields: ClassVar[tuple[str, ...]] = ()  # the town hall's own words to many

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(_("Betreff"), max_length=120)
    text = models.TextField(_("Nachricht"), max_length=4000)
    first_on = models.DateField(_("Von"))
    last_on = models.DateField(_("Bis"))
    service_keys = ArrayField(models.CharField(max_length=60), default=list)
    locality_ids = ArrayField(models.UUIDField(), default=list)
    place = models.CharField(_("Ort enthält"), max_length=100, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField()
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"Call {self.pk}"


class Reach(models.TextChoices):
    """How somebody is told."""

    ACCOUNT = "account", _("Konto: E-Mail oder Gerät")
    EMAIL = "email", _("E-Mail")
    PHONE = "phone", _("nur Telefon")
    NONE = "none", _("weder E-Mail noch Telefon")


class CallRecipient(models.Model):
    """A holder who was told, or has to be called by telephone; `reached_at` is ticked off by hand."""

    personal_fields: ClassVar[tuple[str, ...]] = ("name", "phone", "remark")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="recipients", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="calls", db_index=False)
    reach = models.CharField(max_length=10, choices=Reach)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    reached_at = models.DateTimeField(null=True)
    reached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "case"], name="cases_called_once")]

    def __str__(self) -> str:
        return f"CallRecipient {self.pk}"
