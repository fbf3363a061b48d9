"""Replacements after an outage: keep another time for each person, tell them, and move them when they say yes.

Locks are taken in the order booking, case, replacement, day rows. Each person is a transaction of its own.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.appointments import mails
from modules.appointments.absences import earliest_replacement, kept_until
from modules.appointments.errors import AppointmentError, ReplacementGoneError, WrongStateError
from modules.appointments.models import (
    Booking,
    BookingPlace,
    Origin,
    Outage,
    OutageCase,
    OutageCaseState,
    OutageChoice,
    Pool,
    State,
)
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.joining import as_visited
from modules.appointments.selectors.places import get_place
from modules.appointments.selectors.proposals import proposed_times
from modules.appointments.selectors.rules import load_rules
from modules.appointments.services.cases import UNSETTLED
from modules.appointments.services.cells import Quota, give_back, lock_days
from modules.appointments.services.freeing import Freed, pass_on
from modules.appointments.services.keeping import keep_place
from modules.appointments.services.locking import lock_booking
from modules.appointments.services.moving import cancel_booking, settle_move
from modules.appointments.services.targets import Target
from modules.appointments.services.transactions import booking_transaction
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.tenancy import current_tenant

_Times = Mapping[UUID, FreeTime | None]
TOLD: Final = "told"  # of somebody whose appointment is cancelled already
CALL_RESULTS: Final = (OutageCaseState.ACCEPTED, OutageCaseState.MOVED, OutageCaseState.CANCELLED, TOLD)


def work_off(*, outage: Outage, actor: User) -> int:
    """Do what was decided with every open case: keep and offer a replacement, or cancel; return how many got on.

    The replacements are those of the preview, found for all at once. What fails (a crowded day, somebody who is being
    served by now) stays open, and is shown as a call to make.
    """
    open_cases = OutageCase.objects.filter(outage=outage, state=OutageCaseState.OPEN).select_related("booking")
    cases = list(open_cases.order_by("booking__starts_at", "id"))
    until = outage.ends_at.astimezone(current_tenant().zone).date()
    times = _nearest([case.booking for case in cases if case.choice != OutageChoice.CANCEL], until)
    done = 0
    for case in cases:
        with suppress(AppointmentError):
            done += _cancel(case, actor) if case.choice == OutageChoice.CANCEL else _offer(case, times, until)
    return done


def accept_replacement(*, booking: Booking, actor: User | None = None) -> Booking:
    """Move the booking to the places that are kept for it, mail the new time, and return it; twice changes nothing.

    Without an actor the citizen accepts. Raises ReplacementGoneError when it lapsed or was settled otherwise,
    WrongStateError for a visit that has begun, BusyError.
    """
    now = timezone.now()
    with booking_transaction():
        locked = lock_booking(booking)
        case = _newest_case(locked)
        if case and case.state == OutageCaseState.ACCEPTED:
            return locked
        held = _kept_for(case, now)
        if case is None or held is None:
            raise ReplacementGoneError
        if locked.state != State.CONFIRMED:
            raise WrongStateError
        case.state = OutageCaseState.ACCEPTED
        case.save(update_fields=["state"])
        _move_to(locked, held, actor, now)
    return locked


def note_call(*, case: OutageCase, result: str, actor: User) -> OutageCase:
    """Note that the person was reached and what they want; a second time changes nothing.

    `accepted` moves to the replacement, `cancelled` cancels (both mail, where there is an address); `moved` says that
    another time was agreed on, which the move page enters; `told` that they know. Raises ReplacementGoneError,
    WrongStateError, BusyError.
    """
    if result == OutageCaseState.ACCEPTED:
        accept_replacement(booking=case.booking, actor=actor)
    elif result == OutageCaseState.CANCELLED:
        cancel_booking(booking=case.booking, actor=actor, reason=_reason(case.booking))
    with booking_transaction():
        lock_booking(case.booking)
        locked = OutageCase.objects.select_for_update().get(pk=case.pk)
        if locked.called_at is None:
            locked.called_at, locked.called_by = timezone.now(), actor.pk
            locked.save(update_fields=["called_at", "called_by"])
            record(action="appointments.outage_called", actor=actor, target=locked, details={"result": result})
    return locked


def _offer(case: OutageCase, times: _Times, until: date) -> bool:
    """Keep the time that was found and mail it; without one the person is told to choose, once."""
    now = timezone.now()
    with booking_transaction():
        booking = lock_booking(case.booking)
        locked = OutageCase.objects.select_for_update().get(pk=case.pk)
        if locked.state != OutageCaseState.OPEN or booking.state != State.CONFIRMED:
            return False
        locked.replacement = _keep_nearest(locked, booking, times[booking.pk], until, now)
        is_new = locked.replacement is not None or bool(booking.email and locked.told_at is None)
        locked.state = OutageCaseState.OFFERED if locked.replacement else OutageCaseState.OPEN
        if is_new and booking.email:
            locked.told_at = now
            mails.send_replacement(booking, locked.replacement)
        locked.save()
        if locked.replacement:
            record(action="appointments.replacement_offered", target=booking)
    return is_new


def _nearest(bookings: Collection[Booking], until: date) -> _Times:
    """Return the nearest free time of each, never the same place twice; `until` is the last day of the outage."""
    now = timezone.now()
    pools = Pool.objects.filter(taken_places__booking__in=bookings).distinct()
    earliest = earliest_replacement(now)
    return proposed_times(
        bookings=bookings,
        proposed=load_rules(pools),
        now=now,
        earliest=earliest,
        until=max(until, earliest.date()),
    )


def _keep_nearest(
    case: OutageCase, booking: Booking, time: FreeTime | None, until: date, now: datetime
) -> Booking | None:
    """Keep the time that was found; where somebody was faster, the nearest that is free by now."""
    kept = _keep(case, booking, time, now) if time else None
    if kept is None and time and (other := _nearest([booking], until)[booking.pk]):
        kept = _keep(case, booking, other, now)
    return kept


def _keep(case: OutageCase, booking: Booking, time: FreeTime, now: datetime) -> Booking | None:
    """Keep a place of the staff's own quota: an outage must not fail for want of a place that the public lacks."""
    target = Target.at(as_visited(get_place(time.place_id), booking), time.day, time.cell, booking.length)
    tenant = current_tenant()
    draft = Booking(
        **target.columns,
        idem_key=uuid5(case.pk, f"{target.starts_at.isoformat()} {now.isoformat()}"),
        origin=Origin.REPLACEMENT,
        channel=booking.channel,
        persons=booking.persons,
        language=booking.language,
    )
    until = kept_until(target.starts_at, now=now.astimezone(tenant.zone), zone=tenant.time_zone, state=tenant.state)
    return keep_place(draft, target.pools, quota=Quota.STAFF, until=until, now=now)


