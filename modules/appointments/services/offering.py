"""Offers of the waiting list, made where a time becomes free."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from modules.appointments import waiting_mails
from modules.appointments.models import (
    Booking,
    Origin,
    WaitingEntry,
    WaitingOffer,
    WaitingState,
)
from modules.appointments.moments import today
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.places import pools_of
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.wishes import Gap, matches, may_offer
from modules.appointments.services.cells import Quota
from modules.appointments.services.keeping import keep_place
from modules.appointments.services.targets import Target
from rathaus.audit.services import record

GRACE: Final = timedelta(minutes=3)  # the next person is asked before anybody else can see the place


def make_offers(gap: Gap, *, now: datetime) -> int:
    """Offer what became free to those who wait, and return how many got an offer; the rest of it stays free.

    Belongs into the transaction that gave the places back, with the day rows of the gap locked. Somebody whose entry
    is being changed at this moment is passed over.
    """
    if not may_offer(now):
        return 0
    made, passed_over = 0, set[UUID]()
    while match := next((found for found in matches(gap, now) if found.entry.pk not in passed_over), None):
        passed_over.add(match.entry.pk)
        made += _offer(match.entry.pk, match.time, now)
    return made


def _offer(entry_id: UUID, time: FreeTime, now: datetime) -> bool:
    """Keep the time for somebody and tell them; False where they are busy with their entry or the time is gone."""
    entry = _lock_entry(entry_id, now)
    until = now + timedelta(minutes=get_settings().offer_minutes)
    hold = entry and keep_place(
        _draft(entry, time),
        [pool.pk for pool in pools_of(time.place)],
        quota=Quota.PUBLIC,
        until=until + GRACE,
        now=now,
    )
    if not (entry and hold):
        return False
    offer = WaitingOffer.objects.create(
        entry=entry, hold=hold, starts_at=hold.starts_at, offered_at=now, expires_at=until
    )
    entry.last_offer_on = today(now)
    entry.save(update_fields=["last_offer_on"])
    record(action="appointments.offer_made", target=offer)
    waiting_mails.send_offer(offer)
    return True


def _lock_entry(entry_id: UUID, now: datetime) -> WaitingEntry | None:
    """Return the entry locked, if it still waits and nobody else has it in hand."""
    free = WaitingEntry.objects.select_for_update(of=("self",), skip_locked=True).exclude(last_offer_on=today(now))
    return free.select_related("concern", "booking").filter(pk=entry_id, state=WaitingState.WAITING).first()


def _draft(entry: WaitingEntry, time: FreeTime) -> Booking:
    target = Target.at(time.place, time.day, time.cell, entry.length)
    return Booking(
        **target.columns,
        origin=Origin.WAITING_LIST,
        persons=entry.persons,
        answers=entry.answers,
        support=entry.support,
        language=entry.language,
    )
