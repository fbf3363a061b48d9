"""Lines of concerns: what people come for, how long it takes, where it is offered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from modules.appointments.imports.errors import ValueFault
from modules.appointments.imports.fields import normalise
from modules.appointments.imports.lookup import Lookup
from modules.appointments.imports.reports import RowReport
from modules.appointments.imports.values import number_in, text_in
from modules.appointments.models import Audience, Concern, Pool
from rathaus.calendar.localtime import CELL_MINUTES
from tenants.municipality.models import Location

_NAMESPACE: Final = UUID("b6c9d6a0-0a0e-4a57-8d1b-94a4a2f3a6be")
_NOT_PUBLIC: Final = ("personal", "nurpersonal", "nurdaspersonal", "intern", "nein", "nicht")


@dataclass(frozen=True, slots=True)
class PlannedConcern:
    """A concern that is not saved yet, and where it will be offered; nowhere where that is not clear."""

    concern: Concern
    places: Mapping[Location, Sequence[Pool]]


def plan_concern(values: dict[str, str], row: RowReport, lookup: Lookup) -> PlannedConcern | None:
    """Return the concern of the line; None, with the reason in the report, for one that exists already.

    A concern that exists stays as it is: what was set up here is newer than the file. Raises ValueFault.
    """
    name = text_in(values.get("name", ""), most=120)
    row.title = name
    if not name:
        raise ValueFault(_("Der Name fehlt."))
    if normalise(name) in lookup.concerns:
        row.leave_out(_("Dieses Anliegen gibt es schon. Es bleibt, wie es ist."))
        return None
    concern = Concern(
        pk=uuid5(_NAMESPACE, normalise(name)),
        name=name,
        group=text_in(values.get("group", ""), most=80),
        first_minutes=_minutes(values, row),
        further_minutes=number_in(values.get("further") or "0", least=0, most=240),
        max_persons=number_in(values.get("persons") or "1", least=1, most=20),
        description=text_in(values.get("description", ""), most=1000),
        documents=text_in("\n".join(re.split(r"\s*(?: / |;|\n|•)\s*", values.get("documents", ""))), most=2000),
        fee_note=text_in(values.get("fee", ""), most=300),
        audience=Audience.STAFF if normalise(values.get("audience", "")) in _NOT_PUBLIC else Audience.PUBLIC,
        position=len(lookup.concerns),
    )
    lookup.concerns[normalise(name)] = concern
    return PlannedConcern(concern, _places(values, row, lookup))


def _minutes(values: dict[str, str], row: RowReport) -> int:
    """Return the duration, rounded up to steps of five minutes."""
    minutes = number_in(values.get("minutes", ""), least=1, most=480)
    rounded = -(-minutes // CELL_MINUTES) * CELL_MINUTES
    if rounded != minutes:
        row.hint(_("Die Dauer ist auf %(minutes)s Minuten aufgerundet.") % {"minutes": rounded})
    return rounded


def _places(values: dict[str, str], row: RowReport, lookup: Lookup) -> Mapping[Location, Sequence[Pool]]:
    location = lookup.location(values.get("place", ""))
    pool = lookup.pool(values.get("team", ""), location)
    here = [pool] if pool else [each for each in lookup.pools if location in (None, each.location)]
    if len(here) == 1:
        return {here[0].location: here}
    row.hint(_("Die Schaltergruppe ist nicht eindeutig. Wählen Sie sie nach der Übernahme beim Anliegen aus."))
    return {}
