"""The columns of exported appointments: what each is called, what stands in it, how wide it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modules.appointments.models import Booking, Channel, Origin, State
from rathaus.tenancy import current_tenant

Value = str | int | date | time | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in characters. Contact data say who comes."""

    label: Any
    value: Callable[[Booking], Value]
    width: int = 14
    is_contact: bool = False


def _local(moment: datetime | None) -> datetime | None:
    """Return the local time without its zone, which spreadsheets do not know."""
    return moment.astimezone(current_tenant().zone).replace(tzinfo=None) if moment else None


def _clock(moment: datetime) -> time:
    return moment.astimezone(current_tenant().zone).time()


def _pools(booking: Booking) -> str:
    return ", ".join(place.pool.name for place in booking.taken_places.all() if place.pool.kind == "counters")


def _concerns(booking: Booking) -> str:
    further = [entry.concern.name for entry in booking.further_concerns.all()]
    return ", ".join([booking.concern.name, *further])


COLUMNS: Final[dict[str, Column]] = {
    "tag": Column(_("Tag"), lambda booking: booking.day, 12),
    "beginn": Column(_("Beginn"), lambda booking: _clock(booking.starts_at), 9),
    "ende": Column(_("Ende"), lambda booking: _clock(booking.ends_at), 9),
    "minuten": Column(_("Minuten"), lambda booking: booking.minutes, 9),
    "anliegen": Column(_("Anliegen"), _concerns, 34),
    "standort": Column(_("Standort"), lambda booking: booking.place.location.name, 24),
    "gruppe": Column(_("Schaltergruppe"), _pools, 22),
    "personen": Column(_("Personen"), lambda booking: booking.persons, 10),
    "stand": Column(_("Stand"), lambda booking: str(State(booking.state).label), 18),
    "nummer": Column(_("Terminnummer"), lambda booking: booking.code, 14),
    "weg": Column(_("Gebucht über"), lambda booking: str(Origin(booking.origin).label), 16),
    "art": Column(_("Art"), lambda booking: str(Channel(booking.channel).label), 12),
    "gebucht": Column(_("Gebucht am"), lambda booking: _local(booking.created_at), 17),
    "angekommen": Column(_("Angekommen"), lambda booking: _local(booking.arrived_at), 17),
    "aufgerufen": Column(_("Aufgerufen"), lambda booking: _local(booking.called_at), 17),
    "fertig": Column(_("Erledigt um"), lambda booking: _local(booking.finished_at), 17),
    "platz": Column(_("Platz"), lambda booking: booking.counter, 10),
    "nachname": Column(_("Nachname"), lambda booking: booking.last_name, 22, is_contact=True),
    "vorname": Column(_("Vorname"), lambda booking: booking.first_name, 18, is_contact=True),
    "fuer": Column(_("Für"), lambda booking: booking.for_name, 22, is_contact=True),
    "email": Column(_("E-Mail"), lambda booking: booking.email, 30, is_contact=True),
    "telefon": Column(_("Telefon"), lambda booking: booking.phone, 20, is_contact=True),
    "notiz": Column(_("Notiz"), lambda booking: booking.note, 40, is_contact=True),
}
DEFAULT_COLUMNS: Final = ("tag", "beginn", "ende", "anliegen", "gruppe", "personen", "stand", "nummer")
CONTACT_COLUMNS: Final = frozenset(name for name, column in COLUMNS.items() if column.is_contact)
