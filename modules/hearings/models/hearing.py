"""Hearings in regulatory-offence proceedings (§ 55 OWiG) and questions to witnesses."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rathaus.timeline.services import Matter


class Role(models.TextChoices):
    """As what somebody is heard. The letter decides it; nobody chooses it."""

    ACCUSED = "accused", _("Betroffene Person")
    WITNESS = "witness", _("Zeugin oder Zeuge")


class LetterRun(models.Model):
    """One time that letter data were given out. The codes stood in that file alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"LetterRun {self.pk}"


class Hearing(models.Model):
    """What the specialist procedure says about one letter: who is asked is known there alone, not here.

    `recipient` tells apart the letters of one file reference. `access_code` is the keyed hash of the code that stands
    in the letter; without one no letter went out yet. `fine_cents` is the fine that may follow: above 250 € the form
    asks for the person's circumstances, of their own will (§ 17 (3) OWiG).
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("file_reference", "offence", "place", "plate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_reference = models.CharField(_("Aktenzeichen"), max_length=60)
    normal_reference = models.CharField(max_length=60)
    recipient = models.CharField(_("Empfänger"), max_length=20, blank=True)
    role = models.CharField(_("Rolle"), max_length=10, choices=Role, default=Role.ACCUSED)
    offence = models.TextField(_("Vorwurf"))
    provision = models.CharField(_("Vorschrift"), max_length=300, blank=True)
    offence_at = models.DateTimeField(_("Tatzeit"), null=True)
    place = models.CharField(_("Tatort"), max_length=200, blank=True)
    plate = models.CharField(_("Kennzeichen"), max_length=20, blank=True)
    evidence_text = models.CharField(_("Beweismittel"), max_length=500, blank=True)
    warning_fine_cents = models.PositiveIntegerField(_("Verwarnungsgeld"), null=True)
    fine_cents = models.PositiveIntegerField(_("Mögliches Bußgeld"), null=True)
    kassenzeichen = models.CharField(_("Kassenzeichen"), max_length=35, blank=True)
    contact = models.CharField(_("Auskunft"), max_length=200, blank=True)
    due_on = models.DateField(_("Frist"))

    access_code = models.CharField(max_length=64, blank=True)
    letter_run = models.ForeignKey(
        LetterRun, null=True, on_delete=models.SET_NULL, related_name="hearings", db_index=False
    )
    first_opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    request_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    fetched_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "file_reference", "recipient"]
        constraints = [
            models.UniqueConstraint(fields=["normal_reference", "recipient"], name="hearings_one_letter_per_recipient"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(case_id__isnull=False), name="hearings_answer_has_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"Hearing {self.pk}"

    @property
    def matter(self) -> Matter:
        """What entries about it belong to."""
        return Matter("hearings.hearing", self.pk, self.file_reference)

    @property
    def is_answered(self) -> bool:
        """Whether the person has said something, or said that they say nothing."""
        return self.answered_at is not None

    def is_open(self, today: date) -> bool:
        """Return whether an answer may still be given on this day."""
        return not self.is_answered and bool(self.access_code) and self.is_running(today)

    def is_running(self, today: date) -> bool:
        """Return whether the deadline still runs on this day, answered or not."""
        return self.closed_at is None and self.due_on >= today


class Evidence(models.Model):
    """A photograph that the person may see."""

    personal_fields: ClassVar[tuple[str, ...]] = ("filename",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="evidence")
    filename = models.CharField(max_length=120)
    stored = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"


class HearingSettings(models.Model):
    """The one row of what holds for all hearings: whom people ask, and how long files are kept."""

    ONLY_ID = 1
    personal_fields: ClassVar[tuple[str, ...]] = ()  # an office, no person

    id = models.BigIntegerField(primary_key=True, default=ONLY_ID, editable=False)
    contact = models.CharField(_("Auskunft"), max_length=200, blank=True)
    keep_days = models.PositiveSmallIntegerField(_("Aufbewahren nach der Frist, in Tagen"), default=180)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="hearings_one_row_of_settings")]

    def __str__(self) -> str:
        return "HearingSettings"
