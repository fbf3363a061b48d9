"""Many people at the same moment: threads with connections of their own on a fresh municipality."""

import random
import threading
import uuid
from collections import Counter
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import transaction

from modules.appointments.codes import confirmation_code
from modules.appointments.errors import BusyError, SlotTakenError
from modules.appointments.models import Booking, ConcernPlace, PoolDay, State
from modules.appointments.selectors import get_place
from modules.appointments.services import (
    Details,
    cancel_booking,
    check_days,
    confirm_by_code,
    enter_details,
    hold,
    move_booking,
    rebuild_days,
    request_confirmation,
    sweep_expired,
)
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import (
    MONDAY_MORNING,
    TUESDAY,
    ConcernFactory,
    ConcernPlaceFactory,
    cell,
    hold_at,
    make_office,
)

pytestmark = pytest.mark.fresh_tenant


def ten_minutes(places: int, *, ends_at: time = time(10, 40), **further: Any) -> ConcernPlace:
    """Return a place for visits of ten minutes; from 9:00 to 10:40 they have ten starts."""
    office = make_office(places=places, ends_at=ends_at)
    concern = ConcernFactory(first_minutes=10, **further)
    place = ConcernPlaceFactory(concern=concern, location=office.location, pools=list(office.pools.all()))
    return get_place(place.pk)


def test_edge_case_09_thirty_two_clients_get_exactly_a_hundred_places(at_once, clock):
    place = ten_minutes(places=10)
    ten_starts = [cell(9) + 2 * number for number in range(10)]

    def fight(number: int) -> int:
        luck, left, booked = random.Random(number), list(ten_starts), 0  # noqa: S311 - which one is tried first
        while left:
            start = luck.choice(left)
            try:
                hold(place=place, day=TUESDAY, cell_from=start, idem_key=uuid.uuid4())
                booked += 1
            except SlotTakenError:
                left.remove(start)
        return booked

    results = at_once(32, fight)
    assert sum(results) == 100
    assert Counter(Booking.objects.values_list("cell_from", flat=True)) == dict.fromkeys(ten_starts, 10)
    assert max(PoolDay.objects.get(day=TUESDAY).used) == 10
    assert check_days(repair=False).is_clean


def test_edge_case_10_eight_clicks_at_once_are_one_booking(at_once, clock):
    place, key = ten_minutes(places=10), uuid.uuid4()
    results = at_once(8, lambda _number: hold_at(place, 9, idem_key=key))
    assert len({booking.pk for booking in results}) == 1
    assert Booking.objects.count() == 1
    assert check_days(repair=False).is_clean


def test_edge_case_12_a_scanner_and_a_person_confirm_at_once_and_one_mail_goes_out(at_once, clock):
    booking = hold_at(ten_minutes(places=1), 9)
    booking = enter_details(booking=booking, details=Details(last_name="Graf", email="graf@post.example"))
    booking = request_confirmation(booking=booking)
    code = confirmation_code(booking.pk, booking.email)
    results = at_once(4, lambda _number: confirm_by_code(booking=booking, code=code).state)
    assert results == [State.CONFIRMED] * 4
    assert OutboxMessage.objects.filter(kind="appointments.confirmed").count() == 1


def test_edge_case_16_bookings_that_change_places_do_not_wait_for_each_other(at_once, clock):
    """Half of the bookings move from Tuesday to Wednesday while the other half moves the opposite way."""
    place, wednesday = ten_minutes(places=8), TUESDAY + timedelta(days=1)
    bookings = []
    for number in range(8):
        day = TUESDAY if number % 2 else wednesday
        booking = hold_at(place, 9, day=day)
        booking = enter_details(booking=booking, details=Details(last_name="Graf", phone=f"0123 456{number}"))
        bookings.append(request_confirmation(booking=booking))

    def move_back_and_forth(number: int) -> int:
        booking, done = bookings[number], 0
        for turn in range(6):
            there = wednesday if (number + turn) % 2 else TUESDAY
            move_booking(booking=booking, place=place, day=there, cell_from=cell(10, 0, there))
            done += 1
        return done

    assert at_once(8, move_back_and_forth) == [6] * 8
    assert check_days(repair=False).is_clean


def test_edge_case_16_weddings_and_counters_take_their_pools_in_one_order(at_once, clock):
    first, second = make_office(places=8), make_office(places=8)
    pools = [*first.pools.all(), *second.pools.all()]
    both = [get_place(ConcernPlaceFactory(location=first.location, pools=order).pk) for order in (pools, pools[::-1])]

    def book_and_cancel(number: int) -> str:
        for _ in range(5):
            cancel_booking(booking=hold_at(both[number % 2], 9, 20 * (number % 3)))
        return "done"

    assert at_once(8, book_and_cancel) == ["done"] * 8
    assert check_days(repair=False).is_clean


def test_many_sweepers_edits_and_visitors_leave_the_rows_right(at_once, clock):
    place = ten_minutes(places=3)
    for number in range(10):
        hold_at(place, 9, 10 * (number % 6))
    clock(MONDAY_MORNING + timedelta(minutes=11))
    pools = list(place.pools.all())

    def something(number: int) -> str:
        if number % 3 == 0:
            sweep_expired()
        elif number % 3 == 1:
            rebuild_days(pools=pools)
        else:
            for minute in (0, 10, 20, 30):
                try:
                    hold_at(place, 9, minute)
                except SlotTakenError:
                    continue
        return "done"

    assert at_once(9, something) == ["done"] * 9
    assert check_days(repair=False).is_clean


def test_who_waits_too_long_for_a_day_hears_that_it_is_busy(at_once, clock):
    place = ten_minutes(places=3)
    locked, may_go = threading.Event(), threading.Event()

    def lock_or_book(number: int) -> Any:
        if number == 0:
            with transaction.atomic():
                list(PoolDay.objects.filter(day=TUESDAY).select_for_update())
                locked.set()
                may_go.wait(timeout=30)
            return "unlocked"
        locked.wait(timeout=30)
        try:
            return hold_at(place, 9)
        finally:
            may_go.set()

    unlocked, refused = at_once(2, lock_or_book)
    assert unlocked == "unlocked"
    assert isinstance(refused, BusyError)
    assert Booking.objects.count() == 0
