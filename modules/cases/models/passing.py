"""What left the house: copies of decisions for others, cases for the specialist procedure."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.cases.models.case import Case
from modules.cases.models.notice import Notice


class CaseCopy(models.Model):
    """A notice as it was mailed to somebody else: fire brigade, control centre, head of the locality.

    `message_id` is the row of the outbox that carries it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("email",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="copies")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="copies", db_index=False)
    label = models.CharField(max_length=200)
    email = models.EmailField(_("E-Mail-Adresse"))
    message_id = models.UUIDField(null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField()
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"CaseCopy {self.pk}"


class HandoverWay(models.TextChoices):
    """By which way a case went on."""

    DOWNLOAD = "download", _("Heruntergeladen")
    MAILBOX = "mailbox", _("An das Postfach gesendet")
    WEBHOOK = "webhook", _("Über die Schnittstelle gemeldet")
    BY_HAND = "by_hand", _("Von Hand übertragen")


class Handover(models.Model):
    """A case was handed over to where the work goes on."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    way = models.CharField(max_length=10, choices=HandoverWay)
    format = models.CharField(max_length=40)
    target = models.CharField(max_length=254, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Handover {self.pk}"
