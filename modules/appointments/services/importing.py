"""Carry out what a file asks for, line by line; or try it and take everything back, which is the check."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.appointments import mails
from modules.appointments.errors import AppointmentError, BusyError, UnresolvedBookingsError
from modules.appointments.imports.appointments import PlannedBooking
from modules.appointments.imports.checking import Plan, check_file
from modules.appointments.imports.concerns import PlannedConcern
from modules.appointments.imports.fields import Kind
from modules.appointments.imports.lookup import Matches
from modules.appointments.imports.reports import Report, RowReport
from modules.appointments.models import Booking, BookingPlace, Closure, Origin, Pool, State
from modules.appointments.services.cells import Cells, NoPlaceLeft, Quota, give_back, lock_days, take
from modules.appointments.services.days import ensure_days
from modules.appointments.services.hours import save_closure
from modules.appointments.services.setup import save_concern
from modules.appointments.services.transactions import booking_transaction
from rathaus.accounts.models import User
from rathaus.audit.services import record

_TRIES: Final = 3  # for a day that others want at the same moment


def import_file(
    *,
    kind: Kind,
    data: bytes,
    actor: User | None,
    matches: Matches | None = None,
    dry_run: bool = False,
    force: bool = False,
    send_mails: bool = False,
    actor_kind: str | None = None,
    now: datetime | None = None,
) -> Report:
    """Take over the good lines of a file and return what became of each.

    A second import of the same lines changes nothing. `dry_run` tells the same without leaving anything. Appointments
    take real places; `force` (only with an actor, whose id stays on the booking) takes them where none is left.
    Nobody gets a mail without `send_mails`. Raises UnreadableFileError.
    """
    now = now or timezone.now()
    checked = check_file(kind=kind, data=data, matches=matches, now=now)
    forced_by = actor.pk if actor and force else None
    if kind == Kind.APPOINTMENTS:
        bookings = [plan for _row, plan in checked.plans]
        _import_bookings(bookings, forced_by=forced_by, send_mails=send_mails, dry_run=dry_run, now=now)
    elif not dry_run:
        for row, plan in checked.plans:
            _save(row, plan, actor)
    report = replace(checked.report, is_carried_out=not dry_run)
    if report.is_carried_out:
        _record(report, actor, actor_kind, is_forced=forced_by is not None)
    return report


def _record(report: Report, actor: User | None, actor_kind: str | None, *, is_forced: bool) -> None:
    details = {"kind": report.kind.value, "new": report.new, "errors": report.errors, "is_forced": is_forced}
    record(action="appointments.file_imported", actor=actor, actor_kind=actor_kind, details=details)


def _save(row: RowReport, plan: Plan, actor: User | None) -> None:
    try:
        if isinstance(plan, Closure):
            save_closure(closure=plan, actor=actor)
        elif isinstance(plan, PlannedConcern):
            save_concern(concern=plan.concern, places=plan.places, actor=actor)
    except UnresolvedBookingsError:
        row.fail(_("In dieser Zeit wurde gerade ein Termin gebucht. Bitte tragen Sie den Schließtag selbst ein."))
    except AppointmentError as error:
        row.fail(str(error))


def _import_bookings(
    plans: Sequence[PlannedBooking], *, forced_by: UUID | None, send_mails: bool, dry_run: bool, now: datetime
) -> None:
    """Book day by day, each in a transaction of its own: nobody waits long for one, and no day is half done."""
    ordered = sorted(_without_repeats(plans), key=lambda plan: (plan.target.day, plan.target.cell_from, plan.row.line))
    if not ordered:
        return
    pools = Pool.objects.filter(pk__in={pool for plan in ordered for pool in plan.target.pools})
    ensure_days(pools=pools, until=ordered[-1].target.day, now=now)
    for _day, of_day in groupby(ordered, key=lambda plan: plan.target.day):
        day = _Day(list(of_day), forced_by, send_mails, now)
        day.carry_out(dry_run=dry_run)


def _without_repeats(plans: Sequence[PlannedBooking]) -> Iterator[PlannedBooking]:
    seen: set[UUID] = set()
    for plan in plans:
        if plan.idem_key in seen:
            plan.row.leave_out(_("Diese Zeile steht mehrmals in der Datei. Der Termin wird einmal übernommen."))
        else:
            seen.add(plan.idem_key)
            yield plan


class _Day:
    """The appointments of one day, and what became of them."""

    def __init__(
        self, plans: Sequence[PlannedBooking], forced_by: UUID | None, send_mails: bool, now: datetime
    ) -> None:
        self.plans = plans
        self.forced_by = forced_by
        self.send_mails = send_mails
        self.now = now

    def carry_out(self, *, dry_run: bool) -> None:
        """Book them, and take it back in a dry run; try again where others want the day at the same moment."""
        for _attempt in range(_TRIES):
            try:
                with booking_transaction():
                    told = self._book_all()
                    transaction.set_rollback(dry_run)
            except BusyError:
                continue
            for row, word in told:
                _tell(row, word)
            return
        for plan in self.plans:
            plan.row.fail(str(BusyError()))

    def _book_all(self) -> list[tuple[RowReport, str]]:
        """Book what is not there yet, all day rows locked in order first; return what to say about which line."""
        lock_days([cells for plan in self.plans for cells in plan.target.ranges])
        keys = [plan.idem_key for plan in self.plans]
        known = set(Booking.objects.filter(idem_key__in=keys).values_list("idem_key", flat=True))
        told = [(plan.row, "known") for plan in self.plans if plan.idem_key in known]
        made: list[tuple[PlannedBooking, Booking]] = []
        for plan in self.plans:
            if plan.idem_key not in known:
                quota = self._take(plan)
                told.append((plan.row, quota.value if quota else "full"))
                if quota:
                    made.append((plan, self._booking(plan, is_forced=quota == Quota.FORCED)))
        self._insert(made)
        return told

    def _take(self, plan: PlannedBooking) -> Quota | None:
        """Take the plan's places and return whose they are; None where there is none."""
        for quota in (Quota.STAFF, Quota.FORCED) if self.forced_by else (Quota.STAFF,):
            if _take_all(plan.target.ranges, quota, self.now):
                return quota
        return None

    def _booking(self, plan: PlannedBooking, *, is_forced: bool) -> Booking:
        booking = Booking(
            idem_key=plan.idem_key,
            **plan.target.columns,
            state=State.CONFIRMED,
            origin=Origin.IMPORT,
            persons=plan.persons,
            forced_by=self.forced_by if is_forced else None,
            created_at=self.now,
            confirmed_at=self.now,
        )
        plan.details.put_into(booking)
        return booking

    def _insert(self, made: Sequence[tuple[PlannedBooking, Booking]]) -> None:
        Booking.objects.bulk_create([booking for _plan, booking in made])
        BookingPlace.objects.bulk_create(
            BookingPlace(booking=booking, pool_id=pool, day=booking.day)
            for plan, booking in made
            for pool in plan.target.pools
        )
        for _plan, booking in made if self.send_mails else ():
            mails.send_confirmed(booking)


def _take_all(ranges: Sequence[Cells], quota: Quota, now: datetime) -> bool:
    """Take a place in each of the ranges or in none; their day rows are locked."""
    taken: list[Cells] = []
    for cells in ranges:
        try:
            take([cells], quota=quota, now=now)
        except NoPlaceLeft:
            give_back(taken)
            return False
        taken.append(cells)
    return True


def _tell(row: RowReport, word: str) -> None:
    if word == "known":
        row.leave_out(_("Schon übernommen."))
    elif word == "full":
        row.fail(_("Um diese Zeit ist geschlossen oder kein Platz mehr frei. Prüfen Sie die Öffnungszeiten."))
    elif word == Quota.FORCED:
        row.hint(_("Um diese Zeit ist geschlossen oder kein Platz mehr frei. Der Termin wird überbucht."))
