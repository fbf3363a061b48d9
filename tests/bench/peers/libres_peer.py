"""libres, as its documentation shows it: one resource a counter, one allocation a day, reserve and approve.

Run by the Python of a virtual environment that has libres: `python libres_peer.py REPEATS`.
"""

import sys
import time
import uuid
from collections import Counter
from datetime import datetime, timedelta

import sedate
import workload
from libres import new_scheduler
from libres.context.registry import create_default_registry
from libres.db.models import Allocation, ReservedSlot
from libres.db.scheduler import Scheduler
from libres.modules.errors import LibresError
from sqlalchemy import create_engine, exc, insert, text

ZONE = "Europe/Berlin"


def schedulers(url: str) -> list[Scheduler]:
    """Return one scheduler a counter, on a connection of its own."""
    context = create_default_registry().register_context("bench")
    context.set_setting("dsn", url)
    return [new_scheduler(context, f"Schalter {number}", ZONE) for number in range(workload.COUNTERS)]


def set_up(url: str) -> None:
    """Open the office and book half of it; the rows are those that approving writes."""
    found = schedulers(url)
    found[0].setup_database()
    for scheduler in found:
        for day in [*workload.days(60), workload.FIGHT_DAY, workload.WARM_DAY]:
            hours = (datetime.combine(day, workload.OPENS), datetime.combine(day, workload.CLOSES))
            scheduler.allocate(hours, partly_available=True, raster=10)
        scheduler.commit()
    session = found[0].session
    keys = {(str(row.resource), row.display_start().date()): row.id for row in session.query(Allocation)}
    session.execute(insert(ReservedSlot), [_slot(found, keys, *unit) for unit in workload.booked_half()])
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()


def _slot(found: list[Scheduler], keys: dict, day: object, counter: int, start: int) -> dict:
    begin = sedate.standardize_date(workload.start_of(day, start), ZONE)
    resource = found[counter].resource
    return {
        "resource": resource,
        "start": begin,
        "end": begin + workload.GRID - timedelta(microseconds=1),
        "allocation_id": keys[str(resource), day],
        "source_type": "reservation",
        "source_id": 0,
        "reservation_token": uuid.uuid4(),
    }


def free_starts(found: list[Scheduler], day_count: int) -> Counter:
    """Return how many counters are free at each start: the library's own query, which loads the reserved slots."""
    days = workload.days(day_count)
    first = datetime.combine(days[0], workload.OPENS)
    last = datetime.combine(days[-1], workload.CLOSES)
    free: Counter = Counter()
    for scheduler in found:
        for allocation in scheduler.allocations_in_range(first, last):
            free.update(start for start, _end in allocation.free_slots())
        scheduler.session.expunge_all()
        scheduler.rollback()
    return free


class Client:
    """Somebody who tries all places of the morning; aborted transactions are tried again at once."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get_ready(self, number: int) -> None:
        """Connect and book once before the clock starts."""
        self.found = schedulers(self.url)
        for scheduler in self.found:
            scheduler.session.execute(text("SELECT 1"))
            scheduler.rollback()
        counter, start = workload.own_unit(number)
        begin, account = workload.start_of(workload.WARM_DAY, start), workload.Account()
        while not account.booked_at:
            self._is_settled(self.found[counter], begin, account)

    def __call__(self, number: int, deadline: float) -> workload.Account:
        """Return what happened until all places were tried or the time was up."""
        account, found = workload.Account(), self.found
        for counter, start in workload.units_in_random_order(number):
            begin = workload.start_of(workload.FIGHT_DAY, start)
            while not self._is_settled(found[counter], begin, account):
                if time.monotonic() > deadline:
                    break
            if time.monotonic() > deadline:
                account.is_out_of_time = True
                break
        return account

    def _is_settled(self, scheduler: Scheduler, begin: datetime, account: workload.Account) -> bool:
        try:
            token = scheduler.reserve("erika@post.example", (begin, begin + workload.GRID))
            scheduler.approve_reservations(token)
            scheduler.commit()
        except LibresError:
            account.refused += 1
        except (exc.OperationalError, exc.IntegrityError):
            account.aborted += 1
            scheduler.rollback()
            return False
        else:
            account.booked_at.append(time.monotonic())
        scheduler.rollback()
        return True


def doubles(url: str) -> int:
    """Return how many places of the fight have more than one reservation that was approved."""
    statement = "SELECT count(*) - count(DISTINCT (resource, start)) FROM reserved_slots"
    with create_engine(url).connect() as connection:
        return connection.execute(text(statement)).scalar_one()


def main(url: str, repeats: int) -> None:
    """Print the result of all parts as JSON."""
    set_up(url)
    found = schedulers(url)
    units = {count: sum(free_starts(found, count).values()) for count in (30, 60)}
    backend = found[0].session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    listed = {
        count: workload.timed(lambda count=count: free_starts(found, count), repeats, backend) for count in (30, 60)
    }
    for scheduler in found:
        scheduler.close()
    result = workload.fight(Client(url))
    workload.say(units=units, listed=listed, fight=result | {"doubles": doubles(url)})


if __name__ == "__main__":
    main(workload.database_url(), int(sys.argv[1]))
