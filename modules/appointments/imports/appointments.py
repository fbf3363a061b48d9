"""Lines of appointments: who comes when, for what and where, as a plan that can be carried out."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from modules.appointments.imports.errors import ValueFault
from modules.appointments.imports.fields import normalise
from modules.appointments.imports.lookup import Lookup
from modules.appointments.imports.reports import RowReport
from modules.appointments.imports.values import day_in, email_in, names_in, number_in, phone_in, text_in, time_in
from modules.appointments.models import Concern
from modules.appointments.services.details import Details
from modules.appointments.services.targets import Target
from modules.appointments.slots import length_cells
from modules.appointments.visits import visit_of
from rathaus.calendar.localtime import cell_of
from rathaus.tenancy import current_tenant
from rathaus.web.wording import full_clock, short_date

FARTHEST: Final = timedelta(days=731)
_NAMESPACE: Final = UUID("6f0b1f64-7b5f-4a0c-9a43-0f7b3c9a51d2")
_ENDED: Final = ("abgesagt", "storniert", "geloescht", "cancelled", "canceled", "ausgefallen")


@dataclass(frozen=True, slots=True)
class PlannedBooking:
    """An appointment to take over. The key follows from what the line says, so that a second import knows it."""

    row: RowReport
    idem_key: UUID
    target: Target
    persons: int
    details: Details


def plan_booking(values: dict[str, str], row: RowReport, lookup: Lookup) -> PlannedBooking | None:
    """Return what the line asks for; None, with the reason in the report, for one that is left out.

    Raises ValueFault, and AppointmentError for what this town hall does not allow.
    """
    day, start, rest = _when(values)
    row.title = f"{short_date(day)}, {full_clock(start)}"
    if normalise(values.get("state", "")).startswith(_ENDED):
        row.leave_out(_("Der Termin ist abgesagt und wird nicht übernommen."))
        return None
    concern = lookup.concern(text_in(values.get("concern", ""), most=120))
    if concern is None:
        row.leave_out(_("Das Anliegen wird ausgelassen."))
        return None
    place = lookup.place(concern, lookup.location(values.get("place", "")))
    persons = number_in(values.get("persons") or "1", least=1, most=50)
    if persons > concern.max_persons:
        row.hint(_("Das sind mehr Personen, als ein Termin hier haben kann."))
    length = _length(values, concern, start, rest, persons)
    target = Target.at(place, day, cell_of(day, start, current_tenant().time_zone), length)
    if target.starts_at <= lookup.now:
        row.leave_out(_("Der Termin ist vorbei und wird nicht übernommen."))
        return None
    if target.starts_at > lookup.now + FARTHEST:
        raise ValueFault(_("Der Termin liegt mehr als zwei Jahre in der Zukunft."))
    return PlannedBooking(row, _key(values, day, start), target, persons, _details(values))


def _when(values: dict[str, str]) -> tuple[date, time, str]:
    """Return day and begin, and the end where one cell says "9:20 - 9:40"."""
    day, rest = day_in(values.get("day", ""))
    text = values.get("start") or rest
    start, _dash, end = text.replace("–", "-").replace(" bis ", "-").partition("-")
    if not start.strip():
        raise ValueFault(_("Die Uhrzeit fehlt."))
    return day, time_in(start), end.strip()


def _length(values: dict[str, str], concern: Concern, start: time, end: str, persons: int) -> int:
    """Return how many cells the appointment takes: as the file says, else as the concern takes here."""
    if minutes := values.get("minutes"):
        return length_cells(number_in(minutes, least=5, most=600))
    if text := values.get("end") or end:
        until = time_in(text)
        minutes_long = (until.hour - start.hour) * 60 + until.minute - start.minute
        if minutes_long <= 0:
            raise ValueFault(_("Das Ende liegt nicht nach dem Beginn."))
        return length_cells(minutes_long)
    return visit_of(concern, persons=min(persons, concern.max_persons), offered=()).length


def _details(values: dict[str, str]) -> Details:
    is_combined = "first_name" not in values
    last, first = names_in(values.get("last_name", ""), values.get("first_name", ""), is_combined=is_combined)
    return Details(
        last_name=last,
        first_name=first,
        email=email_in(values.get("email", "")),
        phone=phone_in(values.get("phone", "")),
        note=text_in(values.get("note", ""), most=1000),
    )


def _key(values: dict[str, str], day: date, start: time) -> UUID:
    said = [values.get(name, "") for name in ("concern", "place", "last_name", "first_name", "email", "phone")]
    return uuid5(_NAMESPACE, "\x1f".join([day.isoformat(), start.isoformat(), *map(normalise, said)]))
