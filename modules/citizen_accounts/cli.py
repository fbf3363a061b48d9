"""`rathaus accounts`: invite citizens from a file."""

from pathlib import Path
from typing import Annotated

import typer

from modules.citizen_accounts.errors import CitizenAccountsError
from modules.citizen_accounts.services.importing import ImportReport, Outcome, RowReport, import_citizens
from rathaus.audit.models import ActorKind
from rathaus.cli.output import EXIT_FAILED, DryRunOption, JsonOption, one_clear_line, say, say_json, say_table
from rathaus.files.tables import MAX_BYTES
from rathaus.tenancy import enter
from tenants.cli_shared import get_tenant_with
from tenants.errors import TenantError

accounts = typer.Typer(help="Accounts of citizens: invite many at once.", no_args_is_help=True)
COMMANDS = {"accounts": accounts}


@accounts.callback()
def group() -> None:
    """Accounts of citizens: invite many at once."""


@accounts.command("import")
@one_clear_line(TenantError, CitizenAccountsError, OSError)
def take_over(
    slug: Annotated[str, typer.Argument(help="Short name of the municipality, for example tangerhuette.")],
    file: Annotated[Path, typer.Argument(help="The CSV file.", exists=True, dir_okay=False, readable=True)],
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Invite the citizens of a CSV file by mail: email, first_name, last_name, and what else is known.

    Further columns: birth_date, street, postal_code, city, locality, phone, language; German headings work as well.
    Nobody is invited twice. Exit code 1 says that some lines have mistakes.
    """
    with file.open("rb") as opened:
        data = opened.read(MAX_BYTES + 1)
    with enter(get_tenant_with("citizen_accounts", slug)):
        report = import_citizens(data=data, actor_kind=ActorKind.CLI, dry_run=dry_run)
    if as_json:
        say_json(_as_data(report))
    else:
        _say(report)
    if report.count(Outcome.ERROR):
        raise typer.Exit(EXIT_FAILED)


def _say(report: ImportReport) -> None:
    mistakes = [row for row in report.rows if row.problems]
    if mistakes:
        say_table(["line", "address", "about"], [_as_row(row) for row in mistakes])
    verb = "were" if report.is_carried_out else "would be"
    say(f"{report.count(Outcome.NEW)} of {len(report.rows)} {verb} invited.")
    say(f"{report.count(Outcome.INVITED)} were invited before, {report.count(Outcome.HAS_ACCOUNT)} have an account.")
    if mistakes:
        say(f"{len(mistakes)} lines were left out.")


def _as_row(row: RowReport) -> list[str]:
    return [str(row.line), row.email, " ".join(row.problems)]


def _as_data(report: ImportReport) -> dict[str, object]:
    return {
        "lines": len(report.rows),
        "is_carried_out": report.is_carried_out,
        **{outcome.value: report.count(outcome) for outcome in Outcome},
        "mistakes": [{"line": row.line, "about": list(row.problems)} for row in report.rows if row.problems],
    }
