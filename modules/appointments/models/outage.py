"""When somebody or something is missing at short notice, and what becomes of the people who were booked."""

import uuid
from datetime import time, timedelta

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.appointments.models.booking import Booking
from rathaus.tenancy import current_tenant
from rathaus.web.wording import day_month, full_clock


class Outage(models.Model):
    """Who or what is missing from when until when, never why. Its closures say where places are gone.

    `notice` stands on the public pages while it lasts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idem_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(_("Wer oder was fehlt"), max_length=120)
    starts_at = models.DateTimeField(_("Von"))
    ends_at = models.DateTimeField(_("Bis"))
    notice = models.CharField(_("Hinweis auf den öffentlichen Seiten"), max_length=300, blank=True)
    created_by = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # everybody is back earlier than thought

    class Meta:
        ordering = ["-starts_at", "id"]

    def __str__(self) -> str:
        return self.subject

    @property
    def until_in_words(self) -> str:
        """Return "bis einschließlich Mi, 25. November" for whole days, else "bis Mi, 25. November, 12:00 Uhr"."""
        end = self.ends_at.astimezone(current_tenant().zone)
        if end.time() == time(0):
            return gettext("bis einschließlich %(day)s") % {"day": day_month(end.date() - timedelta(days=1))}
        return gettext("bis %(until)s") % {"until": f"{day_month(end)}, {full_clock(end)}"}


class OutageChoice(models.TextChoices):
    """What the town hall decided for an affected person when it reported the outage."""

    REPLACE = "replace", _("Ersatz anbieten")
    KEEP = "keep", _("Termin findet statt")
    CANCEL = "cancel", _("absagen")


class OutageCaseState(models.TextChoices):
    """How far the town hall is with one affected person."""

    OPEN = "open", _("offen")
    OFFERED = "offered", _("Ersatz angeboten")
    ACCEPTED = "accepted", _("Ersatz angenommen")
    MOVED = "moved", _("selbst verschoben")
    CANCELLED = "cancelled", _("abgesagt")
    KEPT = "kept", _("findet doch statt")


class OutageCase(models.Model):
    """One affected booking. `replacement` is the hold of origin REPLACEMENT that keeps another time for the person.

    `former_start` is when the appointment was, since accepting moves it; `told_at` when the mail was put on its way.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outage = models.ForeignKey(Outage, on_delete=models.CASCADE, related_name="cases")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="outage_cases", db_index=False)
    replacement = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces_case"
    )
    choice = models.CharField(max_length=10, choices=OutageChoice, default=OutageChoice.REPLACE)
    state = models.CharField(max_length=10, choices=OutageCaseState, default=OutageCaseState.OPEN)
    former_start = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    needs_call = models.BooleanField(default=False)  # no e-mail address, or the mail is too late
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["booking", "outage"], name="appointments_outage_case_once")]

    def __str__(self) -> str:
        return f"OutageCase {self.pk}"
