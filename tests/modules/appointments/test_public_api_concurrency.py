"""Programs that send the same request again before the first answer is there."""

import threading

import pytest
from django.db import connection

from modules.appointments.models import Booking
from modules.appointments.selectors import get_place, next_free
from rathaus.api.services import create_key
from rathaus.tenancy import enter
from tests.factories.api import Program
from tests.factories.appointments import make_office


@pytest.mark.fresh_tenant
def test_of_many_holds_with_the_same_key_at_once_one_is_made(fresh_tenant, django_db_blocker):
    with django_db_blocker.unblock():
        place = get_place(make_office().pk)
        time = next_free(places=[place])[0]
        _key, text = create_key(name="App", scopes=["appointments:book"], actor=None)
        wanted = {
            "concern_id": str(place.concern_id),
            "place_id": str(place.location_id),
            "starts_at": time.starts_at.isoformat(),
        }
        start, answers = threading.Barrier(6), []

        def ask() -> None:
            with enter(fresh_tenant):
                app = Program(text)
                start.wait()
                answers.append(app.post("holds", wanted, headers={"Idempotency-Key": "dieselbe-fuer-alle"}))
            connection.close()

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["token"] for answer in answers}) == 1
        assert Booking.objects.count() == 1
