"""Places are exact: the public's, those of staff, and overbooking only on purpose and on record."""

import uuid
from datetime import timedelta

import pytest

from modules.appointments.absences import Absence
from modules.appointments.errors import SlotTakenError, UnresolvedBookingsError
from modules.appointments.models import Booking, OutageCase, PoolDay, State
from modules.appointments.selectors import conflicting_bookings, free_times, get_place
from modules.appointments.selectors.conflicts import affected_bookings, proposed_closures
from modules.appointments.services import (
    Action,
    Resolution,
    book_by_staff,
    check_days,
    mark_arrived,
    move_booking,
    save_closure,
    serve_now,
)
from modules.appointments.services.outages import OutageWish, report_outage
from modules.appointments.services.series import remove_series, save_series
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import BERLIN, TUESDAY, ClosureFactory, cell, hold_at, make_office, used_in
from tests.modules.appointments.staff import BRANDT, booked, clock_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(clock, tenant, db):
    """An office with one place for all and one more for staff, both taken at nine."""
    place = make_office(places=1, staff_places=2)
    booked(place, 9)
    booked(place, 9)
    return place


class TestOwnQuotaOfStaff:
    """What the public may take is never what staff keep for themselves."""

    @pytest.mark.usefixtures("clock", "tenant")
    def test_complaint_18_the_public_stops_at_its_own_places_and_staff_go_on(self):
        place = make_office(places=1, staff_places=2)
        hold_at(place, 9)
        with pytest.raises(SlotTakenError):
            hold_at(place, 9)
        assert hold_at(place, 9, origin="phone").forced_by is None
        assert used_in(place)[cell(9) - 1] == 2

    @pytest.mark.usefixtures("clock", "tenant")
    def test_complaint_18_missing_places_shrink_both_quotas(self, administrator):
        place = make_office(places=2, staff_places=3)
        save_closure(closure=ClosureFactory.build(missing_places=1), actor=administrator)
        hold_at(place, 9)
        with pytest.raises(SlotTakenError):
            hold_at(place, 9)
        hold_at(place, 9, origin="phone")
        with pytest.raises(SlotTakenError):
            hold_at(place, 9, origin="phone")


class TestEdgeCase14EveryWayBeyondThePlaces:
    """Booking, serving, moving and reviving: none goes beyond silently, each names who did it."""

    def test_edge_case_14_without_force_none_of_them_goes_beyond(self, full, case_worker, clock):
        with pytest.raises(SlotTakenError):
            booked(full, 9)
        other = booked(full, 10)
        with pytest.raises(SlotTakenError):
            move_booking(booking=other, place=full, day=TUESDAY, cell_from=cell(9), actor=case_worker)
        clock(clock_time(9, 0))
        with pytest.raises(SlotTakenError):
            serve_now(place=full, actor=case_worker, idem_key=uuid.uuid4())
        assert max(used_in(full)) == 2

    @pytest.mark.parametrize("way", ["book", "serve", "move", "revive"])
    def test_edge_case_14_with_force_the_record_names_who_did_it(self, full, case_worker, clock, way):
        lapsed = hold_at(full, 10)
        Booking.objects.filter(pk=lapsed.pk).update(last_name="Voss")
        if way == "book":
            booking = booked(full, 9, actor=case_worker, force=True)
        elif way == "serve":
            clock(clock_time(9, 0))
            booking = serve_now(place=full, actor=case_worker, idem_key=uuid.uuid4(), force=True)
        elif way == "move":
            booking = move_booking(
                booking=booked(full, 11), place=full, day=TUESDAY, cell_from=cell(9), actor=case_worker, force=True
            )
        else:
            booking = self.revived(full, lapsed, case_worker, clock)
        booking.refresh_from_db()
        assert booking.forced_by == case_worker.pk
        entries = AuditEntry.objects.filter(target_id=str(booking.pk), actor_id=case_worker.pk)
        assert any(entry.details.get("is_forced") for entry in entries)
        assert check_days(repair=False).is_clean

    def revived(self, full, lapsed, case_worker, clock) -> Booking:
        """Let a hold lapse whose time others take, and let its person arrive all the same."""
        clock(lapsed.expires_at + timedelta(minutes=1))
        booked(full, 10), booked(full, 10)
        lapsed.refresh_from_db()
        return mark_arrived(booking=lapsed, actor=case_worker)


class TestComplaint02NothingIsOverbookedAfterExceptionsAndSeries:
    """After closures come and go the day rows are what rules and bookings say, and nobody books what is closed."""

    def test_complaint_02_a_series_comes_and_goes(self, office, administrator):
        kept = booked(office, 9)
        series = uuid.uuid4()
        closures = [
            ClosureFactory.build(starts_on=TUESDAY),
            ClosureFactory.build(starts_on=TUESDAY + timedelta(days=1)),
        ]
        with pytest.raises(UnresolvedBookingsError):
            save_series(closures=closures, series=series, actor=administrator)
        decided = {kept.pk: Resolution(Action.KEEP)}
        save_series(closures=closures, series=series, actor=administrator, resolutions=decided)
        assert not free_times(places=[get_place(office.pk)], day=TUESDAY)
        assert [booking.pk for booking in conflicting_bookings(pools=office.pools.all())] == [kept.pk]
        remove_series(series=series, actor=administrator)
        with pytest.raises(SlotTakenError):
            hold_at(office, 9)
        assert check_days(repair=False).is_clean


def test_complaint_19_an_outage_is_effective_in_its_own_transaction_without_any_job(office, clock, case_worker):
    clock(clock_time(7, 20))
    absence = Absence(key=uuid.uuid4(), since=clock_time(7, 20).astimezone(BERLIN), until=TUESDAY)
    report_outage(wish=OutageWish(subject="Alle", absence=absence), actor=case_worker)
    assert not free_times(places=[get_place(office.pk)], day=TUESDAY)
    assert sum(PoolDay.objects.get(pool=office.pools.all()[0], day=TUESDAY).cap_staff) == 0


class TestComplaint20TheWarningIsNeverStale:
    """Somebody books between the look and the save: the change is not saved over their head."""

    def test_complaint_20_a_closure_asks_again(self, office, administrator):
        seen = booked(office, 9)
        closure = ClosureFactory.build(starts_on=TUESDAY)
        decided = {seen.pk: Resolution(Action.KEEP)}
        booked(office, 10)
        with pytest.raises(UnresolvedBookingsError) as error:
            save_closure(closure=closure, actor=administrator, resolutions=decided)
        assert [booking.cell_from for booking in error.value.bookings] == [cell(10)]

    def test_complaint_20_an_outage_takes_care_of_who_came_in_between(self, office, clock, case_worker):
        clock(clock_time(7, 20))
        absence = Absence(key=uuid.uuid4(), since=clock_time(7, 20).astimezone(BERLIN), until=TUESDAY)
        assert affected_bookings(proposed=proposed_closures(save=absence.closures())) == []
        late = booked(office, 10, details=BRANDT)
        report_outage(wish=OutageWish(subject="Alle", absence=absence), actor=case_worker, choices={})
        assert OutageCase.objects.get(booking=late).replacement.state == State.HELD

    def test_complaint_20_the_same_booking_twice_by_staff_is_one(self, office, case_worker):
        key = uuid.uuid4()
        first, second = (
            book_by_staff(place=office, day=TUESDAY, cell_from=cell(9), details=BRANDT, actor=case_worker, idem_key=key)
            for _time in range(2)
        )
        assert first.pk == second.pk
