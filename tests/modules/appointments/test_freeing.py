"""What becomes of a time that somebody gives up: complaint 7, edge cases 5, 8 and 19."""

from datetime import timedelta

import pytest
from django.utils import timezone

from modules.appointments.models import Booking, OfferState, Origin, Pool, State, Support, WaitingOffer
from modules.appointments.selectors import get_place
from modules.appointments.services import (
    cancel_booking,
    check_days,
    decline_offer,
    hold,
    lapse_offers,
    move_booking,
    sweep_expired,
)
from modules.appointments.services import offering as offering_services
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import (
    MONDAY_MORNING,
    TUESDAY,
    ClosureFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    PoolFactory,
    cell,
    hold_at,
    make_office,
)
from tests.factories.municipality import LocationFactory
from tests.modules.appointments.staff import booked
from tests.modules.appointments.waiting import is_free, kept, offer_to, waits, waits_with, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rows_equal_bookings(request):
    """Whatever a test did: day rows say what the bookings say."""
    yield
    assert check_days(repair=False).is_clean


class TestComplaint07WaitingList:
    def test_complaint_07_a_cancelled_time_goes_to_the_first_who_waits_and_the_public_never_sees_it(self, office):
        booking, first, second = booked(office, 9), waits(office, "Graf"), waits(office, "Lorenz")
        cancel_booking(booking=booking)
        assert not is_free(office, 9)
        offer = offer_to(first)
        assert offer.hold.cell_from == cell(9)
        assert offer_to(second) is None
        mail = OutboxMessage.objects.get(kind="appointments.waiting_offer")
        assert mail.to == "graf@post.example"
        assert f"/termine/warteliste/angebot/{offer.token}/" in mail.text

    def test_complaint_07_who_needs_a_way_without_steps_is_offered_none_with_steps(self, office, tenant_client):
        stairs = LocationFactory(name="Altes Amt", step_free=False)
        extra = ConcernPlaceFactory(
            concern=office.concern, location=stairs, pools=[make_office(location=stairs).pools.get()]
        )
        up, own = booked(get_place(extra.pk), 9), booked(office, 11)
        Booking.objects.filter(pk=own.pk).update(support=[Support.STEP_FREE])
        assert "Altes Amt" not in tenant_client.get(f"/termine/t/{own.token}/frueher/").content.decode()
        entry, other = waits_with(own), waits(office)
        cancel_booking(booking=up)
        assert offer_to(entry) is None
        assert offer_to(other).hold.place_id == extra.pk

    def test_complaint_07_nobody_else_can_take_an_offered_time(self, office):
        booking = booked(office, 9)
        waits(office)
        cancel_booking(booking=booking)
        with pytest.raises(Exception, match="vergeben"):
            hold_at(office, 9)

    def test_a_moved_booking_frees_its_old_time_for_who_waits(self, office):
        booking, entry = booked(office, 9), waits(office)
        move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))
        assert offer_to(entry).hold.cell_from == cell(9)

    def test_who_moves_to_a_later_time_does_not_get_the_own_one_back(self, office):
        booking = booked(office, 9)
        entry = waits_with(booking)
        move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))
        assert offer_to(entry) is None
        assert is_free(office, 9)

    def test_somebody_with_an_appointment_hears_of_earlier_times_only(self, office):
        early, own, late = booked(office, 9), booked(office, 10), booked(office, 11)
        entry = waits_with(own)
        cancel_booking(booking=late)
        assert offer_to(entry) is None
        cancel_booking(booking=early)
        assert offer_to(entry).hold.cell_from == cell(9)

    @pytest.mark.parametrize(
        "wished",
        [
            {"weekdays": [0, 2]},
            {"until_day": TUESDAY - timedelta(days=1)},
            {"from_day": TUESDAY + timedelta(days=1)},
            {"time_from": timezone.datetime(2026, 1, 1, 9, 5).time()},
            {"time_until": timezone.datetime(2026, 1, 1, 8, 55).time()},
        ],
    )
    def test_what_nobody_wished_goes_to_the_public(self, office, wished):
        booking, entry = booked(office, 9), waits(office, **wished)
        cancel_booking(booking=booking)
        assert offer_to(entry) is None
        assert is_free(office, 9)

    def test_a_wish_for_another_place_is_left_alone(self, office):
        elsewhere = ConcernPlaceFactory(concern=office.concern)
        booking, entry = booked(office, 9), waits(office, place=elsewhere)
        cancel_booking(booking=booking)
        assert offer_to(entry) is None

    def test_a_concern_without_a_waiting_list_frees_at_once(self, office):
        booking, entry = booked(office, 9), waits(office)
        type(office.concern).objects.update(has_waiting_list=False)
        cancel_booking(booking=booking)
        assert offer_to(entry) is None
        assert is_free(office, 9)

    def test_half_an_hour_serves_a_wish_of_twenty_minutes_and_the_rest_is_free(self, office):
        longer = ConcernPlaceFactory(
            concern=ConcernFactory(first_minutes=30), location=office.location, pools=list(office.pools.all())
        )
        booking, entry = booked(get_place(longer.pk), 9), waits(office)
        cancel_booking(booking=booking)
        held = offer_to(entry).hold
        assert (held.cell_from, held.cell_to) == (cell(9), cell(9, 20))
        short = ConcernPlaceFactory(
            concern=ConcernFactory(first_minutes=10), location=office.location, pools=list(office.pools.all())
        )
        assert is_free(get_place(short.pk), 9, 20)

    def test_forty_minutes_serve_two_people(self, office):
        longer = ConcernPlaceFactory(
            concern=ConcernFactory(first_minutes=40), location=office.location, pools=list(office.pools.all())
        )
        booking = booked(get_place(longer.pk), 9)
        entries = [waits(office, name) for name in ("Graf", "Lorenz", "Winter")]
        cancel_booking(booking=booking)
        starts = [offer.hold.cell_from if (offer := offer_to(entry)) else None for entry in entries]
        assert starts == [cell(9), cell(9, 20), None]

    def test_a_wish_that_needs_a_second_pool_gets_a_place_in_both_or_none(self, office):
        registrar = make_office(location=office.location)
        wedding = ConcernPlaceFactory(location=office.location, pools=[*office.pools.all(), *registrar.pools.all()])
        entry = waits(get_place(wedding.pk))
        own, other = booked(office, 9), booked(registrar, 9)
        cancel_booking(booking=own)
        assert offer_to(entry) is None
        cancel_booking(booking=other)
        assert len(offer_to(entry).hold.taken_places.all()) == 2

    def test_somebody_gets_one_offer_a_day(self, office, clock):
        entry, bookings = waits(office), [booked(office, 9), booked(office, 10), booked(office, 11)]
        cancel_booking(booking=bookings[0])
        cancel_booking(booking=bookings[1])
        assert len(kept()) == 1
        decline_offer(offer=offer_to(entry))
        assert kept() == []
        clock(MONDAY_MORNING + timedelta(days=1) - timedelta(minutes=30))
        cancel_booking(booking=bookings[2])
        assert offer_to(entry).hold.cell_from == cell(11)

    @pytest.mark.parametrize(("hour", "minute"), [(20, 30), (23, 0), (19, 45), (6, 30)])
    def test_at_night_nobody_is_asked_and_the_time_is_free(self, office, clock, hour, minute):
        booking = booked(office, 9, day=TUESDAY + timedelta(days=1))
        entry = waits(office)
        clock(MONDAY_MORNING.replace(hour=hour, minute=minute))
        cancel_booking(booking=booking)
        assert offer_to(entry) is None
        assert is_free(office, 9, day=TUESDAY + timedelta(days=1))

    def test_a_time_that_comes_too_soon_to_answer_is_free_at_once(self, office, clock):
        booking, entry = booked(office, 9), waits(office)
        clock(MONDAY_MORNING + timedelta(days=1))
        cancel_booking(booking=booking)
        assert offer_to(entry) is None
        assert is_free(office, 9)


