"""The municipality's choices for the whole module."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Confirmation(models.TextChoices):
    """How a citizen's booking becomes firm."""

    CODE = "code", _("mit einem Code aus der E-Mail")
    NONE = "none", _("sofort, ohne Code")


class AppointmentSettings(models.Model):
    """The one row of choices. Minutes are minutes, days are days."""

    ONLY_ID = 1

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
    reminder_hours = models.PositiveSmallIntegerField(
        _("Stunden vor dem Termin für die Erinnerung"), default=24, validators=[MaxValueValidator(168)]
    )  # 0: nobody is reminded
    booking_note = models.TextField(_("Hinweis vor der Buchung"), max_length=500, blank=True)
    mail_note = models.TextField(_("Hinweis am Ende jeder E-Mail"), max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="appointments_one_settings_row")]

    def __str__(self) -> str:
        return "AppointmentSettings"
