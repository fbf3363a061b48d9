"""`rathaus services`: add what is shipped, take over texts and addresses of the former homepage."""

from pathlib import Path
from typing import Annotated

import typer

from modules.online_services.cli_fim import read_in
from modules.online_services.services.moving_in import Report, import_catalogue
from modules.online_services.services.seeding import SyncReport, sync_shipped_services
from rathaus.audit.models import ActorKind
from rathaus.cli.output import EXIT_FAILED, DryRunOption, JsonOption, one_clear_line, say, say_json, say_table
from rathaus.files.tables import MAX_BYTES, UnreadableTableError
from rathaus.tenancy import Tenant, enter
from tenants.cli_shared import get_tenant_with, tenants_with
from tenants.errors import TenantError

services = typer.Typer(help="Services: add what is shipped, import texts and addresses.", no_args_is_help=True)
COMMANDS = {"services": services}
services.command("import-fim")(read_in)


@services.callback()
def group() -> None:
    """Services: add what is shipped, import texts and addresses."""


@services.command()
@one_clear_line(TenantError)
def sync(
    slug: Annotated[str, typer.Argument(help="Short name of the municipality, for example tangerhuette.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All municipalities that have the module.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add shipped services, forms and fees that are missing. What is there stays; newer texts wait for review."""
    reports = {tenant.slug: _sync(tenant) for tenant in tenants_with("online_services", slug, every=every)}
    if as_json:
        say_json([_as_data(name, report) for name, report in reports.items()])
        return
    columns = ["municipality", "services", "forms", "fee schedules", "to review"]
    say_table(columns, [_as_row(name, report) for name, report in reports.items()])


@services.command("import")
@one_clear_line(TenantError, UnreadableTableError, OSError)
def take_over(
    slug: Annotated[str, typer.Argument(help="Short name of the municipality, for example tangerhuette.")],
    file: Annotated[Path, typer.Argument(help="The CSV file.", exists=True, dir_okay=False, readable=True)],
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take over texts and old addresses of services from a CSV file: the good lines, each once.

    Only the name is needed. Exit code 1 says that some lines could not be taken over.
    """
    with file.open("rb") as opened:
        data = opened.read(MAX_BYTES + 1)
    with enter(get_tenant_with("online_services", slug)):
        report = import_catalogue(data=data, actor=None, dry_run=dry_run, actor_kind=ActorKind.CLI)
    if as_json:
        say_json(_import_data(report))
    else:
        say_table(["line", "result", "service", "about"], [_import_row(*entry) for entry in _told(report)])
        say(f"{report.count('new') + report.count('changed')} of {len(report.rows)} lines {_verb(report)} taken over.")
    if report.count("error"):
        raise typer.Exit(EXIT_FAILED)


def _sync(tenant: Tenant) -> SyncReport:
    with enter(tenant):
        return sync_shipped_services()


def _as_row(name: str, report: SyncReport) -> list[str]:
    added = (report.created, report.forms, report.schedules)
    return [name, *(str(len(keys)) for keys in added), str(report.to_review)]


def _as_data(name: str, report: SyncReport) -> dict[str, object]:
    return {
        "municipality": name,
        "services": list(report.created),
        "forms": list(report.forms),
        "fee_schedules": list(report.schedules),
        "to_review": report.to_review,
    }


def _told(report: Report) -> list[tuple[int, str, str, str]]:
    found = [row for row in report.rows if row.outcome != "same" or row.messages]
    return [(row.line, row.outcome, row.title, " ".join(row.messages)) for row in found]


def _import_row(line: int, outcome: str, title: str, about: str) -> list[str]:
    return [str(line), outcome, title, about]


def _import_data(report: Report) -> dict[str, object]:
    return {
        "lines": len(report.rows),
        **{outcome: report.count(outcome) for outcome in ("new", "changed", "same", "error")},
        "is_carried_out": report.is_carried_out,
        "rows": [dict(zip(("line", "result", "service", "about"), entry, strict=True)) for entry in _told(report)],
    }


def _verb(report: Report) -> str:
    return "were" if report.is_carried_out else "would be"