class TestGoingOn:
    def test_who_declines_lets_the_next_one_have_it_at_once(self, office):
        booking, first, second = booked(office, 9), waits(office, "Graf"), waits(office, "Lorenz")
        cancel_booking(booking=booking)
        decline_offer(offer=offer_to(first))
        assert offer_to(second).hold.cell_from == cell(9)
        assert not is_free(office, 9)

    def test_an_offer_that_nobody_answers_goes_on_before_the_public_sees_it(self, office, clock):
        booking, first, second = booked(office, 9), waits(office, "Graf"), waits(office, "Lorenz")
        cancel_booking(booking=booking)
        clock(MONDAY_MORNING + timedelta(minutes=30))
        assert not is_free(office, 9)
        assert lapse_offers() == 1
        assert offer_to(first) is None
        assert offer_to(second).hold.cell_from == cell(9)
        assert lapse_offers() == 0

    def test_in_the_end_everybody_may_have_it(self, office, clock):
        booking, entry = booked(office, 9), waits(office)
        cancel_booking(booking=booking)
        clock(MONDAY_MORNING + timedelta(minutes=31))
        lapse_offers()
        assert offer_to(entry) is None
        assert is_free(office, 9)

    def test_edge_case_08_without_any_job_the_reader_frees_an_offer_that_lapsed(self, office, clock):
        booking = booked(office, 9)
        waits(office)
        cancel_booking(booking=booking)
        clock(MONDAY_MORNING + timedelta(minutes=34))
        assert is_free(office, 9)

    def test_edge_case_08_who_needs_the_place_sweeps_an_offer_that_lapsed(self, office, clock):
        booking = booked(office, 9)
        waits(office)
        cancel_booking(booking=booking)
        clock(MONDAY_MORNING + timedelta(minutes=34))
        assert hold_at(office, 9).state == State.HELD
        assert WaitingOffer.objects.get().state == OfferState.LAPSED

    def test_edge_case_08_the_sweeper_ends_offers_and_their_holds_together(self, office, clock):
        booking = booked(office, 9)
        waits(office)
        cancel_booking(booking=booking)
        clock(MONDAY_MORNING + timedelta(minutes=34))
        assert sweep_expired() == 1
        assert WaitingOffer.objects.get().state == OfferState.LAPSED
        assert lapse_offers() == 0

    def test_a_step_that_fails_half_way_leaves_everything_as_it_was(self, office, monkeypatch):
        booking = booked(office, 9)
        waits(office)

        def fail(_offer):
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(offering_services.waiting_mails, "send_offer", fail)
        with pytest.raises(RuntimeError):
            cancel_booking(booking=booking)
        booking.refresh_from_db()
        assert booking.state == State.CONFIRMED
        assert kept() == []


