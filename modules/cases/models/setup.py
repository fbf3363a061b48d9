"""What a municipality sets up for cases: who is responsible for what, and texts to answer with."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseCounter(models.Model):
    """The last number of a year: one row that whoever opens a case locks, so numbers have no gaps and no twins."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}-{self.last:06d}"


class CaseRoute(models.Model):
    """A rule of responsibility: cases of this kind, service and locality go to this department, and to this person.

    What is empty means any. The rule that says most decides: service before kind, both before locality.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Art"), max_length=60, blank=True)
    service_key = models.CharField(_("Leistung"), max_length=60, blank=True)
    locality = models.ForeignKey(
        "municipality.Locality",
        verbose_name=_("Ortschaft"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    department = models.ForeignKey(
        "accounts.Department",
        verbose_name=_("Abteilung"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )

    class Meta:
        ordering = ["service_key", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "service_key", "locality"], nulls_distinct=False, name="cases_one_route_for_each"
            )
        ]

    def __str__(self) -> str:
        return f"CaseRoute {self.pk}"

    @property
    def weight(self) -> int:
        """How much the rule says."""
        return 4 * bool(self.service_key) + 2 * bool(self.kind) + bool(self.locality_id)


class TextModule(models.Model):
    """A text to start an answer with, found by its title; words in braces are filled in from the case."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("Titel"), max_length=60)
    text = models.TextField(_("Text"), max_length=4000)
    service_key = models.CharField(_("Nur für die Leistung"), max_length=60, blank=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title
