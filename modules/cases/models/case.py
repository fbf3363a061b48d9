"""The case: one thing that somebody wants of the administration, whichever module it comes from."""

import uuid
from datetime import date
from typing import ClassVar, Final

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils.translation import gettext_lazy as _

from rathaus.timeline.services import Matter


class Status(models.TextChoices):
    """How far it is, in the words of the federal citizens' mailbox (ZBP)."""

    INITIATED = "initiated", _("begonnen")
    SUBMITTED = "submitted", _("abgesendet")
    RECEIVED = "received", _("eingegangen")
    PROCESSING = "processing", _("in Bearbeitung")
    ACTION_REQUIRED = "action_required", _("wartet auf Sie")
    COMPLETED = "completed", _("abgeschlossen")


class Outcome(models.TextChoices):
    """How it ended."""

    NONE = "", _("offen")
    GRANTED = "granted", _("bewilligt")
    GRANTED_IN_PART = "granted_in_part", _("teilweise bewilligt")
    REFUSED = "refused", _("abgelehnt")
    CONFIRMED = "confirmed", _("bestätigt")
    ANSWERED = "answered", _("beantwortet")
    HANDED_OVER = "handed_over", _("übergeben")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    MOOT = "moot", _("erledigt")


class Channel(models.TextChoices):
    """By which way it came."""

    ONLINE = "online", _("Online")
    COUNTER = "counter", _("Am Schalter")
    PHONE = "phone", _("Telefon")
    LETTER = "letter", _("Brief")
    EMAIL = "email", _("E-Mail")
    STAFF = "staff", _("Intern")


FAR_OFF: Final = date(9999, 12, 31)  # how a case without deadline is sorted
_OPEN: Final = models.Q(closed_at=None)


def due_key() -> Coalesce:
    """Return what cases are sorted by when the nearest deadline comes first; an index knows the same expression."""
    return Coalesce("due_on", models.Value(FAR_OFF, output_field=models.DateField()))


class Case(models.Model):
    """One thing to be worked on. `kind` names its handler, `source_id` the row of the module that it comes from.

    `area` is the code of a restricted area. `takes_place_from` to `takes_place_until` at `place` is when and where
    what was asked for happens (a bonfire, a scaffold). `version` counts changes: so a stale
    page is recognised. `is_for_organization`: a club or company applies, which is greeted without its name.
    """

    personal_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "applicant_name",
        "applicant_email",
        "applicant_phone",
        "applicant_address",
        "in_name_of",
        "place",
        "search_text",
        "hold_reason",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("Vorgangsnummer"), max_length=24)
    kind = models.CharField(max_length=60)
    service_key = models.CharField(max_length=60, blank=True)
    service_name = models.CharField(_("Leistung"), max_length=200, blank=True)
    title = models.CharField(_("Betreff"), max_length=200)
    request_kind = models.CharField(max_length=12, default="application")
    status = models.CharField(_("Stand"), max_length=20, choices=Status, default=Status.RECEIVED)
    outcome = models.CharField(_("Ergebnis"), max_length=20, choices=Outcome, blank=True, default=Outcome.NONE)
    channel = models.CharField(_("Eingangsweg"), max_length=10, choices=Channel, default=Channel.ONLINE)
    language = models.CharField(max_length=12, default="de")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="cases", db_index=False
    )
    in_name_of = models.CharField(max_length=250, blank=True)
    applicant_name = models.CharField(_("Name"), max_length=200, blank=True)
    applicant_email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    applicant_phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    applicant_address = models.CharField(_("Anschrift"), max_length=300, blank=True)
    is_for_organization = models.BooleanField(default=False, db_default=False)

    department = models.ForeignKey(
        "accounts.Department", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    area = models.CharField(max_length=100, blank=True)
    is_urgent = models.BooleanField(default=False)
    is_new_for_staff = models.BooleanField(default=True)
    is_new_for_person = models.BooleanField(default=False)

    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    due_on = models.DateField(_("Frist"), null=True)
    resubmit_on = models.DateField(_("Wiedervorlage"), null=True)
    handed_over_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    locality = models.ForeignKey(
        "municipality.Locality", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    takes_place_from = models.DateField(null=True)
    takes_place_until = models.DateField(null=True)

    source_id = models.UUIDField(null=True)
    fee_cents = models.PositiveIntegerField(null=True)
    search_text = models.TextField(blank=True)
    keep_days = models.PositiveIntegerField(default=90)
    hold_reason = models.CharField(max_length=300, blank=True)
    anonymised_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    idem_key = models.UUIDField(unique=True)

    search_vector = models.GeneratedField(
        expression=SearchVector("title", "service_name", "search_text", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    search_words = models.GeneratedField(
        expression=Lower(
            Concat(
                "reference",
                models.Value(" "),
                "title",
                models.Value(" "),
                "applicant_name",
                models.Value(" "),
                "applicant_email",
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["reference"], name="cases_one_per_reference")]
        indexes = [
            models.Index(fields=["-last_at", "-id"], condition=_OPEN, name="cases_open"),
            models.Index(fields=["-last_at", "-id"], condition=~_OPEN, name="cases_closed"),
            models.Index(due_key(), "id", condition=_OPEN, name="cases_open_by_deadline"),
            models.Index(fields=["person", "-opened_at"], name="cases_of_person"),
            GinIndex(fields=["search_vector"], name="cases_by_text"),
            GinIndex(fields=["search_words"], opclasses=["gin_trgm_ops"], name="cases_by_words"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def matter(self) -> Matter:
        """What its entries belong to in the person's timeline."""
        return Matter("cases.case", self.pk, self.service_name or self.title)

    @property
    def is_internal(self) -> bool:
        """Whether a colleague asked it of their own administration: what ends it is no decision towards a citizen."""
        return self.channel == Channel.STAFF

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to work on it."""
        return self.closed_at is None
