"""The waiting list: put oneself on it, prove the address, change the wish, leave."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from modules.appointments import waiting_mails
from modules.appointments.errors import (
    IncompleteDetailsError,
    NoWaitingListError,
    TooManyMailsError,
    TooManyWishesError,
    WrongStateError,
)
from modules.appointments.models import Booking, Concern, ConcernPlace, State, WaitingEntry, WaitingState
from modules.appointments.moments import today
from modules.appointments.privacy import BLANK_ENTRY
from modules.appointments.services.details import Details
from modules.appointments.services.locking import lock_booking
from modules.appointments.visits import Answers, joined_visit, needs_of, visit_of
from rathaus.accounts.details import has_proven_address
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.limits.services import hit

MAX_WISHES: Final = 4  # at a time for one address
MAX_MAILS: Final = 3  # an hour to one address that nobody has proven yet
_HOUR: Final = 3600
_LIVING: Final = (WaitingState.UNCONFIRMED, WaitingState.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """When and where somebody would like to come. No place, weekdays or times mean any."""

    from_day: date
    until_day: date
    place: ConcernPlace | None = None
    weekdays: Sequence[int] = field(default_factory=tuple)
    time_from: time | None = None
    time_until: time | None = None

    def put_into(self, entry: WaitingEntry) -> None:
        """Set the entry's fields; the caller saves it."""
        entry.place = self.place
        entry.from_day, entry.until_day = self.from_day, self.until_day
        entry.weekdays = sorted(self.weekdays)
        entry.time_from, entry.time_until = self.time_from, self.time_until


@transaction.atomic
def wait_with_booking(*, booking: Booking, wish: Wish, actor: User | None = None) -> WaitingEntry:
    """Put somebody who has an appointment on the list for an earlier one, or change the wish; return the entry.

    The appointment stays until a better one is accepted. Raises NoWaitingListError, WrongStateError for a visit that
    is not to come or hangs together with another one.
    """
    locked = lock_booking(booking)
    if not can_wait(locked):
        raise WrongStateError
    if not locked.concern.has_waiting_list:
        raise NoWaitingListError
    entry = WaitingEntry.objects.select_for_update(of=("self",)).filter(booking=locked).first()
    entry = entry or WaitingEntry(booking=locked, concern=locked.concern, created_at=timezone.now())
    if entry.state != WaitingState.WAITING:
        entry.created_at, entry.erased_at = timezone.now(), None  # whoever comes back waits from now on
    entry.persons, entry.answers, entry.length = locked.persons, locked.answers, locked.length
    entry.language, entry.state = locked.language, WaitingState.WAITING
    wish.put_into(entry)
    entry.save()
    record(action="appointments.waiting_joined", actor=actor, target=entry)
    return entry


@transaction.atomic
def wait_without_booking(
    *,
    concern: Concern,
    wish: Wish,
    details: Details,
    idem_key: uuid.UUID,
    persons: int = 1,
    answers: Answers | None = None,
    support: Sequence[str] = (),
    language: str = "de",
    actor: User | None = None,
    owner: User | None = None,
) -> WaitingEntry:
    """Put somebody without an appointment on the list and return the entry; the same key returns the first result.

    A citizen proves the address by the link in a mail first, unless it is that of the signed-in `owner`. Staff add
    people on the phone, with or without address.
    Raises IncompleteDetailsError, NoWaitingListError, UnclearVisitError, TooManyWishesError, TooManyMailsError.
    """
    if first := WaitingEntry.objects.filter(idem_key=idem_key).first():
        return first
    email, phone = details.email.strip().lower(), details.phone.strip()
    if not (details.last_name.strip() and (email or (actor and phone))):
        raise IncompleteDetailsError
    if not concern.has_waiting_list:
        raise NoWaitingListError
    alone = visit_of(concern, persons=persons, answers=answers, must_be_complete=actor is None)
    visit = joined_visit([alone], needs=needs_of(support))
    is_known = actor is not None or (owner is not None and has_proven_address(owner, email))
    entry = WaitingEntry(
        idem_key=idem_key,
        concern=concern,
        persons=persons,
        answers=dict(answers or {}),
        support=list(support),
        length=visit.length,
        first_name=details.first_name.strip(),
        last_name=details.last_name.strip(),
        email=email,
        phone=phone,
        language=language,
        owner=owner,
        state=WaitingState.WAITING if is_known else WaitingState.UNCONFIRMED,
        created_at=timezone.now(),
    )
    wish.put_into(entry)
    _refuse_too_many(entry, is_by_staff=actor is not None)
    entry.save()
    record(action="appointments.waiting_joined", actor=actor, target=entry)
    if entry.state == WaitingState.UNCONFIRMED:
        waiting_mails.send_waiting_confirm(entry)
    elif entry.email:
        waiting_mails.send_waiting_joined(entry)
    return entry


