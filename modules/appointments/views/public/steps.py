"""The five steps of a booking: their names, and the bar with what is chosen so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from modules.appointments.models import Booking, ConcernPlace
from modules.appointments.views.public.wish import Wish, concern_url
from modules.appointments.whereabouts import way_words
from rathaus.tenancy import current_tenant
from rathaus.web.wording import duration_words, long_datetime

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class StepWords:
    """The number of a step, its short name, its name in the title of the window, and the question it asks."""

    number: int
    name: Text
    title: Text
    heading: Text


class Step(Enum):
    """The steps in their order."""

    CONCERN = StepWords(
        1, gettext_lazy("Anliegen"), gettext_lazy("Anliegen wählen"), gettext_lazy("Was möchten Sie erledigen?")
    )
    PLACE = StepWords(2, gettext_lazy("Ort"), gettext_lazy("Ort wählen"), gettext_lazy("Wohin möchten Sie kommen?"))
    TIME = StepWords(
        3,
        gettext_lazy("Tag und Uhrzeit"),
        gettext_lazy("Tag und Uhrzeit wählen"),
        gettext_lazy("Wann möchten Sie kommen?"),
    )
    DETAILS = StepWords(
        4, gettext_lazy("Ihre Angaben"), gettext_lazy("Ihre Angaben"), gettext_lazy("Wie erreichen wir Sie?")
    )
    CHECK = StepWords(5, gettext_lazy("Angaben prüfen"), gettext_lazy("Angaben prüfen"), gettext_lazy("Stimmt alles?"))


@dataclass(frozen=True)
class Choice:
    """Something chosen already, with the address at which it is changed."""

    label: str
    text: str
    url: str = ""


def concern_choice(wish: Wish, query: Any) -> Choice:
    """Return the concerns with persons and duration, and the way back to them."""
    visit = wish.visit
    words = visit_words(visit.purpose, visit.people, visit.minutes)
    return Choice(_("Anliegen"), words, concern_url(wish.concern.pk, query))


def place_choice(wish: Wish) -> Choice:
    """Return the place, and the way back to it where there is a choice; or how people are reached instead."""
    if not wish.visit.is_in_person:
        return Choice(_("Ort"), way_words(wish.visit.channel))
    url = wish.url("place") if len(wish.places) > 1 else ""
    return Choice(_("Ort"), place_words(wish.place) if wish.place else _("Ort ist mir egal"), url)


def booking_choices(booking: Booking, urls: Sequence[str] = ("", "", "")) -> list[Choice]:
    """Return concern, place and time of a booking; urls: where each of them is changed."""
    return [
        Choice(_("Anliegen"), visit_words(booking.purpose, booking.people, booking.minutes), urls[0]),
        Choice(_("Ort"), _where(booking), urls[1]),
        Choice(_("Tag und Uhrzeit"), long_datetime(local(booking.starts_at)), urls[2]),
    ]


def visit_words(name: str, persons: int, minutes: int) -> str:
    """Return "Personalausweis beantragen, 1 Person, etwa 20 Minuten"."""
    people = ngettext("%(count)s Person", "%(count)s Personen", persons) % {"count": persons}
    return ", ".join([name, people, duration_words(minutes)])


def _where(booking: Booking) -> str:
    return place_words(booking.place) if booking.is_in_person else way_words(booking.channel)


def place_words(place: ConcernPlace) -> str:
    """Return "Bürgerbüro, Markt 1"."""
    return f"{place.location.name}, {place.location.street}"


def local(instant: datetime) -> datetime:
    """Return the instant as the clocks of the municipality show it."""
    return instant.astimezone(current_tenant().zone)
