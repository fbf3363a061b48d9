"""Let appointments leave the house as a file or on paper, and say so in the record."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from modules.appointments.errors import SetupError
from modules.appointments.models import Booking
from modules.appointments.selectors.exporting import bookings_between
from modules.appointments.tables import COLUMNS, CONTACT_COLUMNS, Sheet
from rathaus.accounts.models import User
from rathaus.audit.services import Details, record

MAX_ROWS: Final = 20_000  # what a spreadsheet opens at once and a request makes in seconds


def export_bookings(
    *,
    first: date,
    last: date,
    columns: Sequence[str],
    kind: str,
    actor: User,
    pool: UUID | None = None,
    concern: UUID | None = None,
    states: Collection[str] = (),
) -> list[Booking]:
    """Return the appointments of a period for a file or a list of this kind; each such reading is recorded.

    The record holds period, number and whether contact data were among the columns, and nobody's data. Raises
    SetupError for more rows than one file takes.
    """
    bookings = list(bookings_between(first, last, pool=pool, concern=concern, states=states)[: MAX_ROWS + 1])
    if len(bookings) > MAX_ROWS:
        raise SetupError(_("Das sind mehr als 20.000 Termine. Bitte wählen Sie einen kürzeren Zeitraum."))
    details: Details = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "count": len(bookings),
        "kind": kind,
        "has_contact": not CONTACT_COLUMNS.isdisjoint(columns),
    }
    record(action="appointments.bookings_exported", actor=actor, details=details)
    return bookings


def sheet_of(bookings: Sequence[Booking], columns: Sequence[str], title: str) -> Sheet:
    """Return the appointments as a table with these columns, in the order of COLUMNS."""
    chosen = [column for name, column in COLUMNS.items() if name in columns]
    return Sheet(title, chosen, [[column.value(booking) for column in chosen] for booking in bookings])
