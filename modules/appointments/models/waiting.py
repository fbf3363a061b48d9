"""The waiting list: who would like to come earlier, and what was offered to them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modules.appointments.codes import TOKEN_LENGTH, new_token
from modules.appointments.models.booking import Booking, Support
from modules.appointments.models.setup import Concern, ConcernPlace


class WaitingState(models.TextChoices):
    """The life of an entry: unconfirmed until the address is proven, then waiting until it ends."""

    UNCONFIRMED = "unconfirmed", _("unbestätigt")
    WAITING = "waiting", _("wartet")
    SERVED = "served", _("hat einen Termin bekommen")
    LEFT = "left", _("ausgetragen")
    OVER = "over", _("abgelaufen")


class WaitingEntry(models.Model):
    """Somebody's wish for an earlier time, with an appointment already (`booking`) or without one.

    `place` None means any place. No weekdays and no times mean any. Whoever has an appointment keeps it until a
    better one is accepted. `owner` is who put themselves on the list signed in.
    """

    personal_fields: ClassVar[tuple[str, ...]] = (
        "first_name",
        "last_name",
        "email",
        "phone",
        "answers",
        "support",
        "owner",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=TOKEN_LENGTH, default=new_token, unique=True, editable=False)
    idem_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="waiting", db_index=False)
    place = models.ForeignKey(
        ConcernPlace, null=True, blank=True, on_delete=models.CASCADE, related_name="waiting", db_index=False
    )
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.CASCADE, related_name="waiting_entry"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="waiting_wishes",
        db_index=False,
    )
    persons = models.PositiveSmallIntegerField(_("Personen"), default=1)
    answers = models.JSONField(default=dict, blank=True)
    support = ArrayField(models.CharField(max_length=20, choices=Support), default=list, db_default=[], blank=True)
    length = models.SmallIntegerField()  # cells that a time must have
    from_day = models.DateField(_("Frühestens am"))
    until_day = models.DateField(_("Spätestens am"))
    weekdays = ArrayField(models.SmallIntegerField(), verbose_name=_("Wochentage"), default=list, blank=True)
    time_from = models.TimeField(_("Frühestens um"), null=True, blank=True)
    time_until = models.TimeField(_("Spätestens um"), null=True, blank=True)
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    language = models.CharField(max_length=12, default="de")
    state = models.CharField(max_length=12, choices=WaitingState, default=WaitingState.UNCONFIRMED)
    created_at = models.DateTimeField()
    last_offer_on = models.DateField(null=True, blank=True)  # at most one offer a day
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["concern", "created_at"],
                condition=Q(state=WaitingState.WAITING),
                name="appointments_waiting_next",
            ),
            models.Index(fields=["owner"], condition=Q(owner__isnull=False), name="appointments_waiting_owner"),
        ]

    def __str__(self) -> str:
        return f"WaitingEntry {self.pk}"

    @property
    def purpose(self) -> str:
        """What the person waits for, in one line: all concerns of an appointment that is to be earlier."""
        return self.booking.purpose if self.booking else self.concern.name

    @property
    def needs(self) -> list[str]:
        """What the person needs so that it goes well: as said for the appointment, else with the wish."""
        return self.booking.support if self.booking else self.support

    @property
    def mail_address(self) -> str:
        """Where offers are mailed: the address of the appointment, else the own one; "" means that staff call."""
        return self.booking.email if self.booking else self.email

    @property
    def phone_number(self) -> str:
        """Where staff call."""
        return self.booking.phone if self.booking else self.phone

    @property
    def full_name(self) -> str:
        """Name of the person, until the wish has ended."""
        return self.booking.full_name if self.booking else f"{self.first_name} {self.last_name}".strip()


class OfferState(models.TextChoices):
    """What became of an offer."""

    OPEN = "open", _("offen")
    ACCEPTED = "accepted", _("angenommen")
    DECLINED = "declined", _("abgelehnt")
    LAPSED = "lapsed", _("verstrichen")


class WaitingOffer(models.Model):
    """A freed time, held for one person; `hold` is the booking of origin WAITING_LIST that keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=TOKEN_LENGTH, default=new_token, unique=True, editable=False)
    entry = models.ForeignKey(WaitingEntry, on_delete=models.CASCADE, related_name="offers", db_index=False)
    hold = models.OneToOneField(Booking, null=True, on_delete=models.SET_NULL, related_name="waiting_offer")
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    starts_at = models.DateTimeField()
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["offered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state=OfferState.OPEN), name="appointments_one_open_offer"
            )
        ]

    def __str__(self) -> str:
        return f"WaitingOffer {self.pk}"
