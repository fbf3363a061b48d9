"""The waiting list in a crowd: complaints 1 and 7, edge case 19."""

from datetime import time, timedelta
from itertools import pairwise

import pytest

from modules.appointments.errors import AppointmentError
from modules.appointments.models import Booking, OfferState, Origin, PoolDay, State, WaitingEntry, WaitingOffer
from modules.appointments.services import (
    accept_offer,
    cancel_booking,
    check_days,
    decline_offer,
    lapse_offers,
    sweep_expired,
)
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, cell, hold_at, make_office
from tests.modules.appointments.staff import booked
from tests.modules.appointments.waiting import offer_to, waits, waits_with

pytestmark = pytest.mark.fresh_tenant


def attempts(place, hour, minute=0, tries=20) -> int:
    """Return how often the public got the time in so many tries."""
    got = 0
    for _ in range(tries):
        try:
            hold_at(place, hour, minute)
            got += 1
        except AppointmentError:
            continue
    return got


def test_complaint_07_a_freed_time_goes_to_the_first_of_five_while_a_crowd_wants_it(at_once, clock):
    place = make_office(ends_at=time(9, 20))
    booking = booked(place, 9)
    entries = [waits(place, name) for name in ("Ahrens", "Brand", "Conrad", "Dietz", "Engel")]

    def fight(number: int) -> int:
        if number == 0:
            cancel_booking(booking=booking)
            return 0
        return attempts(place, 9)

    assert at_once(8, fight) == [0] * 8
    assert offer_to(entries[0]).hold.cell_from == cell(9)
    for entry in entries[1:]:
        assert offer_to(entry) is None
    for first, second in pairwise(entries):
        offer = offer_to(first)

        def pass_on(number: int, offer: WaitingOffer = offer) -> int:
            if number == 0:
                decline_offer(offer=offer)
                return 0
            return attempts(place, 9, tries=10)

        assert at_once(4, pass_on) == [0] * 4
        assert offer_to(second).state == OfferState.OPEN
    decline_offer(offer=offer_to(entries[-1]))
    assert sum(at_once(8, lambda _number: attempts(place, 9))) == 1
    assert max(PoolDay.objects.get(day=TUESDAY).used) == 1
    assert check_days(repair=False).is_clean


def test_complaint_01_one_offer_is_accepted_once_by_however_many_clicks(at_once, clock):
    place = make_office()
    booking, entry = booked(place, 9), waits(place)
    cancel_booking(booking=booking)
    offer = offer_to(entry)
    results = at_once(6, lambda _number: accept_offer(offer=offer).pk)
    assert len(set(results)) == 1
    assert Booking.objects.filter(state=State.CONFIRMED).count() == 1
    assert check_days(repair=False).is_clean


def test_accepting_declining_lapsing_and_sweeping_at_once_leave_one_truth(at_once, clock):
    place = make_office()
    early, own = booked(place, 9), booked(place, 11)
    entry, other = waits_with(own), waits(place, "Lorenz")
    cancel_booking(booking=early)
    offer = offer_to(entry)
    clock(MONDAY_MORNING + timedelta(minutes=32))

    def act(number: int) -> str:
        steps = (
            lambda: accept_offer(offer=offer),
            lambda: decline_offer(offer=offer),
            lapse_offers,
            sweep_expired,
            lambda: cancel_booking(booking=own),
        )
        try:
            steps[number % len(steps)]()
        except AppointmentError as error:
            return str(error)
        return "done"

    at_once(10, act)
    offer.refresh_from_db()
    assert offer.state != OfferState.OPEN
    assert WaitingOffer.objects.filter(entry=other, state=OfferState.OPEN).count() <= 1
    assert check_days(repair=False).is_clean


def test_many_cancellations_at_once_reach_as_many_people_and_nobody_twice(at_once, clock):
    place = make_office(places=2, ends_at=time(11))
    bookings = [booked(place, 9 + minute // 60, minute % 60) for minute in (0, 0, 20, 20, 40, 40, 60, 60)]
    entries = [waits(place, f"Name{number}") for number in range(5)]

    assert at_once(8, lambda number: cancel_booking(booking=bookings[number]).state) == [State.CANCELLED] * 8
    offers = WaitingOffer.objects.filter(state=OfferState.OPEN)
    assert {offer.entry_id for offer in offers} == {entry.pk for entry in entries}
    assert offers.count() == 5
    assert Booking.objects.filter(origin=Origin.WAITING_LIST, state=State.HELD).count() == 5
    assert check_days(repair=False).is_clean


def test_two_who_swap_by_offers_do_not_wait_for_each_other(at_once, clock):
    """Each accepts a time that lies in the other's day while both give up their own."""
    place, wednesday = make_office(places=2), TUESDAY + timedelta(days=1)
    for turn in range(3):
        hour = 9 + turn
        free = [booked(place, hour), booked(place, hour, day=wednesday)]
        own = [booked(place, hour, 40, day=TUESDAY), booked(place, hour, 40, day=wednesday)]
        entries = [waits_with(booking) for booking in own]
        for booking in free:
            cancel_booking(booking=booking)
        offers = [offer_to(entry) for entry in entries if offer_to(entry)]
        at_once(2, lambda number, offers=offers: accept_offer(offer=offers[number % len(offers)]).state)
        WaitingEntry.objects.update(last_offer_on=None)
        assert check_days(repair=False).is_clean
