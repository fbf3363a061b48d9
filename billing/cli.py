"""`rathaus plans`: which plans there are."""

import typer

from billing.plans import PLANS
from rathaus.cli.output import JsonOption, say_json, say_table

plans = typer.Typer(help="Plans: which modules a municipality may switch on.", no_args_is_help=True)
COMMANDS = {"plans": plans}


@plans.callback()
def group() -> None:
    """Keep `list` a command of its own while it is the only one."""


@plans.command("list")
def list_plans(as_json: JsonOption = False) -> None:
    """List the plans and what they contain."""
    rows = [
        (plan.slug, str(plan.label), ", ".join(sorted(plan.modules)) if plan.modules else "all")
        for plan in PLANS.values()
    ]
    if as_json:
        say_json([{"slug": slug, "label": label, "modules": modules} for slug, label, modules in rows])
    else:
        say_table(["Plan", "Name", "Modules"], rows)
