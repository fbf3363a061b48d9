"""What the module keeps about people: bookings, wishes, documents to fetch and notes, each only as long as needed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import DateField, ExpressionWrapper, F, Max, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.appointments.models import (
    Booking,
    Collection,
    CollectionState,
    FurtherConcern,
    QueueTicket,
    State,
    TicketState,
    WaitingEntry,
    WaitingState,
)
from modules.appointments.moments import today
from modules.appointments.privacy_records import booking_record, collection_record, ticket_record, waiting_record
from modules.appointments.selectors.joining import with_concerns
from modules.appointments.selectors.preferences import get_settings
from rathaus.privacy.protocol import Kept, Record

_JUNK_AFTER: Final = timedelta(days=1)
_NEVER_FETCHED: Final = timedelta(days=365)
BLANK_BOOKING: Final[dict[str, Any]] = {
    "first_name": "",
    "last_name": "",
    "email": "",
    "phone": "",
    "for_name": "",
    "home_address": "",
    "note": "",
    "cancel_reason": "",
    "contact_hash": "",
    "person_names": [],
    "support": [],
    "answers": {},
    "wants_callback": False,
    "owner": None,
}
BLANK_ENTRY: Final[dict[str, Any]] = {
    "first_name": "",
    "last_name": "",
    "email": "",
    "phone": "",
    "answers": {},
    "support": [],
    "owner": None,
}
BLANK_COLLECTION: Final[dict[str, Any]] = {"name": "", "email": "", "phone": "", "reference": "", "owner": None}
_ENDED: Final = (WaitingState.SERVED, WaitingState.LEFT, WaitingState.OVER)


class AppointmentsPersonalData:
    """Who booked, who waits, who has something to fetch. What remains is when, for what and how it ended."""

    models: tuple[type[Model], ...] = (Booking, WaitingEntry, Collection, QueueTicket)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return bookings, wishes for an earlier time, documents and notes of this address or its account."""
        return list(_export(email))

    def erase(self, *, email: str) -> int:
        """Blank what belongs to this address; what is still to come keeps its contact until it is over.

        The town hall could not tell the person otherwise that it has to cancel, or that the document lies there
        (Art. 17 (3) b DSGVO). A wish for an earlier time obliges nobody: it ends.
        """
        now = timezone.now()
        over = Q(ends_at__lt=now) | Q(state__in=(State.CANCELLED, State.EXPIRED))
        mine = _of(email)
        entries = WaitingEntry.objects.filter(mine, erased_at__isnull=True)
        ready = Q(state=CollectionState.READY)
        tickets = QueueTicket.objects.filter(_of(email, "booking__")).exclude(note="")
        return (
            tickets.exclude(state__in=(TicketState.WAITING, TicketState.CALLED)).update(note="")
            + _blank(Booking.objects.filter(over, mine, erased_at__isnull=True), BLANK_BOOKING, now)
            + entries.update(**BLANK_ENTRY, erased_at=now, state=WaitingState.LEFT)
            + _blank(Collection.objects.filter(~ready, mine), BLANK_COLLECTION, now)
        )

    def kept_after_erasure(self, *, email: str) -> Sequence[Kept]:
        """Return what is still to come: appointments, and documents that lie ready."""
        now = timezone.now()
        coming = Booking.objects.filter(_of(email), erased_at__isnull=True, ends_at__gte=now)
        why = _("Wir müssen Sie erreichen können, falls er ausfällt. Danach löschen wir ihn von selbst.")
        kept = [
            Kept(_("Ihr Termin: %(purpose)s") % {"purpose": booking.purpose}, why, booking.day)
            for booking in with_concerns(coming.exclude(state__in=(State.CANCELLED, State.EXPIRED)))
        ]
        ready = Collection.objects.filter(_of(email), erased_at__isnull=True, state=CollectionState.READY)
        waits = _("Es liegt für Sie bereit. Sobald Sie es abgeholt haben, löschen wir die Angaben von selbst.")
        return kept + [Kept(collection.document, waits) for collection in ready]

    def apply_retention(self, *, now: datetime) -> int:
        """Blank contact data some days after the appointment, delete what nobody completed; return how many rows.

        The days are those of the concern, else those of the municipality. Numbers without names stay.
        """
        return sum((_clear_bookings(now), _clear_entries(now), _clear_collections(now), _clear_tickets(now)))


