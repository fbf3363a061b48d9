"""Invented people for demonstrations, and how far their appointments are by now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from modules.appointments.codes import contact_hash
from modules.appointments.models import Booking, Origin, State, Support

FIRST_NAMES: Final = [
    "Ahmet",
    "Anja",
    "Annegret",
    "Arno",
    "Birgit",
    "Bogdan",
    "Carla",
    "Dagmar",
    "Daria",
    "Dennis",
    "Edda",
    "Elke",
    "Emil",
    "Enno",
    "Fatma",
    "Fiete",
    "Frauke",
    "Gerd",
    "Greta",
    "Hanna",
    "Heiner",
    "Ilse",
    "Ina",
    "Jannis",
    "Jelena",
    "Jörg",
    "Karsten",
    "Katja",
    "Klara",
    "Lars",
    "Leonie",
    "Linh",
    "Lothar",
    "Malte",
    "Marek",
    "Mareike",
    "Mirela",
    "Nadja",
    "Nils",
    "Olga",
    "Ole",
    "Petra",
    "Rafael",
    "Ronja",
    "Rüdiger",
    "Sabine",
    "Selma",
    "Silke",
    "Sven",
    "Tamara",
    "Thies",
    "Ulla",
    "Uwe",
    "Vera",
    "Wiebke",
    "Yara",
]
LAST_NAMES: Final = [
    "Ahlers",
    "Arndt",
    "Böhm",
    "Brandt",
    "Busch",
    "Demir",
    "Dietz",
    "Engel",
    "Fuchs",
    "Graf",
    "Haase",
    "Hahn",
    "Heine",
    "Iwanowa",
    "Jansen",
    "Kern",
    "Kessler",
    "Köhler",
    "Krüger",
    "Kuhn",
    "Lenz",
    "Lindt",
    "Lorenz",
    "Marquardt",
    "Mertens",
    "Möller",
    "Nguyen",
    "Nowak",
    "Ostmann",
    "Otto",
    "Peters",
    "Pohl",
    "Reimann",
    "Ritter",
    "Roth",
    "Sander",
    "Schütte",
    "Seidel",
    "Sommer",
    "Stein",
    "Thiele",
    "Timm",
    "Ullrich",
    "Vogel",
    "Voigt",
    "Wendt",
    "Winkler",
    "Wolff",
    "Yıldız",
    "Zander",
]


def add_person(random: Random, booking: Booking) -> None:
    """Give the booking somebody who made it; the caller saves it."""
    booking.first_name, booking.last_name = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    booking.person_names = [f"{random.choice(FIRST_NAMES)} {booking.last_name}" for _ in range(booking.persons - 1)]
    number = random.randint(100, 999)
    if random.random() < 0.8:
        booking.email = f"person{number}@post.example"
    else:
        booking.wants_callback = random.random() < 0.3
    if not booking.email or random.random() < 0.4:
        booking.phone = f"03900 000-{number}"
    if random.random() < 0.06:
        booking.for_name = f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"
    if random.random() < 0.05:
        booking.support = [random.choice(Support.values)]
    booking.origin = random.choices((Origin.PUBLIC, Origin.PHONE), (75, 25))[0]
    booking.contact_hash = contact_hash(email=booking.email, phone=booking.phone)


def add_state(random: Random, booking: Booking, now: datetime) -> None:
    """Give the booking the state that it would have by now."""
    states, weights = _likely_states(booking, now)
    booking.state = random.choices(states, weights)[0]
    if booking.state == State.UNCONFIRMED:
        booking.origin, booking.confirm_sends = Origin.PUBLIC, 1
        booking.expires_at = now + timedelta(minutes=random.randint(10, 50))
        return
    if booking.state == State.EXPIRED:
        booking.origin, booking.confirm_sends = Origin.PUBLIC, 1
        return
    booking.confirmed_at = booking.created_at + timedelta(minutes=3)
    if booking.state == State.CANCELLED:
        booking.cancelled_at = min(booking.created_at + timedelta(hours=2), now)
    if booking.state in (State.ARRIVED, State.CALLED, State.DONE):
        booking.arrived_at = min(booking.starts_at, now) - timedelta(minutes=random.randint(1, 9))
    if booking.state in (State.CALLED, State.DONE):
        booking.called_at = min(booking.starts_at + timedelta(minutes=random.randint(0, 6)), now)
        booking.counter = str(random.randint(1, 2))
    if booking.state in (State.DONE, State.NO_SHOW):
        booking.finished_at = booking.ends_at


def _likely_states(booking: Booking, now: datetime) -> tuple[Sequence[State], Sequence[int]]:
    if booking.ends_at <= now:
        return (State.DONE, State.NO_SHOW, State.CANCELLED, State.EXPIRED), (84, 8, 6, 2)
    if booking.starts_at <= now:
        return (State.CALLED, State.ARRIVED), (70, 30)
    if booking.starts_at <= now + timedelta(minutes=25):
        return (State.ARRIVED, State.CONFIRMED), (50, 50)
    return (State.CONFIRMED, State.CANCELLED, State.EXPIRED, State.UNCONFIRMED), (91, 5, 2, 2)
