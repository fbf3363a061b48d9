"""A file against what is set up here: each line becomes a plan, or a reason why not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.appointments.errors import AppointmentError
from modules.appointments.imports.appointments import plan_booking
from modules.appointments.imports.closures import plan_closure
from modules.appointments.imports.concerns import plan_concern
from modules.appointments.imports.errors import ValueFault
from modules.appointments.imports.fields import Kind, columns_in
from modules.appointments.imports.lookup import Lookup, Matches
from modules.appointments.imports.reading import read_file
from modules.appointments.imports.reports import Report, RowReport
from rathaus.files.tables import Line, Table

_TOO_WIDE: Final = _("Die Zeile hat mehr Spalten als Überschriften. Steht ein Trennzeichen in einem Text?")
Plan = Any  # PlannedBooking, Closure or PlannedConcern, by kind
_PLANNERS: Final[dict[Kind, Callable[..., Plan | None]]] = {
    Kind.APPOINTMENTS: plan_booking,
    Kind.CLOSURES: plan_closure,
    Kind.CONCERNS: plan_concern,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The report on a file, and the plans of the lines that can be carried out, each with its line's report."""

    report: Report
    plans: Sequence[tuple[RowReport, Plan]]


def check_file(*, kind: Kind, data: bytes, matches: Matches | None = None, now: datetime | None = None) -> Checked:
    """Return what each line of the file asks for; reads only. Raises UnreadableFileError for the file as a whole."""
    table = read_file(data)
    columns = columns_in(kind, table.headings)
    lookup = Lookup.load(matches, now=now or timezone.now())
    rows: list[RowReport] = []
    plans: list[tuple[RowReport, Plan]] = []
    for line in table.lines:
        row = RowReport(line.number)
        rows.append(row)
        plan = _plan(kind, line, columns, lookup, row)
        if plan is not None:
            plans.append((row, plan))
    return Checked(_report(kind, table, rows, columns, lookup), plans)


def _plan(kind: Kind, line: Line, columns: Mapping[str, int], lookup: Lookup, row: RowReport) -> Plan | None:
    try:
        return _PLANNERS[kind](_values(line, columns), row, lookup)
    except AppointmentError as error:
        row.fail(str(error))
        return None


def _values(line: Line, columns: Mapping[str, int]) -> dict[str, str]:
    """Return the line's cells by field; raises ValueFault for a line that is wider than the headings."""
    if line.is_too_wide:
        raise ValueFault(_TOO_WIDE)
    return {key: line.cells[at] if at < len(line.cells) else "" for key, at in columns.items()}


def _report(kind: Kind, table: Table, rows: Sequence[RowReport], columns: Mapping[str, int], lookup: Lookup) -> Report:
    return Report(
        kind=kind,
        rows=rows,
        ignored_headings=list(_ignored(table, columns)),
        unknown_concerns=list(lookup.unknown_concerns),
        unknown_places=list(lookup.unknown_places),
    )


def _ignored(table: Table, columns: Mapping[str, int]) -> Iterator[str]:
    for position, heading in enumerate(table.headings):
        if heading and position not in columns.values():
            yield heading[:60]
