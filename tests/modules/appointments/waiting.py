"""People on the waiting list, as tests say it."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from modules.appointments.models import (
    Booking,
    ConcernPlace,
    Origin,
    State,
    WaitingEntry,
    WaitingOffer,
)
from modules.appointments.services import Details, Wish, confirm_wish, wait_with_booking, wait_without_booking
from tests.factories.appointments import TUESDAY, cell


def wish(**further: Any) -> Wish:
    """Return a wish for any time from Monday to Friday."""
    return Wish(**{"from_day": TUESDAY - timedelta(days=1), "until_day": TUESDAY + timedelta(days=3)} | further)


def waits(at: ConcernPlace, name: str = "Graf", *, phone: str = "", **further: Any) -> WaitingEntry:
    """Return the entry of somebody who has proven the address, or was added on the phone."""
    actor = further.pop("actor", None)
    email = "" if phone else f"{name.lower()}@post.example"
    entry = wait_without_booking(
        concern=at.concern,
        wish=wish(**further),
        details=Details(first_name="Ada", last_name=name, email=email, phone=phone),
        idem_key=uuid.uuid4(),
        actor=actor,
    )
    confirm_wish(entry=entry)
    return _behind_the_others(entry)


def _behind_the_others(entry: WaitingEntry) -> WaitingEntry:
    """Return the entry with a turn of its own: the clock of the tests stands still."""
    entry.refresh_from_db()
    entry.created_at += timedelta(seconds=WaitingEntry.objects.count())
    entry.save(update_fields=["created_at"])
    return entry


def waits_with(booking: Booking, **further: Any) -> WaitingEntry:
    """Return the entry of somebody who has an appointment."""
    return _behind_the_others(wait_with_booking(booking=booking, wish=wish(**further)))


def offer_to(entry: WaitingEntry) -> WaitingOffer | None:
    """Return the open offer of the entry."""
    return WaitingOffer.objects.filter(entry=entry, state="open").select_related("entry__booking", "hold").first()


def is_free(place: ConcernPlace, hour: int, minute: int = 0, day: date = TUESDAY) -> bool:
    """Return whether the public sees the time."""
    from modules.appointments.selectors import free_times, get_place

    times = free_times(places=[get_place(place.pk)], day=day, now=timezone.now())
    return cell(hour, minute, day) in [time.cell for time in times]


def kept(origin: str = Origin.WAITING_LIST) -> list[Booking]:
    """Return the places that the town hall keeps itself."""
    return list(Booking.objects.filter(origin=origin, state=State.HELD))
