"""What becomes of an offer of the waiting list: accepted, turned down, or nobody answered in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from modules.appointments import mails
from modules.appointments.codes import contact_hash
from modules.appointments.errors import OfferLapsedError
from modules.appointments.models import (
    Booking,
    OfferState,
    Origin,
    State,
    WaitingEntry,
    WaitingOffer,
    WaitingState,
)
from modules.appointments.services.announcing import announce_state
from modules.appointments.services.cells import give_back, lock_days, ranges_of
from modules.appointments.services.details import refuse_too_many
from modules.appointments.services.freeing import Freed, pass_on, release_places
from modules.appointments.services.moving import settle_move
from modules.appointments.services.remembering import remember_state
from modules.appointments.services.targets import take_over
from modules.appointments.services.transactions import booking_transaction
from modules.appointments.services.waiting import end_entry
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.timeline.models import By


def accept_offer(*, offer: WaitingOffer, actor: User | None = None) -> Booking:
    """Take the offered time and return the booking: the own one moved there, or a new one; a mail tells all.

    In one transaction; the old time goes the way of every time that becomes free. A second time changes nothing. With
    an actor somebody said yes on the phone. Raises OfferLapsedError, TooManyBookingsError, WrongStateError, BusyError.
    """
    now = timezone.now()
    with _locked(offer) as (locked, hold, own):
        if locked.state == OfferState.ACCEPTED and (own or hold):
            return own or hold  # type: ignore[return-value]
        if locked.state != OfferState.OPEN or hold is None or not hold.is_alive_at(now):
            raise OfferLapsedError
        entry = WaitingEntry.objects.select_for_update().get(pk=locked.entry_id)
        if entry.state != WaitingState.WAITING:
            raise OfferLapsedError
        booking = _move(own, hold, actor, now) if own else _make_firm(hold, entry, actor, now)
        locked.state = OfferState.ACCEPTED
        locked.save(update_fields=["state"])
        end_entry(entry, WaitingState.SERVED)
        record(action="appointments.offer_accepted", actor=actor, target=locked)
    return booking


def decline_offer(*, offer: WaitingOffer, actor: User | None = None) -> None:
    """Turn an offer down: the next one in the list is asked at once; a second time changes nothing."""
    with booking_transaction():
        if _end(offer, OfferState.DECLINED, timezone.now()):
            record(action="appointments.offer_declined", actor=actor, target=offer)


def lapse_offers(*, now: datetime | None = None) -> int:
    """End the offers that nobody answered, ask the next ones, and return how many ended; raises BusyError."""
    now = now or timezone.now()
    gone = Q(expires_at__lte=now) | ~Q(entry__state=WaitingState.WAITING)
    due = WaitingOffer.objects.filter(gone, state=OfferState.OPEN).order_by("offered_at", "pk")
    return sum(_end(offer, OfferState.LAPSED, now) for offer in due)


def _end(offer: WaitingOffer, state: OfferState, now: datetime) -> bool:
    """End an open offer and pass its place on; return whether it was open."""
    with _locked(offer) as (locked, hold, _own):
        was_open = locked.state == OfferState.OPEN
        if was_open:
            locked.state = state
            locked.save(update_fields=["state"])
            if hold and hold.state == State.HELD:
                _let_go(hold)
                release_places(hold, now=now)
    return was_open


@contextmanager
def _locked(offer: WaitingOffer) -> Iterator[tuple[WaitingOffer, Booking | None, Booking | None]]:
    """Lock hold, own booking and offer in a transaction: bookings first, as everybody does, by their keys."""
    with booking_transaction():
        keys = [key for key in (offer.hold_id, offer.entry.booking_id) if key]
        related = Booking.objects.select_related("concern", "place__location", "place__concern")
        found = {b.pk: b for b in related.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))}
        locked = WaitingOffer.objects.select_for_update().get(pk=offer.pk)
        hold, own = (found.get(key) if key else None for key in (offer.hold_id, offer.entry.booking_id))
        yield locked, hold, own


def _let_go(hold: Booking) -> None:
    hold.state, hold.expires_at = State.EXPIRED, None
    hold.save(update_fields=["state", "expires_at"])


def _move(own: Booking, hold: Booking, actor: User | None, now: datetime) -> Booking:
    """Move somebody's booking to where the hold is; it takes over the hold's places and gives up its own."""
    freed = Freed.of(own, now=now)
    former = own.starts_at
    lock_days([*freed.locks, *ranges_of(hold)])
    give_back(freed.ranges)
    _let_go(hold)
    take_over(own, hold)
    settle_move(own, former=former, actor=actor, is_forced=False, now=now)
    pass_on(freed, now=now)
    return own


def _make_firm(hold: Booking, entry: WaitingEntry, actor: User | None, now: datetime) -> Booking:
    """Turn the hold into the booking of somebody who had none."""
    hold.first_name, hold.last_name = entry.first_name, entry.last_name
    hold.email, hold.phone, hold.owner = entry.email, entry.phone, entry.owner
    hold.contact_hash = contact_hash(email=entry.email, phone=entry.phone)
    hold.origin = Origin.PHONE if actor else Origin.PUBLIC
    refuse_too_many(hold)
    hold.state, hold.expires_at, hold.confirmed_at = State.CONFIRMED, None, now
    hold.save()
    record(action="appointments.booking_confirmed", actor=actor, target=hold)
    announce_state(hold)
    remember_state(hold, by=By.STAFF if actor else By.PERSON)
    mails.send_confirmed(hold)
    return hold
