"""When something is open: recurring hours by the wall clock, closures, and holidays that are worked on."""

import uuid
from datetime import date, time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from modules.appointments.models.setup import Concern, Pool
from modules.appointments.slots import Interruption, Window
from rathaus.calendar.recurrence import LAST, Frequency, Recurrence


class FrequencyChoice(models.TextChoices):
    """The frequencies of rathaus.calendar.recurrence with their German labels."""

    WEEKLY = Frequency.WEEKLY.value, _("jede Woche")
    EVERY_N_WEEKS = Frequency.EVERY_N_WEEKS.value, _("alle paar Wochen")
    MONTHLY_NTH = Frequency.MONTHLY_NTH.value, _("einmal im Monat")


class Weekday(models.IntegerChoices):
    """Days of the week as Python counts them."""

    MONDAY = 0, _("Montag")
    TUESDAY = 1, _("Dienstag")
    WEDNESDAY = 2, _("Mittwoch")
    THURSDAY = 3, _("Donnerstag")
    FRIDAY = 4, _("Freitag")
    SATURDAY = 5, _("Samstag")
    SUNDAY = 6, _("Sonntag")


class NthOfMonth(models.IntegerChoices):
    """Which of a month's weekdays."""

    FIRST = 1, _("der erste")
    SECOND = 2, _("der zweite")
    THIRD = 3, _("der dritte")
    FOURTH = 4, _("der vierte")
    FIFTH = 5, _("der fünfte")
    LAST = LAST, _("der letzte")


class Recurring(models.Model):
    """A stretch of the wall clock that comes again; its fields are those of a Recurrence.

    An end of 00:00 is the end of the day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    frequency = models.CharField(
        _("Wiederholung"), max_length=20, choices=FrequencyChoice, default=FrequencyChoice.WEEKLY
    )
    weekday = models.SmallIntegerField(_("Wochentag"), choices=Weekday)
    interval_weeks = models.PositiveSmallIntegerField(
        _("Abstand in Wochen"), default=1, validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    anchor = models.DateField(_("Erste Woche"), null=True, blank=True)
    nth = models.SmallIntegerField(_("Der wievielte im Monat"), null=True, blank=True, choices=NthOfMonth)
    valid_from = models.DateField(_("Gilt ab"), null=True, blank=True)
    valid_until = models.DateField(_("Gilt bis"), null=True, blank=True)
    starts_at = models.TimeField(_("Von"))
    ends_at = models.TimeField(_("Bis"))

    class Meta:
        abstract = True
        ordering = ["weekday", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="%(app_label)s_%(class)s_weekday"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) | Q(ends_at=time(0)),
                name="%(app_label)s_%(class)s_times",
            ),
            models.CheckConstraint(
                condition=~Q(frequency=Frequency.EVERY_N_WEEKS.value) | Q(anchor__isnull=False),
                name="%(app_label)s_%(class)s_anchor",
            ),
            models.CheckConstraint(
                condition=~Q(frequency=Frequency.MONTHLY_NTH.value) | Q(nth__in=NthOfMonth.values),
                name="%(app_label)s_%(class)s_nth",
            ),
        ]

    @property
    def recurrence(self) -> Recurrence:
        """The rule as a pure value; raises ValueError for fields that do not fit together."""
        return Recurrence(
            frequency=Frequency(self.frequency),
            weekday=self.weekday,
            interval_weeks=self.interval_weeks,
            anchor=self.anchor,
            nth=self.nth,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )

    @property
    def window(self) -> Window:
        """The stretch of the wall clock on each of its days."""
        return Window(start=self.starts_at, end=self.ends_at)


class OpeningHours(Recurring):
    """When a pool is open. Several hours at the same time add up, since each brings counters of its own."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="opening_hours")
    places = models.PositiveSmallIntegerField(_("Plätze für alle"), default=1, validators=[MaxValueValidator(200)])
    staff_places = models.PositiveSmallIntegerField(
        _("Plätze insgesamt"), default=1, validators=[MaxValueValidator(200)]
    )

    class Meta(Recurring.Meta):
        constraints = [
            *Recurring.Meta.constraints,
            models.CheckConstraint(
                condition=Q(staff_places__gte=F("places")), name="%(app_label)s_%(class)s_staff_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recurrence.in_words()}, {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    @property
    def window(self) -> Window:
        """The hours with the places they bring."""
        return Window(start=self.starts_at, end=self.ends_at, places=self.places, staff_places=self.staff_places)


class ConcernWindow(Recurring):
    """Own hours of a concern ("Gewerbe nur dienstags"), inside those of its pools. None means always."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="windows")

    class Meta(Recurring.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.recurrence.in_words()}, {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class Closure(models.Model):
    """Closed days, or hours of them, of a pool, of a location, or without both of the whole municipality.

    With `missing_places` the office stays open and has so many places fewer. `outage` is what made it, if one did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pool = models.ForeignKey(
        Pool, null=True, blank=True, on_delete=models.CASCADE, related_name="closures", db_index=False
    )
    location = models.ForeignKey(
        "municipality.Location",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closures",
        db_index=False,
    )
    starts_on = models.DateField(_("Erster Tag"))
    ends_on = models.DateField(_("Letzter Tag"))
    starts_at = models.TimeField(_("Von"), null=True, blank=True)
    ends_at = models.TimeField(_("Bis"), null=True, blank=True)
    reason = models.CharField(_("Grund (öffentlich)"), max_length=200, blank=True)
    missing_places = models.PositiveSmallIntegerField(_("So viele Plätze fehlen"), null=True, blank=True)
    outage = models.ForeignKey(
        "Outage", null=True, blank=True, on_delete=models.CASCADE, related_name="closures", db_index=False
    )
    series = models.UUIDField(null=True, blank=True)  # the same for all closures that were entered together

    class Meta:
        ordering = ["starts_on", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(missing_places__isnull=True) | Q(missing_places__gte=1),
                name="appointments_closure_missing_places",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="appointments_closure_days"),
            models.CheckConstraint(
                condition=Q(pool__isnull=True) | Q(location__isnull=True),
                name="appointments_closure_one_scope",
            ),
        ]

    def __str__(self) -> str:
        return self.reason or f"{self.starts_on} – {self.ends_on}"

    def covers(self, day: date) -> bool:
        """Return whether the day is one of the closed ones."""
        return self.starts_on <= day <= self.ends_on

    @property
    def interruption(self) -> Interruption:
        """What is closed, or how many places are missing, on each of its days."""
        return Interruption(start=self.starts_at, end=self.ends_at, places=self.missing_places)

    @property
    def is_all_day(self) -> bool:
        """Whether nothing of the day remains open."""
        return self.missing_places is None and self.starts_at is None and self.ends_at is None


class OpenDespiteHoliday(models.Model):
    """A public holiday on which the office, or one pool, works all the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(_("Feiertag"))
    pool = models.ForeignKey(
        Pool, null=True, blank=True, on_delete=models.CASCADE, related_name="open_holidays", db_index=False
    )

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day", "pool"], nulls_distinct=False, name="appointments_open_holiday_once")
        ]

    def __str__(self) -> str:
        return f"{self.day}"
