"""`rathaus fleet`: all schemas together."""

import typer

from rathaus.cli.output import EXIT_FAILED, DryRunOption, JsonOption, answer, say, say_json, say_table
from tenants.cli_shared import guarded
from tenants.fleet import Outcome, bring_up_shared, fleet_status, migrate_fleet, stale_groups, stale_shared
from tenants.template import template_path, template_statements

fleet = typer.Typer(help="All schemas together: migrate and check.", no_args_is_help=True)
AGAIN = "Each keeps its old schema. Mend the cause and run `rathaus fleet migrate` again: it takes up where it stopped."


@fleet.command("migrate")
@guarded
def migrate(
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring `public`, the template and every municipality up to date. Goes on after an error; run again to resume.

    Exit code 1 and the names at the end when some failed. A municipality without a schema is named, but no failure:
    it has to be restored.
    """
    if dry_run:
        shared = stale_shared()
        stale = [tenant.slug for group in stale_groups().values() for tenant in group]
        text = "Would migrate: " + (", ".join([*shared, *stale]) or "nothing")
        answer({"shared": shared, "stale": stale}, text, as_json=as_json)
        return
    outcomes = migrate_fleet(progress=_show if not as_json else lambda _outcome: None)
    failed = {outcome.slug: outcome.error for outcome in outcomes if outcome.error}
    data = {"migrated": [o.slug for o in outcomes if not o.error], "failed": failed}
    answer(data, _summary(len(outcomes), failed), as_json=as_json)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _show(outcome: Outcome) -> None:
    say(f"{outcome.slug}: {outcome.error or 'up to date'}")


def _summary(tried: int, failed: dict[str, str]) -> str:
    """Repeat what failed: among fifty municipalities the line has long left the screen."""
    lines = [f"{tried - len(failed)} migrated, {len(failed)} failed."]
    if not tried:
        lines = ["0 migrated, 0 failed: `public`, the template and every municipality are up to date."]
    if missing := [
        standing.slug for standing in fleet_status() if standing.state == "missing" and not standing.is_fine
    ]:
        lines = [f"{tried - len(failed)} migrated, {len(failed)} failed.", "Without a schema: " + ", ".join(missing)]
    if failed:
        lines += [f"  {slug}: {error}" for slug, error in failed.items()] + [AGAIN]
    return "\n".join(lines)


@fleet.command("template")
@guarded
def template(as_json: JsonOption = False) -> None:
    """Keep the SQL of a new municipality's schema in TEMPLATE_SQL_DIR, as the build of an image does."""
    bring_up_shared()
    path = str(template_path())
    answer({"template": path, "statements": len(template_statements())}, f"Template SQL: {path}", as_json=as_json)


@fleet.command("status")
@guarded
def status(as_json: JsonOption = False) -> None:
    """Show which schemas are current, stale or missing. Exit code 1 when one is not current.

    An archived municipality may have none any more: its data was deleted after the export.
    """
    standings = list(fleet_status())
    if as_json:
        say_json([{"slug": s.slug, "status": s.status, "schema": s.state} for s in standings])
    else:
        say_table(["Municipality", "Status", "Schema"], [[s.slug, s.status, s.state] for s in standings])
        counts = [(state, sum(s.state == state for s in standings)) for state in ("current", "stale", "missing")]
        say(f"{len(standings)} in all: " + ", ".join(f"{number} {state}" for state, number in counts))
    if not all(s.is_fine for s in standings):
        raise typer.Exit(EXIT_FAILED)