def _cancel(case: OutageCase, actor: User) -> bool:
    cancel_booking(booking=case.booking, actor=actor, reason=_reason(case.booking))
    return True


def _reason(booking: Booking) -> str:
    """Return what the mail of a cancellation says, in the person's language: what happened, never why."""
    with override(booking.language):
        return _("In dieser Zeit können wir Sie leider nicht bedienen.")


def _newest_case(booking: Booking) -> OutageCase | None:
    cases = OutageCase.objects.filter(booking=booking).order_by("-outage__created_at")
    return cases.select_for_update(of=("self",)).first()


def _kept_for(case: OutageCase | None, now: datetime) -> Booking | None:
    """Return the replacement, locked, if it is still kept."""
    if case is None or case.state not in UNSETTLED or case.replacement_id is None:
        return None
    held = Booking.objects.select_for_update(of=("self",)).select_related("place").get(pk=case.replacement_id)
    return held if held.state == State.HELD and held.is_alive_at(now) else None


def _move_to(locked: Booking, held: Booking, actor: User | None, now: datetime) -> None:
    """Hand the kept places over to the booking and give its own back; what is used there does not change."""
    former, freed = locked.starts_at, Freed.of(locked, now=now)
    lock_days(freed.locks)
    give_back(freed.ranges)
    kept = list(BookingPlace.objects.filter(booking=held).values_list("pool", flat=True))
    BookingPlace.objects.filter(booking=locked).delete()
    BookingPlace.objects.bulk_create(BookingPlace(booking=locked, pool_id=pool, day=held.day) for pool in kept)
    for name in ("place", "day", "cell_from", "cell_to", "starts_at", "ends_at"):
        setattr(locked, name, getattr(held, name))
    held.state, held.expires_at = State.EXPIRED, None
    held.save(update_fields=["state", "expires_at"])
    settle_move(locked, former=former, actor=actor, is_forced=False, now=now)
    pass_on(freed, now=now)
