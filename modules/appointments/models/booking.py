"""A booking and the places it takes: the truth behind the day rows."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.appointments.codes import TOKEN_LENGTH, new_code, new_token
from modules.appointments.models.setup import Concern, ConcernPlace, Pool
from rathaus.calendar.localtime import CELL_MINUTES


class State(models.TextChoices):
    """The life of a booking: held, unconfirmed, confirmed, arrived, called, then done or no_show.

    cancelled and expired end it as well; only these two give its places back.
    """

    HELD = "held", _("reserviert")
    UNCONFIRMED = "unconfirmed", _("unbestätigt")
    CONFIRMED = "confirmed", _("gebucht")
    ARRIVED = "arrived", _("wartet")
    CALLED = "called", _("in Bedienung")
    DONE = "done", _("erledigt")
    NO_SHOW = "no_show", _("nicht erschienen")
    CANCELLED = "cancelled", _("abgesagt")
    EXPIRED = "expired", _("verfallen")


PENDING_STATES = (State.HELD, State.UNCONFIRMED)
OPEN_STATES = (State.UNCONFIRMED, State.CONFIRMED, State.ARRIVED, State.CALLED)
OCCUPYING_STATES = (*PENDING_STATES, State.CONFIRMED, State.ARRIVED, State.CALLED, State.DONE, State.NO_SHOW)


class Origin(models.TextChoices):
    """How the booking came in."""

    PUBLIC = "public", _("Internet")
    EMBED = "embed", _("eigene Homepage")
    API = "api", _("Schnittstelle")
    PHONE = "phone", _("Telefon")
    WALK_IN = "walk_in", _("ohne Termin")
    IMPORT = "import", _("Übernahme")
    WAITING_LIST = "waiting_list", _("Angebot der Warteliste")
    REPLACEMENT = "replacement", _("Ersatz nach Ausfall")
    EMBARGO = "embargo", _("noch nicht wieder frei")


SYSTEM_ORIGINS = (Origin.WAITING_LIST, Origin.REPLACEMENT, Origin.EMBARGO)  # kept by us, not chosen by anybody
CITIZEN_ORIGINS = (Origin.PUBLIC, Origin.EMBED, Origin.API)  # whose bookings count for the limit per person


class Channel(models.TextChoices):
    """How the conversation takes place."""

    IN_PERSON = "in_person", _("vor Ort")
    PHONE = "phone", _("am Telefon")
    VIDEO = "video", _("per Video")


class Support(models.TextChoices):
    """Help that somebody needs at the appointment."""

    INTERPRETER = "interpreter", _("Jemand soll übersetzen")
    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache")
    STEP_FREE = "step_free", _("Weg ohne Stufen")
    HOME_VISIT = "home_visit", _("Besuch zu Hause")


def counter_words(counter: str) -> str:
    """Return how a counter is called: "Platz 3" for a bare number, anything else as it was written."""
    return gettext("Platz %(counter)s") % {"counter": counter} if counter.isdigit() else counter


class Booking(models.Model):
    """An appointment from the first click to the end of the visit.

    `token` stands in the citizen's URLs, `code` is what people say at the counter. Cells are half-open and
    keep the duration as it was when booked; `sequence` counts the versions of the calendar entry. `owner` is the person
    who booked it signed in or claimed it later: None for guests, and once contact data are forgotten.
    """

    personal_fields: ClassVar[tuple[str, ...]] = (
        "first_name",
        "last_name",
        "email",
        "phone",
        "for_name",
        "home_address",
        "person_names",
        "answers",
        "support",
        "note",
        "cancel_reason",
        "contact_hash",
        "owner",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=TOKEN_LENGTH, default=new_token, editable=False)
    code = models.CharField(_("Terminnummer"), max_length=8, default=new_code, editable=False)
    idem_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    place = models.ForeignKey(ConcernPlace, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    pools = models.ManyToManyField(Pool, through="BookingPlace", related_name="bookings")

    day = models.DateField(_("Tag"))
    cell_from = models.SmallIntegerField()
    cell_to = models.SmallIntegerField()
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))

    state = models.CharField(_("Stand"), max_length=12, choices=State, default=State.HELD)
    expires_at = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.PUBLIC)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.IN_PERSON, db_default=Channel.IN_PERSON)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers", db_index=False
    )  # booked to come right after that one
    next_concern = models.ForeignKey(
        Concern, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )  # what the person wants to book next, because another team does it
    forced_by = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="appointments",
        db_index=False,
    )
    sequence = models.PositiveIntegerField(default=0, db_default=0)

    persons = models.PositiveSmallIntegerField(_("Personen"), default=1)
    person_names = models.JSONField(_("Namen der weiteren Personen"), default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True, default="", db_default="")
    last_name = models.CharField(_("Nachname"), max_length=100, blank=True, default="", db_default="")
    email = models.EmailField(_("E-Mail-Adresse"), blank=True, default="", db_default="")
    phone = models.CharField(_("Telefon"), max_length=40, blank=True, default="", db_default="")
    for_name = models.CharField(
        _("Name der Person, für die der Termin ist"), max_length=200, blank=True, default="", db_default=""
    )
    support = ArrayField(models.CharField(max_length=20, choices=Support), default=list, blank=True)
    home_address = models.CharField(
        _("Anschrift für den Besuch"), max_length=200, blank=True, default="", db_default=""
    )
    wants_callback = models.BooleanField(_("Bitte anrufen"), default=False, db_default=False)
    language = models.CharField(max_length=12, default="de", db_default="de")
    contact_hash = models.CharField(max_length=64, blank=True, default="", db_default="")

    confirm_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    confirm_sends = models.PositiveSmallIntegerField(default=0, db_default=0)
    confirm_sent_at = models.DateTimeField(null=True, blank=True)

    note = models.TextField(_("Notiz"), max_length=1000, blank=True, default="", db_default="")
    counter = models.CharField(_("Platz"), max_length=40, blank=True, default="", db_default="")
    cancel_reason = models.CharField(_("Grund der Absage"), max_length=300, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    moves_online = models.PositiveSmallIntegerField(default=0, db_default=0)  # how often the person moved it alone
    cancelled_online = models.BooleanField(default=False, db_default=False)  # the person did it, without a call

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["day"], condition=Q(erased_at__isnull=True), name="appointments_booking_day"),
            models.Index(fields=["expires_at"], condition=Q(state__in=PENDING_STATES), name="appointments_booking_exp"),
            models.Index(
                fields=["contact_hash"],
                condition=Q(state__in=OPEN_STATES) & ~Q(contact_hash=""),
                name="appointments_booking_contact",
            ),
            models.Index(
                fields=["owner", "starts_at"], condition=Q(owner__isnull=False), name="appointments_booking_owner"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["token"], name="appointments_booking_token"),
            models.UniqueConstraint(fields=["code", "day"], name="appointments_booking_code_of_day"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="appointments_booking_state"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="appointments_booking_origin"),
            models.CheckConstraint(
                condition=Q(cell_from__gte=1) & Q(cell_to__gt=F("cell_from")),
                name="appointments_booking_cells",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointments_booking_times"),
            models.CheckConstraint(condition=Q(persons__gte=1), name="appointments_booking_persons"),
            models.CheckConstraint(
                condition=Q(state__in=PENDING_STATES, expires_at__isnull=False)
                | (~Q(state__in=PENDING_STATES) & Q(expires_at__isnull=True)),
                name="appointments_booking_expiry",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def full_name(self) -> str:
        """Name of the person who booked; empty while the time is only held."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def further(self) -> list["FurtherConcern"]:
        """The other concerns of the visit, each with its number of persons, in order."""
        return sorted(self.further_concerns.all(), key=lambda entry: (entry.concern.position, entry.concern.name))

    @property
    def purpose(self) -> str:
        """All concerns of the visit in one line: "Personalausweis beantragen + Meldebescheinigung"."""
        return " + ".join([self.concern.name, *(entry.concern.name for entry in self.further)])

    @property
    def people(self) -> int:
        """How many persons come in all: some concerns of a visit are for fewer of them."""
        return max([self.persons, *(entry.persons for entry in self.further)])

    @property
    def support_words(self) -> list[str]:
        """What the person needs, in words."""
        return [str(Support(need).label) for need in self.support if need in Support.values]

    @property
    def is_in_person(self) -> bool:
        """Whether the person comes to the town hall, and is neither called nor visited."""
        return self.channel == Channel.IN_PERSON and Support.HOME_VISIT not in self.support

    @property
    def counter_words(self) -> str:
        """Where the person is served, in words; "" while nobody has said it."""
        return counter_words(self.counter)

    @property
    def minutes(self) -> int:
        """How long the appointment takes."""
        return (self.cell_to - self.cell_from) * CELL_MINUTES

    @property
    def length(self) -> int:
        """How many cells the appointment takes."""
        return self.cell_to - self.cell_from

    def is_alive_at(self, now: datetime) -> bool:
        """Return whether the booking keeps its places; a lapsed one does not, swept or not."""
        if self.state in PENDING_STATES:
            return self.expires_at is not None and self.expires_at > now
        return self.state in OCCUPYING_STATES


class FurtherConcern(models.Model):
    """Another concern dealt with in the same visit; its minutes are part of the booking's length."""

    pk = models.CompositePrimaryKey("booking_id", "concern_id")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="further_concerns", db_index=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="further_bookings", db_index=False)
    persons = models.PositiveSmallIntegerField(_("Personen"), default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(persons__gte=1), name="appointments_further_persons")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.concern_id}"


class BookingPlace(models.Model):
    """One place that a booking takes in one pool. The row stays when the booking ends."""

    pk = models.CompositePrimaryKey("booking_id", "pool_id")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="taken_places", db_index=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="taken_places", db_index=False)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["pool", "day"], name="appointments_place_pool_day")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.pool_id}"
