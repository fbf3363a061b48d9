"""The waiting room: who waits with which number, and the devices that stand there."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modules.appointments.codes import TOKEN_LENGTH, new_token
from modules.appointments.models.booking import Booking, counter_words
from modules.appointments.models.setup import Concern, Pool


class DeviceKind(models.TextChoices):
    """What a device in the waiting room does."""

    KIOSK = "kiosk", _("Anmeldung")
    DISPLAY = "display", _("Aufrufanzeige")


class Device(models.Model):
    """A tablet or screen at a location.

    Whoever knows its token may show its page; a new token shuts the old one out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=TOKEN_LENGTH, default=new_token, unique=True, editable=False)
    kind = models.CharField(_("Art"), max_length=10, choices=DeviceKind)
    name = models.CharField(_("Name"), max_length=80)
    location = models.ForeignKey(
        "municipality.Location", on_delete=models.CASCADE, related_name="devices", db_index=False
    )
    has_sound = models.BooleanField(_("Mit Ton"), default=True)
    prints_tickets = models.BooleanField(_("Nummern gleich drucken"), default=False)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class QueueRules(models.Model):
    """How a location takes people without an appointment. No row: it takes none."""

    location = models.OneToOneField(
        "municipality.Location", primary_key=True, on_delete=models.CASCADE, related_name="queue_rules"
    )
    takes_walk_ins = models.BooleanField(_("Wartenummern ohne Termin"), default=True)
    max_waiting = models.PositiveSmallIntegerField(_("Höchstens so viele Wartende"), null=True, blank=True)
    closes_minutes = models.PositiveSmallIntegerField(_("Minuten vor Schluss gibt es keine Nummer mehr"), default=15)
    early_minutes = models.PositiveSmallIntegerField(_("Minuten vor dem Termin zum Anmelden"), default=30)
    late_minutes = models.PositiveSmallIntegerField(_("Minuten, nach denen jemand zu spät ist"), default=10)

    def __str__(self) -> str:
        return f"QueueRules {self.pk}"


class TicketState(models.TextChoices):
    """From the number to the end of the visit."""

    WAITING = "waiting", _("wartet")
    CALLED = "called", _("aufgerufen")
    DONE = "done", _("erledigt")
    MISSED = "missed", _("nicht gekommen")


class QueueTicket(models.Model):
    """Somebody in the waiting room today: an appointment that has arrived (`booking`), or a number drawn without one.

    `label` stands on the display: the drawn number ("A 12") or the code of the booking. `pool` is the team that is to
    call; forwarding changes it and keeps `arrived_at`. `skipped_at` puts somebody behind those who are there.
    `previous` is the stay at the team that served somebody before they were forwarded.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("note",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=TOKEN_LENGTH, default=new_token, unique=True, editable=False)
    idem_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    location = models.ForeignKey(
        "municipality.Location", on_delete=models.CASCADE, related_name="queue_tickets", db_index=False
    )
    day = models.DateField()
    label = models.CharField(max_length=12)
    booking = models.OneToOneField(Booking, null=True, blank=True, on_delete=models.CASCADE, related_name="ticket")
    previous = models.ForeignKey(
        Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    concern = models.ForeignKey(
        Concern, null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets", db_index=False
    )
    pool = models.ForeignKey(
        Pool, null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets", db_index=False
    )
    persons = models.PositiveSmallIntegerField(_("Personen"), default=1)
    language = models.CharField(max_length=12, default="de")
    state = models.CharField(max_length=10, choices=TicketState, default=TicketState.WAITING)
    counter = models.CharField(_("Platz"), max_length=40, blank=True, default="")
    note = models.TextField(_("Notiz"), max_length=1000, blank=True, default="")
    calls = models.PositiveSmallIntegerField(default=0)
    arrived_at = models.DateTimeField()
    skipped_at = models.DateTimeField(null=True, blank=True)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["arrived_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["location", "day", "label"], name="appointments_ticket_label_once"),
            models.CheckConstraint(condition=Q(state__in=TicketState.values), name="appointments_ticket_state"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def counter_words(self) -> str:
        """Where the person is called to: "Platz 3" for a number, else as the clerk wrote it."""
        return counter_words(self.counter)