class TestEdgeCase05ClosedDays:
    def test_edge_case_05_a_time_on_a_day_that_closed_is_offered_to_nobody(self, office):
        booking, entry = booked(office, 9), waits(office)
        from modules.appointments.services import Action, Resolution, save_closure

        reason = "Das Rathaus ist geschlossen."
        save_closure(
            closure=ClosureFactory.build(pool=office.pools.get()),
            actor=None,
            resolutions={booking.pk: Resolution(Action.CANCEL, reason)},
        )
        booking.refresh_from_db()
        assert booking.state == State.CANCELLED
        assert offer_to(entry) is None

    def test_an_overbooked_time_is_offered_only_once_there_is_room(self, office, case_worker):
        first, second = booked(office, 9), booked(office, 9, force=True, actor=case_worker)
        entry = waits(office)
        cancel_booking(booking=first)
        assert offer_to(entry) is None
        cancel_booking(booking=second)
        assert offer_to(entry).hold.cell_from == cell(9)


class TestEdgeCase19Snipers:
    @pytest.fixture
    def slow(self, office):
        Pool.objects.update(return_minutes=30)
        return office

    def test_edge_case_19_a_cancelled_time_stays_out_of_sight_for_a_moment_nobody_can_guess(self, slow, clock):
        cancel_booking(booking=booked(slow, 9))
        (embargo,) = kept(Origin.EMBARGO)
        assert MONDAY_MORNING < embargo.expires_at <= MONDAY_MORNING + timedelta(minutes=30)
        assert not is_free(slow, 9)
        clock(embargo.expires_at)
        assert is_free(slow, 9)

    def test_edge_case_19_moments_differ(self, slow):
        for hour, minute in ((9, 0), (9, 20), (9, 40), (10, 0), (10, 20), (10, 40)):
            cancel_booking(booking=booked(slow, hour, minute))
        assert len({embargo.expires_at for embargo in kept(Origin.EMBARGO)}) > 1

    def test_edge_case_19_who_waits_comes_before_the_wait(self, slow):
        booking, entry = booked(slow, 9), waits(slow)
        cancel_booking(booking=booking)
        assert kept(Origin.EMBARGO) == []
        decline_offer(offer=offer_to(entry))
        assert len(kept(Origin.EMBARGO)) == 1

    def test_a_time_of_today_that_has_begun_is_not_kept(self, slow, clock, case_worker):
        booking = booked(slow, 9)
        clock(MONDAY_MORNING + timedelta(days=1, hours=1, minutes=5))
        cancel_booking(booking=booking, actor=case_worker, reason="Niemand da.")
        assert kept(Origin.EMBARGO) == []

    def test_what_the_public_would_not_see_is_not_kept(self, slow, case_worker):
        first = booked(slow, 9)
        booked(slow, 9, force=True, actor=case_worker)
        cancel_booking(booking=first)
        assert kept(Origin.EMBARGO) == []

    def test_a_hold_that_was_never_firm_is_free_at_once(self, slow):
        cancel_booking(booking=hold_at(slow, 9))
        assert kept(Origin.EMBARGO) == []
        assert is_free(slow, 9)

    def test_the_longest_wait_of_several_pools_counts(self, slow):
        other = PoolFactory(location=slow.location, return_minutes=0)
        assert other.return_minutes == 0
        cancel_booking(booking=booked(slow, 9))
        assert len(kept(Origin.EMBARGO)) == 1