@transaction.atomic
def confirm_wish(*, entry: WaitingEntry) -> WaitingEntry:
    """Let somebody wait who proved the address by following the link; to be called on POST only. Twice is once."""
    locked = _lock(entry)
    if locked.state == WaitingState.UNCONFIRMED:
        locked.state, locked.created_at = WaitingState.WAITING, timezone.now()
        locked.save(update_fields=["state", "created_at"])
        record(action="appointments.waiting_confirmed", target=locked)
    return locked


@transaction.atomic
def change_wish(*, entry: WaitingEntry, wish: Wish, actor: User | None = None) -> WaitingEntry:
    """Replace days, times and place of a wish; the turn in the list stays. Raises WrongStateError once it has ended."""
    locked = _lock(entry)
    if locked.state not in _LIVING:
        raise WrongStateError
    wish.put_into(locked)
    locked.save()
    record(action="appointments.waiting_changed", actor=actor, target=locked)
    return locked


@transaction.atomic
def leave_waiting_list(*, entry: WaitingEntry, actor: User | None = None) -> None:
    """Take somebody off the list; an open offer goes to the next one within a minute. A second time changes nothing."""
    locked = _lock(entry)
    if locked.state in _LIVING:
        end_entry(locked, WaitingState.LEFT)
        record(action="appointments.waiting_left", actor=actor, target=locked)


def end_entries(*, now: datetime | None = None) -> int:
    """End the entries whose last day is over, or whose appointment is over or off; return how many."""
    now = now or timezone.now()
    of_booking = Q(booking__isnull=False) & (~Q(booking__state=State.CONFIRMED) | Q(booking__starts_at__lte=now))
    over = WaitingEntry.objects.filter(Q(until_day__lt=today(now)) | of_booking, state__in=_LIVING)
    ended = 0
    for entry in over:
        with transaction.atomic():
            locked = _lock(entry)
            if locked.state in _LIVING:
                end_entry(locked, WaitingState.OVER)
                ended += 1
    return ended


def end_entry(entry: WaitingEntry, state: WaitingState) -> None:
    """End a locked entry and forget who it was: nothing more is needed of them."""
    for name, value in (BLANK_ENTRY | {"state": state, "erased_at": timezone.now()}).items():
        setattr(entry, name, value)
    entry.save(update_fields=[*BLANK_ENTRY, "state", "erased_at"])


def end_entry_of(booking: Booking) -> None:
    """End the wish of a booking that is cancelled; belongs into the transaction that has locked the booking."""
    for entry in WaitingEntry.objects.select_for_update().filter(booking=booking, state__in=_LIVING):
        end_entry(entry, WaitingState.OVER)


def can_wait(booking: Booking) -> bool:
    """Return whether somebody may wait for an earlier time with this booking: to come, and on its own."""
    is_alone = booking.follows_id is None and not booking.followers.exists()
    return booking.state == State.CONFIRMED and booking.starts_at > timezone.now() and is_alone


def _refuse_too_many(entry: WaitingEntry, *, is_by_staff: bool) -> None:
    """Raise for an address that waits often enough, or is mailed too often without having proven itself."""
    if is_by_staff or not entry.email:
        return
    if WaitingEntry.objects.filter(email=entry.email, state__in=_LIVING).count() >= MAX_WISHES:
        raise TooManyWishesError
    if hit(name="appointments.waiting", key=entry.email, limit=MAX_MAILS, seconds=_HOUR):
        raise TooManyMailsError


def _lock(entry: WaitingEntry) -> WaitingEntry:
    related = WaitingEntry.objects.select_related("concern", "booking", "place__location")
    return related.select_for_update(of=("self",)).get(pk=entry.pk)
