"""Finished documents that wait to be fetched."""

import uuid
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modules.appointments.codes import TOKEN_LENGTH, new_token
from modules.appointments.models.booking import Booking
from modules.appointments.models.setup import Concern

BETWEEN_DOCUMENTS: Final = ", "
MOST_OF_DOCUMENTS: Final = 500


class CollectionState(models.TextChoices):
    """From the notice to the handing over."""

    READY = "ready", _("liegt bereit")
    COLLECTED = "collected", _("abgeholt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


class Collection(models.Model):
    """What lies ready for somebody: one document, or several of the same visit, that are told of and fetched together.

    `booking` is the appointment at which it was applied for, `pickup` the one to fetch it. One that was entered by
    hand has no booking and no concern. Without `notified_at` nobody has told the person yet. `owner` is that of the
    booking, kept here because the booking is forgotten earlier.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("name", "email", "phone", "reference", "owner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=TOKEN_LENGTH, default=new_token, unique=True, editable=False)
    concern = models.ForeignKey(
        Concern, null=True, blank=True, on_delete=models.SET_NULL, related_name="collections", db_index=False
    )
    location = models.ForeignKey(
        "municipality.Location",
        verbose_name=_("Liegt bereit in"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="collections",
        db_index=False,
    )
    booking = models.ForeignKey(
        Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="collections", db_index=False
    )
    pickup = models.OneToOneField(Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="picked_up")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="documents_to_collect",
        db_index=False,
    )
    document = models.CharField(_("Dokument"), max_length=MOST_OF_DOCUMENTS)  # "Personalausweis, Reisepass"
    reference = models.CharField(_("Nummer des Dokuments"), max_length=60, blank=True, default="")
    name = models.CharField(_("Name"), max_length=200, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    language = models.CharField(max_length=12, default="de")
    state = models.CharField(max_length=10, choices=CollectionState, default=CollectionState.READY)
    ready_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ready_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(state="ready"), name="appointments_collection_once_ready"
            )
        ]
        indexes = [
            models.Index(fields=["owner"], condition=Q(owner__isnull=False), name="appointments_collect_owner"),
        ]

    def __str__(self) -> str:
        return self.document

    @property
    def documents(self) -> list[str]:
        """The documents one by one."""
        return self.document.split(BETWEEN_DOCUMENTS)
