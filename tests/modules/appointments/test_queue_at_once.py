"""Many colleagues press "next" in the same instant: everybody is called once, nobody twice."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from modules.appointments.models import QueueTicket, TicketState
from modules.appointments.services import check_days, mark_arrived
from modules.appointments.services.queue import call_next
from rathaus.tenancy import enter
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import make_office
from tests.modules.appointments.room import draw, takes_walk_ins, team_of
from tests.modules.appointments.staff import booked, clock_time

pytestmark = pytest.mark.fresh_tenant

CLERKS = 6


@pytest.fixture
def at_once(fresh_tenant) -> Callable[[Callable[[int], Any]], list[Any]]:
    """Return a function that runs work(0), work(1) ... in threads that start together; errors are results too."""

    def run(work: Callable[[int], Any]) -> list[Any]:
        barrier, results = threading.Barrier(CLERKS), [None] * CLERKS

        def one(number: int) -> None:
            try:
                with enter(fresh_tenant):
                    connection.ensure_connection()
                    barrier.wait(timeout=60)
                    results[number] = work(number)
            except Exception as error:  # noqa: BLE001 - the test looks at it
                results[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=(number,)) for number in range(CLERKS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run


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

    results = at_once(work)
    assert [result for result in results if isinstance(result, Exception)] == []
    called = [label for labels in results for label in labels]
    left = QueueTicket.objects.filter(state=TicketState.WAITING).count()
    assert len(called) == len(set(called)), "nobody is called twice"
    assert len(called) + left == 6
    assert left == 0, "whoever is skipped because a colleague has them is called by that colleague"
    assert check_days(repair=False).is_clean
