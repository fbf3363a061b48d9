"""Many programs book in one go at the same moment: threads with connections of their own on a fresh municipality."""

import threading
import uuid
from collections import Counter
from dataclasses import replace

import pytest
from django.db import transaction

from modules.appointments.errors import SlotTakenError, TooManyBookingsError
from modules.appointments.models import AppointmentSettings, Booking, Pool, PoolDay, State
from modules.appointments.services import check_days
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import TUESDAY, cell, make_office
from tests.modules.appointments.test_booking_at_once import MIRELA, OTTO, beside, book

pytestmark = pytest.mark.fresh_tenant


def test_thirty_two_clients_get_exactly_a_hundred_places(at_once, clock):
    office = make_office(places=10)
    Pool.objects.update(grid_minutes=10)
    starts = [(9 + number // 6, 10 * (number % 6)) for number in range(10)]
    place = beside(office)

    def fight(number: int) -> int:
        left, booked = list(starts), 0
        while left:
            try:
                start = left[number % len(left)]
                book(place, *start, details=replace(OTTO, phone=f"0391 {number}{booked:03}"))
                booked += 1
            except SlotTakenError:
                left.remove(start)
        return booked

    results = at_once(32, fight)
    assert sum(results) == 100
    assert Counter(Booking.objects.values_list("cell_from", flat=True)) == {cell(*start): 10 for start in starts}
    assert set(Booking.objects.values_list("state", flat=True)) == {State.CONFIRMED}
    assert AuditEntry.objects.filter(action="appointments.booking_confirmed").count() == 100
    assert check_days(repair=False).is_clean


@pytest.mark.parametrize("details", [OTTO, MIRELA])
def test_eight_clicks_are_one_booking(at_once, clock, details):
    office, key = make_office(places=10), uuid.uuid4()
    AppointmentSettings.objects.create(max_open_bookings=1)

    results = at_once(8, lambda _number: book(office, idem_key=key, details=details))

    assert len({booking.pk for booking in results}) == 1
    assert Booking.objects.count() == 1
    assert check_days(repair=False).is_clean


def test_a_person_with_many_tabs_gets_as_many_bookings_as_allowed(at_once, clock):
    office = make_office(places=10)
    AppointmentSettings.objects.create(max_open_bookings=2)

    results = at_once(6, lambda _number: book(office))

    assert Counter(type(result) for result in results) == {Booking: 2, TooManyBookingsError: 4}
    assert check_days(repair=False).is_clean


def test_who_is_refused_does_not_wait_for_the_day(at_once, clock):
    office = make_office(places=1)
    book(office)
    locked, refused = threading.Event(), threading.Event()

    def lock_or_ask(number: int) -> str:
        if number == 0:
            with transaction.atomic():
                list(PoolDay.objects.filter(day=TUESDAY).select_for_update())
                locked.set()
                return "told while locked" if refused.wait(timeout=30) else "waited"
        locked.wait(timeout=30)
        with pytest.raises(SlotTakenError):
            book(office)
        refused.set()
        return "refused"

    assert at_once(2, lock_or_ask) == ["told while locked", "refused"]
