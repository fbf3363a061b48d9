"""A waiting room full of life: who has arrived and drawn a number today, and the devices that stand there."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from modules.appointments.models import (
    Booking,
    ConcernPlace,
    Device,
    DeviceKind,
    PoolKind,
    QueueRules,
    QueueTicket,
    State,
    TicketState,
)
from modules.appointments.selectors.admission import letter_of, team_of
from modules.appointments.selectors.places import offered_places
from modules.appointments.services.tickets import OF_BOOKING
from rathaus.calendar.localtime import local_day
from rathaus.tenancy import current_tenant
from tenants.municipality.models import Location

WALK_INS: Final = ("tangerhuette",)  # the town whose demonstration gives numbers as well
_DRAWN: Final = (  # minutes ago, and how it went
    (95, TicketState.DONE),
    (70, TicketState.DONE),
    (52, TicketState.MISSED),
    (40, TicketState.DONE),
    (24, TicketState.CALLED),
    (18, TicketState.WAITING),
    (11, TicketState.WAITING),
    (3, TicketState.WAITING),
)


def create_room(now: datetime) -> None:
    """Give everybody who is here today a ticket, and one town devices, rules and drawn numbers."""
    today = local_day(now, current_tenant().time_zone)
    arrived = Booking.objects.filter(day=today, state__in=(State.ARRIVED, State.CALLED, State.DONE))
    QueueTicket.objects.bulk_create(_tickets(arrived.select_related("concern", "place").prefetch_related("pools")))
    location = Location.objects.order_by("position", "name").first()
    if location and current_tenant().slug in WALK_INS:
        _add_devices(location, now)
        QueueTicket.objects.bulk_create(_drawn(location, today, now))


def _tickets(bookings: Iterable[Booking]) -> Iterator[QueueTicket]:
    for booking in bookings:
        teams = [pool for pool in booking.pools.all() if pool.kind == PoolKind.COUNTERS]
        yield QueueTicket(
            location_id=booking.place.location_id,
            day=booking.day,
            label=booking.code,
            booking=booking,
            concern=booking.concern,
            pool=min(teams, key=lambda pool: pool.counters, default=None),
            persons=booking.persons,
            state=OF_BOOKING[booking.state],
            counter=booking.counter,
            calls=1 if booking.called_at else 0,
            arrived_at=booking.arrived_at or booking.starts_at,
            called_at=booking.called_at,
            finished_at=booking.finished_at,
        )


def _add_devices(location: Location, now: datetime) -> None:
    for kind, name in ((DeviceKind.KIOSK, "Eingang"), (DeviceKind.DISPLAY, "Wartezimmer")):
        Device.objects.create(kind=kind, name=name, location=location, created_at=now)
    QueueRules.objects.create(location=location, max_waiting=20)


def _drawn(location: Location, today: date, now: datetime) -> Iterator[QueueTicket]:
    """Yield numbers for the concerns of the first team; those being served were called a few minutes ago."""
    offered = [place for place in offered_places().filter(location=location) if team_of(place)]
    team = team_of(offered[0])
    places: list[ConcernPlace] = [place for place in offered if team_of(place) == team]
    for number, (minutes, state) in enumerate(_DRAWN, start=1):
        arrived_at = now - timedelta(minutes=minutes)
        called_at = arrived_at + timedelta(minutes=14) if state != TicketState.WAITING else None
        yield QueueTicket(
            location=location,
            day=today,
            label=f"{letter_of(team)} {number}" if team else str(number),
            concern=places[number % len(places)].concern,
            pool=team,
            state=state,
            counter="2" if called_at else "",
            calls=1 if called_at else 0,
            arrived_at=arrived_at,
            called_at=called_at,
            finished_at=called_at + timedelta(minutes=12) if called_at and state != TicketState.CALLED else None,
        )
