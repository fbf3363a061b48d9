"""What citizens do, as tests say it: choose, hold, fill in, confirm."""

import re
import uuid
from datetime import date
from typing import Any

from django.test import Client

from modules.appointments.codes import confirmation_code
from modules.appointments.models import Booking, ConcernPlace
from tests.factories.appointments import TUESDAY, cell

DETAILS = {
    "schritt": "angaben",
    "first_name": "Mirela",
    "last_name": "Brandt",
    "email": "mirela.brandt@post.example",
    "for_whom": "me",
}


def times_url(place: ConcernPlace, *, day: date | None = TUESDAY, **params: Any) -> str:
    """Return the address of the times of a day."""
    query = {"anliegen": place.concern_id, **({"tag": day} if day else {}), **params}
    return "/termine/zeit/?" + "&".join(f"{name}={value}" for name, value in query.items())


def choose(client: Client, place: ConcernPlace, hour: int, minute: int = 0, *, page: Any = None, **params: Any) -> Any:
    """Return the answer to the choice of a time, sent from a freshly loaded page or from a given one."""
    page = page or client.get(times_url(place, **params))
    return send_choice(client, place, hour, minute, idem_key=field(page, "idem_key"), **params)


def send_choice(client: Client, place: ConcernPlace, hour: int, minute: int, *, idem_key: Any, **params: Any) -> Any:
    """Return the answer to the choice of a time under this key of the form."""
    sent = {"idem_key": idem_key, "zeit": f"{place.pk}_{TUESDAY}_{cell(hour, minute)}"}
    return client.post(times_url(place, **params), sent)


def held(client: Client, place: ConcernPlace, hour: int = 9, minute: int = 0, **params: Any) -> Booking:
    """Return a booking that a citizen holds; the page with the times, half of the work, is not drawn for it."""
    answer = send_choice(client, place, hour, minute, idem_key=uuid.uuid4(), **params)
    assert answer.status_code == 303, answer.content.decode()
    return booking_at(answer)


def booking_at(answer: Any) -> Booking:
    """Return the booking to whose pages an answer leads."""
    return Booking.objects.get(token=re.search(r"/t/([^/]+)/", answer["Location"])[1])


def page_of(booking: Booking, below: str = "") -> str:
    """Return the address of the booking's page, or of one below it."""
    return f"/termine/t/{booking.token}/{below}"


def unconfirmed(client: Client, place: ConcernPlace, hour: int = 9, minute: int = 0, **details: Any) -> Booking:
    """Return a booking that waits for its code."""
    booking = held(client, place, hour, minute, ort=place.pk)
    client.post(page_of(booking), DETAILS | details)
    client.post(page_of(booking, "pruefen/"))
    booking.refresh_from_db()
    return booking


def confirmed(client: Client, place: ConcernPlace, hour: int = 9, minute: int = 0, **details: Any) -> Booking:
    """Return a booking that was confirmed by its code."""
    booking = unconfirmed(client, place, hour, minute, **details)
    client.post(page_of(booking), {"schritt": "code", "code": confirmation_code(booking.pk, booking.email)})
    booking.refresh_from_db()
    return booking


def text_of(answer: Any) -> str:
    """Return what stands on a page, without tags and with single spaces."""
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.replace("\xa0", " ").split())


def field(answer: Any, name: str) -> str:
    """Return the value of the first input with that name."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', answer.content.decode())
    assert tag, f"no input {name}"
    return re.search(r'value="([^"]*)"', tag[0])[1]
