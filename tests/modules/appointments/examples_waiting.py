"""Objects behind the addresses of the waiting list and of finished documents."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from modules.appointments.models import (
    Booking,
    Collection,
    Concern,
    OfferState,
    Origin,
    State,
    WaitingEntry,
    WaitingOffer,
)
from modules.appointments.moments import today
from modules.appointments.services import Details, Wish, wait_without_booking
from modules.appointments.services.collecting import Document, enter_by_hand
from tests.factories.accounts import StaffFactory


def waiting_examples(booking: Booking, marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages about one who waits and of a document that lies ready."""
    actor = StaffFactory().user
    entry = _entry(booking.concern, marker, actor)
    offer = _offer(entry, booking)
    collection = _collection(booking, marker, actor)
    return {
        "appointments:earlier": {"token": booking.token},
        "appointments:waiting_entry": {"token": entry.token},
        "appointments:waiting_offer": {"token": offer.token},
        "appointments:collection": {"token": collection.token},
        "appointments:pickup": {"token": collection.token},
        "appointments_staff:earlier": {"booking_id": booking.pk},
        "appointments_staff:waiting_remove": {"entry_id": entry.pk},
        "appointments_staff:waiting_answer": {"offer_id": offer.pk},
        "appointments_staff:collection_documents": {"booking_id": booking.pk},
        "appointments_staff:collection_step": {"collection_id": collection.pk},
    }


def _entry(concern: Concern, marker: str, actor: Any) -> WaitingEntry:
    return wait_without_booking(
        concern=concern,
        wish=Wish(from_day=today(), until_day=today() + timedelta(days=5)),
        details=Details(first_name=marker, last_name=marker, phone="03931 77311"),
        idem_key=uuid.uuid4(),
        actor=actor,
    )


def _offer(entry: WaitingEntry, booking: Booking) -> WaitingOffer:
    now = timezone.now()
    hold = Booking.objects.create(
        concern=booking.concern,
        place=booking.place,
        day=booking.day,
        cell_from=booking.cell_from,
        cell_to=booking.cell_to,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        state=State.HELD,
        origin=Origin.WAITING_LIST,
        expires_at=now + timedelta(hours=1),
        created_at=now,
    )
    return WaitingOffer.objects.create(
        entry=entry,
        hold=hold,
        state=OfferState.OPEN,
        starts_at=hold.starts_at,
        offered_at=now,
        expires_at=now + timedelta(hours=1),
    )


def _collection(booking: Booking, marker: str, actor: Any) -> Collection:
    Concern.objects.filter(pk=booking.concern_id).update(is_collection=True)
    document = Document(
        document=marker, location=booking.place.location, name=marker, phone="03931 77312", reference=marker
    )
    return enter_by_hand(document=document, idem_key=uuid.uuid4(), actor=actor)
