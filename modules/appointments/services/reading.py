"""Who has looked at what people booked: a line in the record, and no flood of them."""

from datetime import date

from modules.appointments.models import Booking
from rathaus.accounts.models import User
from rathaus.audit.services import record_read


def record_booking_read(*, booking: Booking, actor: User) -> None:
    """Note that somebody of the town hall opened a booking; once within a quarter of an hour."""
    record_read(action="appointments.booking_read", actor=actor, target=booking)


def record_day_read(*, day: date, actor: User) -> None:
    """Note that somebody saw the names of a day, on the screen or printed; one line for all of them."""
    record_read(action="appointments.day_read", actor=actor, details={"day": day.isoformat()})


def record_list_read(*, kind: str, actor: User) -> None:
    """Note that somebody saw a list with names that is of no single day: "waiting", "documents", "affected"."""
    record_read(action="appointments.list_read", actor=actor, details={"list": kind})


def record_search(*, actor: User) -> None:
    """Note that somebody looked people up; what was typed is personal and stays out of the record."""
    record_read(action="appointments.bookings_searched", actor=actor)
