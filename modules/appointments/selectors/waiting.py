"""The waiting list as people see it: their own wish and offer, and for staff everybody who waits."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from modules.appointments.models import (
    Booking,
    ConcernPlace,
    OfferState,
    Support,
    WaitingEntry,
    WaitingOffer,
    WaitingState,
)
from modules.appointments.selectors.joining import places_of_booking, suitable_places
from modules.appointments.selectors.places import offered_places
from modules.appointments.visits import Visit, visit_of_booking
from rathaus.web.wording import day_month, full_clock


@dataclass(frozen=True, slots=True)
class Waiter:
    """A line of the list: the entry with its turn among those who wait for the same."""

    entry: WaitingEntry
    turn: int
    offer: WaitingOffer | None


def entry_by_token(token: str) -> WaitingEntry:
    """Return the entry with concern, place and booking; raises WaitingEntry.DoesNotExist."""
    return _entries().get(token=token)


def offer_by_token(token: str) -> WaitingOffer:
    """Return the offer with entry and hold; raises WaitingOffer.DoesNotExist."""
    return _offers().get(token=token)


def open_offer(entry: WaitingEntry) -> WaitingOffer | None:
    """Return the offer that somebody may answer now."""
    return _offers().filter(entry=entry, state=OfferState.OPEN, expires_at__gt=timezone.now()).first()


def wish_of_booking(booking: Booking) -> WaitingEntry | None:
    """Return the wish of somebody who has this appointment and waits for an earlier one."""
    return _entries().filter(booking=booking, state=WaitingState.WAITING).first()


def has_waiting_list(visit: Visit) -> bool:
    """Return whether somebody may wait for this visit without an appointment: one concern, at the town hall."""
    return visit.concern.has_waiting_list and not visit.further and visit.is_in_person


def places_to_wait_with(booking: Booking) -> list[ConcernPlace]:
    """Return where somebody who has this appointment could come earlier, as they need it."""
    return suitable_places(places_of_booking(booking), visit_of_booking(booking))


def places_to_wait_for(entry: WaitingEntry) -> list[ConcernPlace]:
    """Return where the person may come."""
    if entry.booking:
        return places_to_wait_with(entry.booking)
    places = offered_places("staff").filter(concern=entry.concern_id)
    return [place for place in places if place.location.step_free or Support.STEP_FREE not in entry.support]


def waiters() -> list[Waiter]:
    """Return who waits, by concern and turn, with open offers; three queries."""
    entries = _entries().filter(state=WaitingState.WAITING).order_by("concern__position", "concern__name", "created_at")
    offers = {offer.entry_id: offer for offer in _offers().filter(state=OfferState.OPEN)}
    found: list[Waiter] = []
    for entry in entries:
        is_next = bool(found) and found[-1].entry.concern_id == entry.concern_id
        found.append(Waiter(entry, found[-1].turn + 1 if is_next else 1, offers.get(entry.pk)))
    return found


def offers_to_call(now: datetime | None = None) -> list[WaitingOffer]:
    """Return the open offers of people without an e-mail address: staff call them, the most urgent first."""
    found = _offers().filter(state=OfferState.OPEN, expires_at__gt=now or timezone.now()).order_by("expires_at")
    return [offer for offer in found if not offer.entry.mail_address]


def count_waiting() -> int:
    """Return how many people wait."""
    return WaitingEntry.objects.filter(state=WaitingState.WAITING).count()


def wish_in_words(entry: WaitingEntry) -> str:
    """Return "24. bis 30. November, Mo, Di, ab 9 Uhr, Ort ist egal, Weg ohne Stufen" in the active language."""
    words = [days_in_words(entry)]
    if entry.weekdays:
        words.append(", ".join(str(WEEKDAYS[number]) for number in entry.weekdays))
    if entry.time_from:
        words.append(_("ab %(time)s") % {"time": full_clock(entry.time_from)})
    if entry.time_until:
        words.append(_("bis %(time)s") % {"time": full_clock(entry.time_until)})
    words.append(entry.place.location.name if entry.place else _("Ort ist egal"))
    words.extend(str(Support(need).label) for need in entry.needs)
    return ", ".join(words)


def days_in_words(entry: WaitingEntry) -> str:
    """Return the wished days: "Di, 24. November bis Mo, 30. November", of a single one "am Di, 24. November"."""
    first, last = day_month(entry.from_day), day_month(entry.until_day)
    if entry.from_day == entry.until_day:
        return _("am %(day)s") % {"day": first}
    return _("%(first)s bis %(last)s") % {"first": first, "last": last}


def _entries() -> QuerySet[WaitingEntry]:
    return WaitingEntry.objects.select_related(
        "concern", "place__location", "booking__concern", "booking__place__location", "booking__place__concern"
    )


def _offers() -> QuerySet[WaitingOffer]:
    return WaitingOffer.objects.select_related(
        "entry__concern",
        "entry__booking__place__location",
        "entry__booking__concern",
        "hold__place__location",
        "hold__concern",
    )