def _export(email: str) -> Iterator[Record]:
    bookings = with_concerns(Booking.objects.filter(_of(email)))
    yield from map(booking_record, bookings.order_by("starts_at"))
    mine = _of(email) | _of(email, "booking__")
    yield from map(waiting_record, WaitingEntry.objects.filter(mine).select_related("concern", "place__location"))
    yield from map(collection_record, Collection.objects.filter(mine).select_related("location"))
    tickets = QueueTicket.objects.filter(_of(email, "booking__")).exclude(note="")
    yield from map(ticket_record, tickets.select_related("location"))


def _of(email: str, prefix: str = "") -> Q:
    """Return what carries this address, or was booked with the account of this address and another one."""
    return Q(**{f"{prefix}email__iexact": email}) | Q(**{f"{prefix}owner__email": email})


def _clear_bookings(now: datetime) -> int:
    old = _with_kept_days().filter(day__lt=_days_before(today(now)), erased_at__isnull=True)
    junk = Booking.objects.filter(
        state=State.EXPIRED, last_name="", erased_at__isnull=True, created_at__lt=now - _JUNK_AFTER
    )
    return junk.delete()[1].get("appointments.Booking", 0) + _blank(old, BLANK_BOOKING, now)


def _with_kept_days() -> "QuerySet[Booking]":
    """Return the bookings with the days that their concern which keeps contacts longest, or everybody, keeps them."""
    usual = Coalesce("concern__retention_days", get_settings().retention_days)
    of_visit = FurtherConcern.objects.filter(booking=OuterRef("pk")).values("booking")
    further = of_visit.annotate(most=Max(usual)).values("most")
    return Booking.objects.annotate(kept_days=Greatest(usual, Subquery(further)))


def _days_before(here: date) -> Combinable:
    return ExpressionWrapper(Value(here, DateField()) - F("kept_days"), output_field=DateField())


def _clear_entries(now: datetime) -> int:
    """Delete wishes that nobody confirmed, and forget the person of those that have ended."""
    junk = WaitingEntry.objects.filter(state=WaitingState.UNCONFIRMED, created_at__lt=now - _JUNK_AFTER)
    ended = WaitingEntry.objects.filter(Q(state__in=_ENDED) | Q(until_day__lt=today(now)), erased_at__isnull=True)
    return junk.delete()[1].get("appointments.WaitingEntry", 0) + _blank(ended, BLANK_ENTRY, now)


def _clear_collections(now: datetime) -> int:
    """Forget who fetched something, as after an appointment, and who did not come for a year."""
    fetched = Q(collected_at__lt=now - timedelta(days=get_settings().retention_days))
    forgotten = Collection.objects.filter(
        state=CollectionState.READY, ready_at__lt=now - _NEVER_FETCHED, erased_at__isnull=True
    )
    forgotten.update(state=CollectionState.WITHDRAWN)
    withdrawn = Q(state=CollectionState.WITHDRAWN)
    return _blank(Collection.objects.filter(fetched | withdrawn, erased_at__isnull=True), BLANK_COLLECTION, now)


def _clear_tickets(now: datetime) -> int:
    """A note for colleagues is of the day; it goes with it."""
    return QueueTicket.objects.filter(day__lt=today(now)).exclude(note="").update(note="")


def _blank(rows: "QuerySet[Any]", blank: dict[str, Any], now: datetime) -> int:
    return rows.filter(erased_at__isnull=True).update(**blank, erased_at=now)


PERSONAL_DATA: Final = AppointmentsPersonalData()
