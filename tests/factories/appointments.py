"""A small office: pools, concerns, hours and bookings, and a clock that tests can set."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import factory
import pytest
import time_machine
from factory.django import DjangoModelFactory

from modules.appointments.models import (
    Booking,
    Closure,
    Concern,
    ConcernPlace,
    ConcernWindow,
    OpeningHours,
    Pool,
    PoolDay,
    PreliminaryAnswer,
    PreliminaryQuestion,
)
from modules.appointments.selectors import get_place
from modules.appointments.services import ensure_days, hold
from rathaus.calendar.localtime import cell_of
from tests.factories.municipality import LocationFactory

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 11, 24)
MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=BERLIN)


class PoolFactory(DjangoModelFactory):
    class Meta:
        model = Pool

    location = factory.SubFactory(LocationFactory)
    name = factory.Sequence(lambda number: f"Meldewesen {number}")
    position = factory.Sequence(lambda number: number)


class ConcernFactory(DjangoModelFactory):
    class Meta:
        model = Concern

    name = factory.Sequence(lambda number: f"Personalausweis {number}")
    group = "Ausweise"
    keywords = "Perso"
    description = "Ein neuer Ausweis."
    first_minutes = 20
    further_minutes = 10
    max_persons = 5
    documents = "Alter Ausweis | auch wenn er abgelaufen ist\nBiometrisches Passfoto"
    fee_note = "46,00 €"


class ConcernPlaceFactory(DjangoModelFactory):
    class Meta:
        model = ConcernPlace
        skip_postgeneration_save = True

    concern = factory.SubFactory(ConcernFactory)
    location = factory.SubFactory(LocationFactory)

    @factory.post_generation
    def pools(self, _create: bool, extracted: Iterable[Pool] | None, **_further: Any) -> None:
        self.pools.set(extracted if extracted is not None else [PoolFactory(location=self.location)])


class OpeningHoursFactory(DjangoModelFactory):
    """Every week on one weekday; Tuesday from 9 to 12 unless said otherwise."""

    class Meta:
        model = OpeningHours

    pool = factory.SubFactory(PoolFactory)
    weekday = 1
    starts_at = time(9)
    ends_at = time(12)
    places = 1
    staff_places = factory.SelfAttribute("places")


class ConcernWindowFactory(DjangoModelFactory):
    class Meta:
        model = ConcernWindow

    concern = factory.SubFactory(ConcernFactory)
    weekday = 1
    starts_at = time(10)
    ends_at = time(11)


class ClosureFactory(DjangoModelFactory):
    class Meta:
        model = Closure

    starts_on = TUESDAY
    ends_on = factory.SelfAttribute("starts_on")
    reason = "Betriebsausflug"


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = PreliminaryQuestion

    concern = factory.SubFactory(ConcernFactory)
    text = "Ist es Ihr erster Ausweis?"


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = PreliminaryAnswer

    question = factory.SubFactory(QuestionFactory)
    label = "Ja"
    extra_minutes = 10
    documents = "Geburtsurkunde"
    fee_note = "27,60 €"
    hint = "Bitte kommen Sie selbst."


def make_office(
    *,
    places: int = 1,
    staff_places: int | None = None,
    weekdays: Iterable[int] = range(5),
    starts_at: time = time(9),
    ends_at: time = time(12),
    **pool: Any,
) -> ConcernPlace:
    """Return a place with one pool that is open from 9 to 12 on working days, with its day rows."""
    made = PoolFactory(**pool)
    hours = {
        "places": places,
        "staff_places": places if staff_places is None else staff_places,
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
    OpeningHours.objects.bulk_create(
        OpeningHoursFactory.build(pool=made, weekday=weekday, **hours) for weekday in weekdays
    )
    place = ConcernPlaceFactory(location=made.location, pools=[made])
    ensure_days()
    return get_place(place.pk)


def cell(hour: int, minute: int = 0, day: date = TUESDAY) -> int:
    """Return the cell that begins at a wall-clock time."""
    return cell_of(day, time(hour, minute), "Europe/Berlin")


def hold_at(place: ConcernPlace, hour: int, minute: int = 0, *, day: date = TUESDAY, **further: Any) -> Booking:
    """Return a hold of the place at a wall-clock time."""
    further.setdefault("idem_key", uuid.uuid4())
    return hold(place=place, day=day, cell_from=cell(hour, minute, day), **further)


def used_in(place: ConcernPlace, day: date = TUESDAY) -> list[int]:
    """Return how many bookings the first pool counts in each cell."""
    return PoolDay.objects.get(pool=place.pools.all()[0], day=day).used


@pytest.fixture
def clock() -> Iterator[Callable[[datetime], None]]:
    """Return a function that sets the clock; it begins on Monday, 23 November 2026, 8:00, and stands still."""
    with time_machine.travel(MONDAY_MORNING, tick=False) as stopped:
        yield stopped.move_to


@pytest.fixture
def office(db, tenant, clock) -> ConcernPlace:
    """A place with one counter, open from 9 to 12 on working days."""
    return make_office()
