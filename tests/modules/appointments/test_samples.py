"""What a new municipality starts with, and what a demonstration shows."""

from datetime import date, datetime

import pytest

from modules.appointments import demo_data
from modules.appointments.demo_data import create_demo
from modules.appointments.models import Booking, Concern, Pool, PoolDay, State
from modules.appointments.sample_data import SAMPLES, create_samples
from modules.appointments.selectors import (
    conflicting_bookings,
    counter_pools,
    day_view,
    earliest_per_place,
    next_free_panel,
    offered_places,
)
from modules.appointments.selectors.mine import mine
from modules.appointments.services import check_days
from tests.factories.appointments import BERLIN, MONDAY_MORNING, TUESDAY
from tests.modules.appointments.owners import citizen, told

pytestmark = pytest.mark.django_db


def test_every_sample_can_be_booked_from_the_first_moment(clock):
    create_samples(None)
    assert Concern.objects.count() == len(SAMPLES)
    public = [place for place in offered_places() if place.concern.audience == "public"]
    assert len(public) == len(SAMPLES) - 1
    for place in public:
        assert earliest_per_place(places=[place])[place.pk] is not None, place
    assert check_days(repair=False).is_clean


def test_samples_are_added_once(clock):
    create_samples(None)
    create_samples(None)
    assert Concern.objects.count() == len(SAMPLES)


def test_the_demonstration_has_a_full_past_and_a_free_future(clock):
    create_demo(MONDAY_MORNING)
    assert Booking.objects.filter(state=State.DONE).count() > 100
    assert Booking.objects.filter(day=TUESDAY, state=State.CONFIRMED).count() > 10
    assert next_free_panel() is not None
    assert conflicting_bookings(pools=Pool.objects.all()) == []
    assert check_days(repair=False).is_clean


def test_an_outpost_is_open_on_its_weekday_of_the_month(clock, monkeypatch):
    monkeypatch.setitem(demo_data.OUTPOSTS, "musterstadt", demo_data.OUTPOSTS["tangerhuette"])
    demo_data.create_demo(MONDAY_MORNING)
    pool = Pool.objects.get(location__name="Außenstelle Lüderitz")
    open_days = [row.day for row in PoolDay.objects.filter(pool=pool, day__gte=TUESDAY).order_by("day") if any(row.cap)]
    assert open_days == [date(2026, 12, 1), date(2027, 1, 5)]
    assert Booking.objects.filter(pools=pool, day=date(2026, 12, 1)).exists()
    assert check_days(repair=False).is_clean


def test_the_demonstration_shows_people_at_work_at_this_moment(clock):
    now = datetime(2026, 11, 24, 10, 7, tzinfo=BERLIN)
    clock(now)
    create_demo(now)
    view = day_view(day=TUESDAY, pools=list(counter_pools()))
    assert view.counts[State.CALLED] >= 1
    assert view.counts[State.DONE] >= 5
    assert all(booking.full_name for booking in view.bookings)


def test_citizens_of_a_demonstration_have_appointments_and_a_timeline(clock):
    person = citizen()
    create_demo(MONDAY_MORNING)

    found = mine(person, now=MONDAY_MORNING)
    assert (len(found.coming), len(found.documents)) == (1, 1)
    assert found.past
    assert {kind for kind, _title in told(person)} >= {"appointments.booked", "appointments.document_ready"}
    assert check_days(repair=False).is_clean
