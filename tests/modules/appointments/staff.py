"""What the town hall does, as tests say it."""

import re
import uuid
from datetime import date, datetime
from typing import Any

from modules.appointments.models import Booking, ConcernPlace
from modules.appointments.services import Details, book_by_staff
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import BERLIN, TUESDAY, cell
from tests.modules.appointments.citizens import field

TERMINE = "/verwaltung/termine/"
BRANDT = Details(first_name="Mirela", last_name="Brandt", email="brandt@post.example", phone="03935 1234")


def clock_time(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    """Return a moment of the day on which the tests play."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def booked(place: ConcernPlace, hour: int = 9, minute: int = 0, details: Details = BRANDT, **further: Any) -> Booking:
    """Return a booking on Tuesday, made by a colleague."""
    further.setdefault("idem_key", uuid.uuid4())
    further.setdefault("actor", StaffFactory().user)
    day = further.pop("day", TUESDAY)
    return book_by_staff(place=place, day=day, cell_from=cell(hour, minute, day), details=details, **further)


def page_of(booking: Booking, below: str = "") -> str:
    """Return the address of the booking's page, or of one below it."""
    return f"{TERMINE}buchung/{booking.pk}/{below}"


def new_url(place: ConcernPlace, **params: Any) -> str:
    """Return the page on which this concern is booked by phone."""
    return f"{TERMINE}neu/?" + "&".join(
        f"{name}={value}" for name, value in {"anliegen": place.concern_id, **params}.items()
    )


def chosen(place: ConcernPlace, hour: int, minute: int = 0, day: date = TUESDAY) -> str:
    """Return the value of the button of a time."""
    return f"{place.pk}_{day}_{cell(hour, minute, day)}"


def text_of(answer: Any) -> str:
    """Return what stands on a page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\u00a0", " ")


def said(answer: Any) -> str:
    """Return what stands on the page to which a form led."""
    assert answer.status_code == 303, text_of(answer)
    return text_of(answer.client.get(answer["Location"]))


def state_of(booking: Booking) -> str:
    """Return the state as the database has it now."""
    booking.refresh_from_db()
    return booking.state


def mails() -> list[str]:
    """Return what was mailed, by kind."""
    return sorted(kind.removeprefix("appointments.") for kind in OutboxMessage.objects.values_list("kind", flat=True))


__all__ = [
    "BRANDT",
    "TERMINE",
    "booked",
    "chosen",
    "clock_time",
    "field",
    "mails",
    "new_url",
    "page_of",
    "said",
    "state_of",
    "text_of",
]
