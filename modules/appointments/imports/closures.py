"""Lines of closures: when something is closed that would be open."""

from datetime import date, time
from typing import Final
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.appointments.imports.errors import ValueFault
from modules.appointments.imports.fields import normalise
from modules.appointments.imports.lookup import Lookup
from modules.appointments.imports.reports import RowReport
from modules.appointments.imports.values import day_in, text_in, time_in
from modules.appointments.models import Closure
from modules.appointments.moments import today
from modules.appointments.selectors.conflicts import affected_bookings, proposed_closure
from rathaus.web.wording import days_range

MAX_DAYS: Final = 366
_NAMESPACE: Final = UUID("0d5f3f0e-5a44-4d0f-8f5e-7d1f6d1c7a10")


def plan_closure(values: dict[str, str], row: RowReport, lookup: Lookup) -> Closure | None:
    """Return the closure of the line, not saved; None, with the reason in the report, for one that is left out.

    Raises ValueFault, also where appointments stand in that time: what becomes of them is for people to decide.
    """
    first, last = _days(values)
    row.title = days_range(first, last)
    if last < today(lookup.now):
        row.leave_out(_("Der Schließtag ist vorbei und wird nicht übernommen."))
        return None
    location = lookup.location(values.get("place", ""))
    pool = lookup.pool(values.get("team", ""), location)
    start, end = (time_in(values[name]) if values.get(name) else None for name in ("start", "end"))
    if end is not None and end <= (start or time(0)):
        raise ValueFault(_("Das Ende liegt nicht nach dem Beginn."))
    closure = Closure(
        pk=_key(values, first, last),
        pool=pool,
        location=None if pool else location,
        starts_on=first,
        ends_on=last,
        starts_at=start,
        ends_at=end,
        reason=text_in(values.get("reason", ""), most=200),
    )
    if Closure.objects.filter(pk=closure.pk).exists():
        row.leave_out(_("Schon übernommen."))
        return None
    _refuse_affected(closure)
    return closure


def _days(values: dict[str, str]) -> tuple[date, date]:
    first, _rest = day_in(values.get("first", ""))
    last = day_in(values["last"])[0] if values.get("last") else first
    if last < first:
        raise ValueFault(_("Der letzte Tag liegt vor dem ersten."))
    if (last - first).days > MAX_DAYS:
        raise ValueFault(_("Das ist länger als ein Jahr. Bitte prüfen Sie die Jahreszahlen."))
    return first, last


def _refuse_affected(closure: Closure) -> None:
    if count := len(affected_bookings(proposed=proposed_closure(closure=closure))):
        text = ngettext(
            "In dieser Zeit liegt ein Termin. Bitte tragen Sie den Schließtag selbst ein und entscheiden Sie über ihn.",
            "In dieser Zeit liegen %(count)s Termine. Bitte tragen Sie den Schließtag selbst ein und entscheiden Sie.",
            count,
        )
        raise ValueFault(text % {"count": count})


def _key(values: dict[str, str], first: date, last: date) -> UUID:
    said = [values.get(name, "") for name in ("start", "end", "reason", "place", "team")]
    return uuid5(_NAMESPACE, "\x1f".join([first.isoformat(), last.isoformat(), *map(normalise, said)]))
