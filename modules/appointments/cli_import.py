"""`rathaus appointments import`: take over a file of another system, as the dashboard does."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from modules.appointments.errors import AppointmentError
from modules.appointments.imports import Kind, Report
from modules.appointments.imports.reading import MAX_BYTES
from modules.appointments.services.importing import import_file
from rathaus.audit.models import ActorKind
from rathaus.cli.output import EXIT_FAILED, DryRunOption, JsonOption, one_clear_line, say, say_json, say_table
from rathaus.tenancy import enter
from tenants.cli_shared import get_tenant_with
from tenants.errors import TenantError


class Subject(StrEnum):
    """What a file holds, as operators name it."""

    APPOINTMENTS = "appointments"
    CLOSURES = "closures"
    CONCERNS = "concerns"


_KINDS: Final = {
    Subject.APPOINTMENTS: Kind.APPOINTMENTS,
    Subject.CLOSURES: Kind.CLOSURES,
    Subject.CONCERNS: Kind.CONCERNS,
}


@one_clear_line(TenantError, AppointmentError, OSError)
def take_over(
    slug: Annotated[str, typer.Argument(help="Short name of the municipality, for example stendal.")],
    kind: Annotated[Subject, typer.Argument(help="What the file holds.")],
    file: Annotated[Path, typer.Argument(help="The CSV file.", exists=True, dir_okay=False, readable=True)],
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take over appointments, closures or concerns from a CSV file: the good lines, each once, without mails.

    Exit code 1 says that some lines could not be taken over. Overbooking and matching of names are for the dashboard.
    """
    with file.open("rb") as opened:
        data = opened.read(MAX_BYTES + 1)
    with enter(get_tenant_with("appointments", slug)):
        report = import_file(kind=_KINDS[kind], data=data, actor=None, dry_run=dry_run, actor_kind=ActorKind.CLI)
    if as_json:
        say_json(_as_data(report))
    else:
        say_table(["line", "result", "what", "about"], [_as_row(*entry) for entry in _remarks(report)])
        say(f"{report.new} of {len(report.rows)} lines {'would be' if dry_run else 'were'} taken over.")
    if report.errors:
        raise typer.Exit(EXIT_FAILED)


def _remarks(report: Report) -> list[tuple[int, str, str, str]]:
    return [(row.line, row.grade.value, row.title, " ".join(row.messages)) for row in report.remarks]


def _as_row(line: int, grade: str, title: str, about: str) -> list[str]:
    return [str(line), grade, title, about]


def _as_data(report: Report) -> dict[str, object]:
    return {
        "kind": report.kind.value,
        "lines": len(report.rows),
        "new": report.new,
        "errors": report.errors,
        "is_carried_out": report.is_carried_out,
        "unknown_concerns": list(report.unknown_concerns),
        "unknown_places": list(report.unknown_places),
        "remarks": [dict(zip(("line", "grade", "what", "about"), entry, strict=True)) for entry in _remarks(report)],
    }
