"""`rathaus appointments report`: the month on one page, for mayor and council."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import override

from modules.appointments.errors import AppointmentError
from modules.appointments.services.reporting import make_report
from rathaus.cli.output import JsonOption, answer, one_clear_line
from rathaus.tenancy import enter
from tenants.cli_shared import get_tenant_with
from tenants.errors import TenantError


@one_clear_line(TenantError, AppointmentError, OSError)
def report(
    slug: Annotated[str, typer.Argument(help="Short name of the municipality, for example stendal.")],
    month: Annotated[str, typer.Option("--month", help="The month, for example 2026-10; it has to be over.")],
    out: Annotated[Path, typer.Option("--out", help="Where the PDF is written to.", dir_okay=False)],
    as_json: JsonOption = False,
) -> None:
    """Write the report about a month as an accessible PDF of one page."""
    first = _first_of(month)
    with enter(get_tenant_with("appointments", slug)), override("de"):
        pdf = make_report(first=first)
    out.write_bytes(pdf)
    answer({"file": str(out), "bytes": len(pdf)}, f"Wrote {out}.", as_json=as_json)


def _first_of(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter("Write the month as 2026-10.", param_hint="--month") from None
