"""Who may have more open appointments than everybody."""

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactException(models.Model):
    """A care home, a lawyer, a social worker: somebody who books for many.

    Only the keyed hash of the address is kept, so `label` says whom the line means.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()  # institutions, by a name that the administration gives them

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(_("Bezeichnung"), max_length=120)
    contact_hash = models.CharField(max_length=64, unique=True)
    max_open_bookings = models.PositiveSmallIntegerField(
        _("Offene Termine höchstens"), default=50, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label
