"""Holding a time: it is ours for ten minutes, and never anybody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from modules.appointments.errors import SlotTakenError
from modules.appointments.models import State
from tests.factories.appointments import cell, hold_at, used_in

pytestmark = pytest.mark.django_db


def test_a_hold_takes_its_cells_for_ten_minutes(office):
    booking = hold_at(office, 9, 20)
    assert booking.state == State.HELD
    assert booking.expires_at == timezone.now() + timedelta(minutes=10)
    assert booking.starts_at.isoformat() == "2026-11-24T08:20:00+00:00"
    assert booking.minutes == 20
    used = used_in(office)
    assert [index + 1 for index, count in enumerate(used) if count] == list(range(cell(9, 20), cell(9, 40)))


def test_edge_case_09_a_second_visitor_does_not_get_the_same_time(office):
    hold_at(office, 9, 20)
    with pytest.raises(SlotTakenError) as caught:
        hold_at(office, 9, 20)
    near = [time.starts_at.strftime("%H:%M") for time in caught.value.neighbours]
    assert near == ["09:00", "09:40", "09:50"]
