"""How commands speak: a table for people, JSON for scripts, one clear line for an error."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

import typer
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from rich.console import Console
from rich.table import Table

from rathaus.registry import UnknownModuleError

P = ParamSpec("P")
R = TypeVar("R")

JsonOption = Annotated[bool, typer.Option("--json", help="Answer with JSON for scripts.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Answer every question with yes.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]

PIPE_WIDTH = 240  # columns of a table that nobody sees on a screen: one line per row, for grep
EXIT_FAILED = 1
EXIT_DECLINED = 3


def say(text: str) -> None:
    """Print one line for people."""
    Console(highlight=False, soft_wrap=True).print(text, markup=False)


def say_json(data: Any) -> None:
    """Print data for scripts."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def say_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table for people."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")  # a cut address is worth nothing
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH).print(table)


def answer(data: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    """Print either form of a result."""
    if as_json:
        say_json(data)
    else:
        say(text)


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something changes; a no, or nobody there to answer, ends the command with exit code 3."""
    if yes:
        return
    try:
        agreed = typer.confirm(question, err=True)  # standard output is for the answer alone
    except typer.Abort:
        typer.echo("\nNothing was changed: there was no answer. In scripts, --yes answers every question.", err=True)
        raise typer.Exit(EXIT_DECLINED) from None
    if not agreed:
        typer.echo("Nothing was changed.", err=True)
        raise typer.Exit(EXIT_DECLINED)


def one_clear_line(*errors: type[Exception]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Turn expected errors of a command into one line on standard error and exit code 1."""
    expected: tuple[type[Exception], ...] = (ValidationError, ObjectDoesNotExist, UnknownModuleError, *errors)

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        @wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return command(*args, **kwargs)
            except expected as error:
                text = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                typer.echo(f"rathaus: {text}", err=True)
                raise typer.Exit(EXIT_FAILED) from None

        return run

    return decorate
