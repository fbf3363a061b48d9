"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

import uuid
from datetime import time
from typing import Any

from modules.appointments.models import Audience, Booking, ConcernPlace, OpenDespiteHoliday
from modules.appointments.selectors import get_place, next_free
from modules.appointments.services import Details, book_by_staff, ensure_days, mark_arrived
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import (
    AnswerFactory,
    ClosureFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    ConcernWindowFactory,
    OpeningHoursFactory,
    PoolFactory,
    QuestionFactory,
)
from tests.factories.municipality import LocationFactory
from tests.modules.appointments.examples_exchange import exchange_examples
from tests.modules.appointments.examples_fairness import fairness_examples
from tests.modules.appointments.examples_outage import outage_examples
from tests.modules.appointments.examples_papers import papers_examples
from tests.modules.appointments.examples_room import room_examples
from tests.modules.appointments.examples_waiting import waiting_examples


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    return setup_examples(marker) | booking_examples(marker) | exchange_examples(marker) | fairness_examples(marker)


def booking_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages of a booking, for its citizen and for the town hall."""
    pool = PoolFactory(name=f"{marker} Schalter", location=LocationFactory(name=f"{marker} Rathaus", street=marker))
    for weekday in range(7):
        OpeningHoursFactory(pool=pool, weekday=weekday, starts_at=time(0), ends_at=time(0), places=3)
    concern = ConcernFactory(name=f"{marker} Ausweis", group=marker, documents=marker, fee_note=marker)
    place = ConcernPlaceFactory(concern=concern, location=pool.location, pools=[pool])
    ensure_days()
    booking = booked(get_place(place.pk), marker)
    waits = booked(get_place(place.pk), marker)
    mark_arrived(booking=waits, actor=StaffFactory().user)
    by_token = ("booking", "check", "hold_again", "send_again", "confirm", "move", "cancel", "calendar")
    by_id = ("booking", "step", "move", "cancel", "correct", "slip")
    return (
        {f"appointments:{name}": {"token": booking.token} for name in by_token}
        | {f"appointments_staff:{name}": {"booking_id": booking.pk} for name in by_id}
        | {f"appointments:{name}": {"concern_id": concern.pk} for name in ("concern", "apart")}
        | outage_examples(booked(get_place(place.pk), marker), marker)
        | waiting_examples(booking, marker)
        | room_examples(marker, waits)
        | papers_examples()
    )


def booked(place: ConcernPlace, marker: str) -> Booking:
    """Return a confirmed booking of the next free time with the marker in all that somebody typed."""
    time = next_free(places=[place], audience=Audience.STAFF)[0]
    details = Details(
        first_name=marker,
        last_name=marker,
        email="kennwort@post.example",
        phone="03931 77310",
        for_name=marker,
        note=marker,
        wants_callback=True,
    )
    return book_by_staff(
        place=place,
        day=time.day,
        cell_from=time.cell,
        details=details,
        actor=StaffFactory().user,
        idem_key=uuid.uuid4(),
    )


def setup_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the set-up pages."""
    location = LocationFactory(name=f"{marker} Termine", street=marker, entrance=marker)
    pool = PoolFactory(name=f"{marker} Gruppe", location=location)
    hours = OpeningHoursFactory(pool=pool)
    concern = ConcernFactory(
        name=f"{marker} Anliegen", group=marker, keywords=marker, description=marker, documents=marker, fee_note=marker
    )
    ConcernPlaceFactory(concern=concern, location=location, pools=[pool])
    AnswerFactory(question=QuestionFactory(concern=concern, text=marker), label=marker, hint=marker)
    window = ConcernWindowFactory(concern=concern)
    closure = ClosureFactory(pool=pool, reason=marker)
    holiday = OpenDespiteHoliday.objects.create(day="2027-01-06", pool=pool)
    of_pool, of_concern, of_closure = {"pool_id": pool.pk}, {"concern_id": concern.pk}, {"closure_id": closure.pk}
    arguments = {
        **dict.fromkeys(("edit_pool", "switch_pool", "hours", "add_hours"), of_pool),
        **dict.fromkeys(("edit_hours", "remove_hours"), of_pool | {"hours_id": hours.pk}),
        **dict.fromkeys(("edit_closure", "delete_closure"), of_closure),
        "close_holiday": {"entry_id": holiday.pk},
        **dict.fromkeys(("edit_concern", "order_concern", "switch_concern", "questions", "windows"), of_concern),
        "remove_window": of_concern | {"window_id": window.pk},
    }
    return {f"appointments_staff:{name}": kwargs for name, kwargs in arguments.items()}
