"""The municipality's choices for the whole module."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Confirmation(models.TextChoices):
    """How a citizen's booking becomes firm."""

    CODE = "code", _("mit einem Code aus der E-Mail")
    NONE = "none", _("sofort, ohne Code")


class ProofOfWork(models.TextChoices):
    """When a browser has to work a little before a time is held for it."""

    OFF = "off", _("nie")
    BUSY = "busy", _("nur bei großem Andrang")
    ALWAYS = "always", _("immer")


def one_day_before() -> list[int]:
    """Return the hours before an appointment at which people are reminded, unless somebody chooses others."""
    return [24]


class AppointmentSettings(models.Model):
    """The one row of choices. Minutes are minutes, days are days."""

    ONLY_ID = 1
    personal_fields: ClassVar[tuple[str, ...]] = ()  # the town hall's own mailbox

    id = models.BigIntegerField(primary_key=True, default=ONLY_ID, editable=False)
    hold_minutes = models.PositiveSmallIntegerField(
        _("Minuten, die eine Zeit reserviert bleibt"),
        default=10,
        validators=[MinValueValidator(5), MaxValueValidator(60)],
    )
    unconfirmed_minutes = models.PositiveSmallIntegerField(
        _("Minuten, die wir auf die Bestätigung warten"),
        default=60,
        validators=[MinValueValidator(15), MaxValueValidator(1440)],
    )
    max_open_bookings = models.PositiveSmallIntegerField(
        _("Offene Termine je Person"), default=4, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    confirmation = models.CharField(
        _("So wird ein Termin gültig"), max_length=10, choices=Confirmation, default=Confirmation.CODE
    )
    retention_days = models.PositiveSmallIntegerField(
        _("Tage, nach denen wir Kontaktdaten löschen"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    reminder_hours = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(336)]),
        verbose_name=_("Stunden vor dem Termin für Erinnerungen"),
        default=one_day_before,
        blank=True,
        size=5,
    )  # empty: nobody is reminded
    offer_minutes = models.PositiveSmallIntegerField(
        _("Minuten, die ein Angebot der Warteliste gilt"),
        default=30,
        db_default=30,
        validators=[MinValueValidator(10), MaxValueValidator(240)],
    )
    collection_weeks = models.PositiveSmallIntegerField(
        _("Wochen, nach denen wir an die Abholung erinnern"),
        default=4,
        db_default=4,
        validators=[MaxValueValidator(52)],
    )  # 0: nobody is reminded
    interpreter_minutes = models.PositiveSmallIntegerField(
        _("Zusätzliche Minuten, wenn jemand übersetzt"), default=10, db_default=10, validators=[MaxValueValidator(120)]
    )
    sign_language_days = models.PositiveSmallIntegerField(
        _("Tage Vorlauf für Gebärdensprache"), default=14, db_default=14, validators=[MaxValueValidator(90)]
    )
    video_address = models.URLField(
        _("Adresse des Videodienstes"), blank=True, default="", db_default=""
    )  # the room's name is appended; empty: no appointments by video
    proof_of_work = models.CharField(
        _("Rechenaufgabe für den Browser"),
        max_length=10,
        choices=ProofOfWork,
        default=ProofOfWork.OFF,
        db_default="off",
    )
    holds_per_network = models.PositiveSmallIntegerField(
        _("Reservierungen je Anschluss in zehn Minuten"),
        default=30,
        db_default=30,
        validators=[MaxValueValidator(1000)],
    )  # 0: as many as they like
    day_list_email = models.EmailField(_("Tagesliste an"), blank=True, default="", db_default="")
    day_list_password = models.CharField(max_length=400, blank=True, default="", db_default="")  # encrypted
    day_list_when_empty = models.BooleanField(
        _("Auch schreiben, wenn es keine Termine gibt"), default=False, db_default=False
    )
    day_list_sent_on = models.DateField(null=True, blank=True, editable=False)
    report_emails = ArrayField(
        models.EmailField(), verbose_name=_("Monatsbericht an"), default=list, blank=True, size=20
    )  # empty: nobody gets it by mail
    report_sent_for = models.DateField(null=True, blank=True, editable=False)  # first day of the month it was about
    booking_note = models.TextField(_("Hinweis vor der Buchung"), max_length=500, blank=True)
    mail_note = models.TextField(_("Hinweis am Ende jeder E-Mail"), max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="appointments_one_settings_row")]

    def __str__(self) -> str:
        return "AppointmentSettings"
