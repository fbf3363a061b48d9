"""Fees of cases."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.cases.models.case import Case
from modules.cases.models.notice import Notice


class FeeState(models.TextChoices):
    """How far a fee is."""

    PLANNED = "planned", _("vorgesehen")
    DUE = "due", _("offen")
    PAID = "paid", _("bezahlt")
    WAIVED = "waived", _("erlassen")


class FeeNote(models.Model):
    """A fee; the applicant sees it as soon as it is due, with the notice that sets it or at once.

    `kassenzeichen` is what the payment is booked by.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("reason", "waived_reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="fee_notes")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="fee_notes", db_index=False)
    state = models.CharField(max_length=10, choices=FeeState, default=FeeState.PLANNED)
    amount_cents = models.PositiveIntegerField(_("Betrag"))
    reason = models.CharField(_("Wofür?"), max_length=200)
    due_on = models.DateField(_("Zu zahlen bis"))
    kassenzeichen = models.CharField(_("Kassenzeichen"), max_length=30)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    set_at = models.DateTimeField()
    demanded_at = models.DateTimeField(null=True)
    paid_on = models.DateField(_("Bezahlt am"), null=True)
    waived_reason = models.CharField(max_length=300, blank=True)
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["set_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kassenzeichen"], name="cases_kassenzeichen_once"),
            models.CheckConstraint(condition=models.Q(amount_cents__gt=0), name="cases_a_fee_is_something"),
        ]

    def __str__(self) -> str:
        return f"FeeNote {self.pk}"
