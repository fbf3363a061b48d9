"""`rathaus check`: is this configuration fit to start?"""

from typing import Annotated

import typer
from django.core import checks

from rathaus.cli.output import EXIT_FAILED, say
from rathaus.deploy_checks import production_problems


def check(
    deploy: Annotated[bool, typer.Option("--deploy", help="Also list what is unsafe in production.")] = False,
) -> None:
    """Check the settings. Exit code 1 and one line per problem when something is wrong."""
    problems = production_problems() if deploy else []
    problems += [str(message) for message in checks.run_checks() if message.is_serious()]
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(EXIT_FAILED)
    say("Everything is fine.")
