"""`rathaus appointments`: look after day rows, take over data of other systems, write reports."""

from typing import Annotated

import typer

from modules.appointments.cli_import import take_over
from modules.appointments.cli_report import report
from modules.appointments.services import CheckReport, check_days
from rathaus.cli.output import EXIT_FAILED, DryRunOption, JsonOption, one_clear_line, say_json, say_table
from rathaus.tenancy import Tenant, enter
from tenants.cli_shared import tenants_with
from tenants.errors import TenantError

appointments = typer.Typer(help="Appointments: compare day rows with bookings, import files.", no_args_is_help=True)
appointments.command("import")(take_over)
appointments.command("report")(report)
COMMANDS = {"appointments": appointments}


@appointments.callback()
def group() -> None:
    """Appointments: compare day rows with bookings, import files."""


@appointments.command()
@one_clear_line(TenantError)
def check(
    slug: Annotated[str, typer.Argument(help="Short name of the municipality, for example stendal.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All municipalities that have the module.")] = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Compare each day row with opening hours and bookings, and repair what differs.

    Exit code 1 says that something differed, repaired or not.
    """
    tenants = tenants_with("appointments", slug, every=every)
    reports = {tenant.slug: _check(tenant, repair=not dry_run) for tenant in tenants}
    if as_json:
        say_json([_as_data(name, report) for name, report in reports.items()])
    else:
        say_table(["municipality", "days", "wrong", "repaired"], [_as_row(*entry) for entry in reports.items()])
    if any(not report.is_clean for report in reports.values()):
        raise typer.Exit(EXIT_FAILED)


def _check(tenant: Tenant, *, repair: bool) -> CheckReport:
    with enter(tenant):
        return check_days(repair=repair)


def _as_row(name: str, report: CheckReport) -> list[str]:
    return [name, str(report.checked), str(len(report.differences)), "yes" if report.repaired else "no"]


def _as_data(name: str, report: CheckReport) -> dict[str, object]:
    return {
        "municipality": name,
        "days": report.checked,
        "repaired": report.repaired,
        "differences": [
            {"pool": str(entry.pool_id), "day": entry.day.isoformat(), "fields": list(entry.fields)}
            for entry in report.differences
        ],
    }
