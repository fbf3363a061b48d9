"""What happened to a booking, from the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from modules.appointments.models import Booking, State
from rathaus.audit.models import AuditEntry
from rathaus.audit.selectors import Line, page_of
from rathaus.tenancy import current_tenant
from rathaus.web.wording import long_datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when, what in words, and by whom as far as it was a person of the town hall."""

    at: datetime
    words: str
    actor: str


def history_of(booking: Booking) -> list[Event]:
    """Return what the record says about the booking, the newest first, and how it came in; two queries.

    It is the file of the matter and names who worked on it: colleagues must know whom to ask. Reads are no part of it.
    """
    entries = AuditEntry.objects.filter(
        at__gte=booking.created_at - timedelta(minutes=1),
        target_type=Booking._meta.label_lower,  # noqa: SLF001  Django documents it
        target_id=str(booking.pk),
    ).exclude(action="appointments.booking_read")
    lines = page_of(entries.order_by("-id"), shows_names=True).lines
    events = [Event(line.entry.at, ". ".join(_words(line)), line.actor) for line in lines]
    return [*events, Event(booking.created_at, _("Zeit reserviert"), "")]


def _words(line: Line) -> Iterator[str]:
    details = line.entry.details
    if (state := details.get("state")) in State.values:
        yield _("Stand: %(state)s") % {"state": State(state).label}
    else:
        yield line.action
    if to := details.get("to"):
        yield _("Neue Zeit: %(time)s") % {"time": _local(to)}
    if details.get("is_forced"):
        yield _("Über die Plätze hinaus")


def _local(instant: str) -> str:
    return long_datetime(datetime.fromisoformat(instant).astimezone(current_tenant().zone))
