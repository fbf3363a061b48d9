"""Where a page of the list of cases ends, as a piece of an address."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import Q

from modules.cases.filters import Order
from modules.cases.models import FAR_OFF, Case

_START: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_FIELDS: Final = {Order.LATEST: "last_at", Order.DUE: "due_key", Order.OLDEST: "opened_at"}


@dataclass(frozen=True, slots=True)
class RowCursor:
    """The last row of a page in its order: what it was sorted by, and its id."""

    order: Order
    value: datetime | date
    id: uuid.UUID

    @classmethod
    def of(cls, case: Case, order: Order) -> "RowCursor":
        """Return the place of a case in this order."""
        values = {Order.LATEST: case.last_at, Order.OLDEST: case.opened_at, Order.DUE: case.due_on or FAR_OFF}
        return cls(order, values[order], case.pk)

    @classmethod
    def read(cls, text: str, order: Order) -> "RowCursor | None":
        """Return what an address names; None for anything that is none of ours."""
        value, _dash, key = text.partition("-")
        try:
            number = int(value[:18])
            moment = date.fromordinal(number) if order == Order.DUE else _START + number * _MICROSECOND
            return cls(order, moment, uuid.UUID(hex=key))
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        if isinstance(self.value, datetime):
            return f"{(self.value - _START) // _MICROSECOND}-{self.id.hex}"
        return f"{self.value.toordinal()}-{self.id.hex}"

    def later(self) -> Q:
        """Return the rows after it; the first condition is what an index can jump to."""
        field = _FIELDS[self.order]
        towards = "lt" if self.order == Order.LATEST else "gt"
        beyond = Q(**{f"{field}__{towards}": self.value})
        same = Q(**{field: self.value, f"id__{towards}": self.id})
        return Q(**{f"{field}__{towards}e": self.value}) & (beyond | same)
