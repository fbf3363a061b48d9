"""Many colleagues press "next" in the same instant: everybody is called once, nobody twice."""

import uuid

import pytest

from modules.appointments.models import QueueTicket, TicketState
from modules.appointments.services import check_days, mark_arrived
from modules.appointments.services.queue import call_next
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import make_office
from tests.modules.appointments.room import draw, takes_walk_ins, team_of
from tests.modules.appointments.staff import booked, clock_time

pytestmark = pytest.mark.fresh_tenant

CLERKS = 6


def test_clerks_who_press_next_at_once_never_get_the_same_person(at_once, clock):
    place = make_office(places=CLERKS)
    takes_walk_ins(place)
    clock(clock_time(10))
    clerks = [StaffFactory().user for _number in range(CLERKS)]
    for _number in range(3):
        mark_arrived(booking=booked(place, 10, 20, idem_key=uuid.uuid4()), actor=clerks[0])
        draw(place)
    teams = [team_of(place)]

    def work(number: int) -> list[str]:
        called = []
        while ticket := call_next(teams=teams, actor=clerks[number], counter=str(number), force=True):
            called.append(ticket.label)
        return called

    results = at_once(CLERKS, work)
    assert [result for result in results if isinstance(result, Exception)] == []
    called = [label for labels in results for label in labels]
    left = QueueTicket.objects.filter(state=TicketState.WAITING).count()
    assert len(called) == len(set(called)), "nobody is called twice"
    assert len(called) + left == 6
    assert left == 0, "whoever is skipped because a colleague has them is called by that colleague"
    assert check_days(repair=False).is_clean
