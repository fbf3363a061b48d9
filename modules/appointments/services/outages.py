"""Report an outage, change its notice, end it. Who is affected is worked off in replacing.py, one by one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.appointments import mails
from modules.appointments.absences import Absence, is_too_late_for_mail
from modules.appointments.errors import SetupError
from modules.appointments.models import (
    Booking,
    Closure,
    Outage,
    OutageCase,
    OutageCaseState,
    OutageChoice,
    Pool,
    State,
)
from modules.appointments.moments import today
from modules.appointments.selectors.conflicts import (
    affected_bookings,
    holds_without_room,
    pools_closed_by,
    proposed_closures,
)
from modules.appointments.selectors.outages import choices_of
from modules.appointments.selectors.rules import load_rules
from modules.appointments.services.cases import UNSETTLED, let_go
from modules.appointments.services.hours import take_effect
from modules.appointments.services.locking import lock_booking
from modules.appointments.services.replacing import work_off
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.tenancy import current_tenant
from tenants.municipality.frame import forget_after_commit

Choices = Mapping[UUID, OutageChoice]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageWish:
    """An outage as the form says it: what is missing in words, the absence, and the notice for the public pages."""

    subject: str
    absence: Absence
    notice: str = ""


def report_outage(*, wish: OutageWish, actor: User, choices: Choices | None = None) -> Outage:
    """Take the places away at once, then hold a replacement for each affected person and tell them; return the outage.

    Outage, closures and day rows change in one transaction. The people follow one by one, so an error on the way
    leaves everybody else served and the rest open; the same form sent again, or the job, goes on where it stopped and
    does nothing twice. Whoever the choices do not name is offered a replacement. Raises SetupError, BusyError.
    """
    outage = Outage.objects.filter(idem_key=wish.absence.key).first() or _save(wish, actor)
    open_cases(outage=outage, choices=choices)
    work_off(outage=outage, actor=actor)
    return outage


@transaction.atomic
def open_cases(*, outage: Outage, choices: Choices | None = None) -> int:
    """Open a case for each booking that the outage leaves without a place and that has none yet; return how many."""
    if outage.ended_at is not None:
        return 0
    Outage.objects.select_for_update().get(pk=outage.pk)
    now = timezone.now()
    affected = _affected_by(outage)
    known = set(OutageCase.objects.filter(outage=outage).values_list("booking", flat=True))
    cases = [_case(outage, booking, choices or {}, now) for booking in affected if booking.pk not in known]
    OutageCase.objects.bulk_create(cases, ignore_conflicts=True)
    return len(cases)


def go_on(*, now: datetime | None = None) -> int:
    """Go on with all running outages: cases of a save that broke off, replacements for whom nothing was free."""
    running = Outage.objects.filter(ended_at__isnull=True, ends_at__gt=now or timezone.now())
    done = 0
    for outage in running:
        actor = User.objects.filter(pk=outage.created_by).first() if outage.created_by else None
        if actor is not None:
            open_cases(outage=outage)
            done += work_off(outage=outage, actor=actor)
    return done


@transaction.atomic
def change_notice(*, outage: Outage, notice: str, actor: User) -> Outage:
    """Replace what stands on the public pages; nothing takes it down."""
    outage.notice = notice.strip()
    outage.save(update_fields=["notice"])
    forget_after_commit()
    record(action="appointments.outage_notice_changed", actor=actor, target=outage)
    return outage


@transaction.atomic
def end_outage(*, outage: Outage, actor: User, keeps_open_cases: bool = True) -> Outage:
    """Everybody is back: the places are there again from today on, the notice goes; a second time changes nothing.

    With `keeps_open_cases` the appointments that nobody moved or cancelled yet take place as booked, their replacements
    go back, and who was told by mail is told that too. Without it the offers stay until they lapse.
    """
    locked = Outage.objects.select_for_update().get(pk=outage.pk)
    if locked.ended_at is not None:
        return locked
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    if keeps_open_cases:
        _keep_open_cases(locked, locked.ended_at)
    closures = list(Closure.objects.filter(outage=locked, ends_on__gte=today()))
    pools = {pool.pk: pool for closure in closures for pool in pools_closed_by(closure)}
    _shorten(closures, today())
    take_effect(pools.values())
    record(action="appointments.outage_ended", actor=actor, target=locked, details={"keeps": keeps_open_cases})
    return locked


@transaction.atomic
def _save(wish: OutageWish, actor: User) -> Outage:
    zone, closures = current_tenant().time_zone, wish.absence.closures()
    if any(closure.starts_at and closure.ends_at and closure.ends_at <= closure.starts_at for closure in closures):
        raise SetupError(_("Bitte wählen Sie ein Ende, das noch kommt."))
    outage, is_new = Outage.objects.get_or_create(
        idem_key=wish.absence.key,
        defaults={
            "subject": wish.subject,
            "starts_at": wish.absence.since,
            "ends_at": wish.absence.ends_at(zone),
            "notice": wish.notice.strip(),
            "created_by": actor.pk,
            "created_at": timezone.now(),
        },
    )
    if is_new:
        _take_away(outage, closures)
        record(action="appointments.outage_reported", actor=actor, target=outage)
    return outage


def _take_away(outage: Outage, closures: Collection[Closure]) -> None:
    for closure in closures:
        closure.outage = outage
        closure.save(force_insert=True)
    pools = {pool.pk: pool for closure in closures for pool in pools_closed_by(closure)}
    take_effect(pools.values())
    _let_holds_lapse(pools)


def _let_holds_lapse(pools: Mapping[UUID, object]) -> None:
    """Whoever is just typing reads that the time is gone, and chooses another; rows that somebody works on are left."""
    now = timezone.now()
    rules = load_rules(Pool.objects.filter(pk__in=list(pools)))
    held = holds_without_room(proposed=rules, now=now)
    rows = Booking.objects.filter(pk__in=held, state=State.HELD).select_for_update(skip_locked=True)
    Booking.objects.filter(pk__in=[row.pk for row in rows]).update(expires_at=now)


def _affected_by(outage: Outage) -> list[Booking]:
    """Return the bookings that have no place under the rules as they are and had one without this outage."""
    closures = list(Closure.objects.filter(outage=outage))
    without = proposed_closures(remove=closures)
    return affected_bookings(proposed=load_rules(Pool.objects.filter(pk__in=list(without))), current=without)


def _case(outage: Outage, booking: Booking, choices: Choices, now: datetime) -> OutageCase:
    wished, possible = choices.get(booking.pk), choices_of(booking)
    choice = wished if wished in possible else possible[0]
    return OutageCase(
        outage=outage,
        booking=booking,
        choice=choice,
        state=OutageCaseState.KEPT if choice == OutageChoice.KEEP else OutageCaseState.OPEN,
        needs_call=not booking.email or is_too_late_for_mail(booking.starts_at, now),
        former_start=booking.starts_at,
    )


def _keep_open_cases(outage: Outage, now: datetime) -> None:
    cases = OutageCase.objects.filter(outage=outage, state__in=UNSETTLED).order_by("booking")
    for case in cases:
        booking = lock_booking(case.booking)
        let_go([case.replacement_id] if case.replacement_id else [], now=now)
        case.state = OutageCaseState.KEPT
        case.save(update_fields=["state"])
        if case.told_at and booking.state == State.CONFIRMED and booking.starts_at > now:
            mails.send_kept(booking)


def _shorten(closures: Collection[Closure], here: date) -> None:
    """Take away what the closures still close; what they closed on days that are over stays in the record."""
    for closure in closures:
        if closure.starts_on < here:
            closure.ends_on = here - timedelta(days=1)
            closure.save(update_fields=["ends_on"])
        else:
            closure.delete()
