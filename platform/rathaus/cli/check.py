"""`rathaus check`: is this configuration fit to start?"""

from typing import Annotated

import typer
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from rathaus.cli.output import EXIT_FAILED, say
from rathaus.deploy_checks import production_problems


def check(
    deploy: Annotated[bool, typer.Option("--deploy", help="Also list what is unsafe in production.")] = False,
) -> None:
    """Check the settings. Exit code 1 and one line per problem when something is wrong."""
    problems = production_problems() if deploy else []
    try:
        call_command("check", verbosity=0)
    except SystemCheckError as error:
        problems.append(str(error))
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(EXIT_FAILED)
    say("Everything is fine.")
