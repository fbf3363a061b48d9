"""The day row: lock and cache of one pool on one local calendar day. Bookings are the truth."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from modules.appointments.models.setup import Pool


class CellRow(ArrayField):  # type: ignore[type-arg]
    """An array with one small number per cell; for migrations an ordinary ArrayField.

    ArrayField prepares each number on its own, which made half a year of day rows cost seconds.
    """

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002
        """Return the numbers as Postgres writes an array."""
        return None if value is None else f"{{{','.join(map(str, value))}}}"

    def deconstruct(self) -> Any:
        """Return an ArrayField."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs


class PoolDay(models.Model):
    """Places per 5-minute cell: what the public may use, what staff may use, what is taken.

    The arrays have `tz_cells` entries (276, 288 or 300): entry 1 is the cell from 00:00 local time. The
    public sees the day from `opened_at` on. `ruleset` is the version of the pool's set-up that the
    capacity was built from.
    """

    pk = models.CompositePrimaryKey("pool_id", "day")
    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    tz_cells = models.SmallIntegerField()
    cap = CellRow(models.SmallIntegerField())
    cap_staff = CellRow(models.SmallIntegerField())
    used = CellRow(models.SmallIntegerField())
    opened_at = models.DateTimeField()
    ruleset = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.pool_id} {self.day}"
