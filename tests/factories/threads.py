"""Many people at the same moment: threads with connections of their own on a fresh municipality."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from rathaus.tenancy import enter

Work = Callable[[int], Any]


@pytest.fixture
def at_once(fresh_tenant) -> Callable[..., list[Any]]:
    """Return a function that runs work(0), work(1) ... in threads that start together; errors are results too."""

    def run(count: int, work: Work) -> list[Any]:
        barrier, results = threading.Barrier(count), [None] * count

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

        threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run