def test_edge_case_20_places_that_the_town_hall_keeps_have_no_public_page(office, tenant_client):
    booking = booked(office, 9)
    waits(office)
    cancel_booking(booking=booking)
    (held,) = kept()
    for page in ("", "pruefen/", "absagen/", "verschieben/", "termin.ics"):
        assert tenant_client.get(f"/termine/t/{held.token}/{page}").status_code == 404


def test_a_wish_of_yesterday_is_no_wish_any_more(office):
    booking = booked(office, 9)
    entry = waits(office)
    entry.until_day = TUESDAY - timedelta(days=3)
    entry.save()
    cancel_booking(booking=booking)
    assert offer_to(entry) is None


def test_who_waits_may_reach_into_free_time_beside_the_gap(office):
    longer = ConcernPlaceFactory(
        concern=ConcernFactory(first_minutes=40), location=office.location, pools=list(office.pools.all())
    )
    booking, entry = booked(office, 9), waits(get_place(longer.pk))
    cancel_booking(booking=booking)
    assert offer_to(entry).hold.length == 8


def test_the_same_wish_is_held_with_the_same_visit(office):
    booking = booked(office, 9)
    entry = waits(office)
    cancel_booking(booking=booking)
    held = offer_to(entry).hold
    assert (held.concern_id, held.persons, held.origin, held.state) == (office.concern_id, 1, "waiting_list", "held")
    assert wish().until_day == TUESDAY + timedelta(days=3)
    assert hold  # the public door stays closed to it: see above
