"""What administrators set up: pools of counters, concerns, and where a concern is offered."""

import uuid
from collections.abc import Sequence
from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from modules.appointments.documents import Document, parse_documents
from rathaus.calendar.localtime import CELL_MINUTES

MAX_QUESTIONS = 4


class PoolKind(models.TextChoices):
    """A team of counters with opening hours, or the hidden limit of one concern ("at most n at once")."""

    COUNTERS = "counters", _("Schaltergruppe")
    LIMIT = "limit", _("Obergrenze eines Anliegens")


class Pool(models.Model):
    """Interchangeable counters, a room or one person: a booking takes one of its places.

    A pool of kind LIMIT has `counters` places in every cell of every day and no opening hours. `ruleset`
    counts the edits of its set-up; a day row built from an older one is stale.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    location = models.ForeignKey(
        "municipality.Location",
        verbose_name=_("Ort"),
        on_delete=models.PROTECT,
        related_name="pools",
        db_index=False,
    )
    name = models.CharField(_("Name"), max_length=100)
    kind = models.CharField(max_length=10, choices=PoolKind, default=PoolKind.COUNTERS, editable=False)
    counters = models.PositiveSmallIntegerField(
        _("Plätze"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    grid_minutes = models.PositiveSmallIntegerField(
        _("Raster in Minuten"),
        default=10,
        validators=[MinValueValidator(CELL_MINUTES), MaxValueValidator(60)],
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("Buchbar so viele Tage im Voraus"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
    )
    release_time = models.TimeField(_("Neuer Tag erscheint um"), default=time(0))
    lead_minutes = models.PositiveIntegerField(_("Vorlauf in Minuten"), default=0)
    return_minutes = models.PositiveSmallIntegerField(
        _("Abgesagte Zeiten erscheinen nach höchstens so vielen Minuten wieder"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(240)],
    )  # 0: at once
    is_active = models.BooleanField(_("In Betrieb"), default=True)
    position = models.PositiveSmallIntegerField(default=0)
    ruleset = models.BigIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["kind", "position", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grid_minutes__range=(CELL_MINUTES, 60)), name="appointments_pool_grid_in_range"
            ),
            models.CheckConstraint(condition=Q(counters__gte=1), name="appointments_pool_has_counters"),
        ]

    def __str__(self) -> str:
        return self.name


class Audience(models.TextChoices):
    """Who may book a concern."""

    PUBLIC = "public", _("alle")
    STAFF = "staff", _("nur das Personal")


def in_person_only() -> list[str]:
    """Return the channels of a concern unless somebody chooses others."""
    return ["in_person"]


class Concern(models.Model):
    """What somebody comes for, how long it takes and what to bring."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.CharField(_("Gruppe"), max_length=80, blank=True)
    name = models.CharField(_("Name"), max_length=120)
    keywords = models.CharField(_("Suchwörter"), max_length=300, blank=True)
    description = models.TextField(_("Beschreibung"), max_length=1000, blank=True)
    first_minutes = models.PositiveSmallIntegerField(
        _("Minuten für die erste Person"), validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    further_minutes = models.PositiveSmallIntegerField(
        _("Minuten für jede weitere Person"), default=0, validators=[MaxValueValidator(240)]
    )
    max_persons = models.PositiveSmallIntegerField(
        _("Höchstens so viele Personen"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    documents = models.TextField(_("Mitzubringen"), max_length=2000, blank=True)  # one a line: "name | note"
    fee_note = models.CharField(_("Gebühr"), max_length=300, blank=True)
    audience = models.CharField(_("Wer darf buchen"), max_length=10, choices=Audience, default=Audience.PUBLIC)
    lead_minutes = models.PositiveIntegerField(_("Vorlauf in Minuten"), default=0)
    horizon_days = models.PositiveSmallIntegerField(
        _("Buchbar so viele Tage im Voraus"), null=True, blank=True, validators=[MaxValueValidator(400)]
    )
    max_parallel = models.PositiveSmallIntegerField(
        _("Höchstens so viele zur gleichen Zeit"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    channels = ArrayField(models.CharField(max_length=10), verbose_name=_("Wege"), default=in_person_only)
    offers_home_visit = models.BooleanField(_("Besuch zu Hause möglich"), default=False, db_default=False)
    has_waiting_list = models.BooleanField(_("Mit Warteliste"), default=True, db_default=True)
    result = models.CharField(
        _("Fertiges Dokument"), max_length=80, blank=True, default="", db_default=""
    )  # "Personalausweis": what lies ready some weeks later
    is_collection = models.BooleanField(_("Abholung fertiger Dokumente"), default=False, db_default=False)
    retention_days = models.PositiveSmallIntegerField(
        _("Tage, nach denen wir Kontaktdaten löschen"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )  # None: as everywhere
    is_active = models.BooleanField(_("Wird angeboten"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="appointments_concern_name_once"),
            models.CheckConstraint(condition=Q(first_minutes__gte=1), name="appointments_concern_takes_time"),
            models.CheckConstraint(condition=Q(max_persons__gte=1), name="appointments_concern_has_person"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def document_list(self) -> list[Document]:
        """What everybody brings, line by line."""
        return parse_documents(self.documents)

    @cached_property
    def known_answers(self) -> list["PreliminaryAnswer"]:
        """The answers to all its questions, read once: a request asks for them more than once."""
        return list(PreliminaryAnswer.objects.filter(question__concern=self).select_related("question"))


class ConcernPlace(models.Model):
    """A concern at a location, and the pools in which each of its bookings takes a place.

    As one visit sees it (`selectors.joining.as_one`) it also knows the places of the visit's other concerns, and how
    many minutes ahead the visit's needs have to be known.
    """

    further: Sequence["ConcernPlace"] = ()
    needs_minutes: int = 0

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="places", db_index=False)
    location = models.ForeignKey(
        "municipality.Location", on_delete=models.PROTECT, related_name="concern_places", db_index=False
    )
    pools = models.ManyToManyField(Pool, related_name="concern_places")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "location"], name="appointments_concern_once_a_location")
        ]

    def __str__(self) -> str:
        return f"{self.concern} ({self.location})"


class PreliminaryQuestion(models.Model):
    """A question before the choice of a time; the answer says how long it takes and what to bring."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("Frage"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class PreliminaryAnswer(models.Model):
    """One of the answers to choose from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(PreliminaryQuestion, on_delete=models.CASCADE, related_name="answers")
    label = models.CharField(_("Antwort"), max_length=120)
    extra_minutes = models.SmallIntegerField(_("Zusätzliche Minuten"), default=0)
    documents = models.TextField(_("Zusätzlich mitzubringen"), max_length=2000, blank=True)
    fee_note = models.CharField(_("Gebühr"), max_length=300, blank=True)
    hint = models.CharField(_("Hinweis"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def document_list(self) -> list[Document]:
        """What this answer adds to the documents."""
        return parse_documents(self.documents)
