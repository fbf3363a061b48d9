"""`rathaus operators`: who runs this deployment."""

from typing import Annotated

import typer

from rathaus.accounts.errors import AlreadyInvitedError, AlreadyOperatorError
from rathaus.accounts.models import User
from rathaus.accounts.services import invite_operator
from rathaus.cli.output import DryRunOption, JsonOption, answer, one_clear_line, say, say_json, say_table
from rathaus.tenancy import enter_public
from tenants.errors import TenantError
from tenants.names import validate_address

operators = typer.Typer(help="Operators: the people of the console on the base domain.", no_args_is_help=True)
COMMANDS = {"operators": operators}


@operators.command()
@one_clear_line(TenantError)
def invite(
    email: Annotated[str, typer.Argument(help="Address that gets the one-time link.")],
    first_name: Annotated[str, typer.Option(help="First name, if known.")] = "",
    last_name: Annotated[str, typer.Option(help="Last name, if known.")] = "",
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Invite a person to the console. They choose their password and second factor by the link in the mail."""
    validate_address(email)
    if not dry_run:
        _invite(email, first_name, last_name)
    text = f"Would invite {email}." if dry_run else f"Invitation sent to {email}. The link is valid for seven days."
    answer({"email": email, "invited": not dry_run}, text, as_json=as_json)


def _invite(email: str, first_name: str, last_name: str) -> None:
    try:
        with enter_public():
            invite_operator(email=email, actor=None, first_name=first_name, last_name=last_name)
    except AlreadyOperatorError:
        raise TenantError(f"{email} is an operator already.") from None
    except AlreadyInvitedError:
        raise TenantError(f"{email} has an invitation that is still open.") from None


@operators.command("list")
def list_operators(as_json: JsonOption = False) -> None:
    """List everybody who may sign in to the console."""
    with enter_public():
        people = list(User.objects.filter(is_active=True).order_by("email"))
    if as_json:
        say_json([{"email": person.email, "name": person.full_name} for person in people])
    elif not people:
        say("There is no operator yet. Invite one: rathaus operators invite --help")
    else:
        say_table(["E-mail", "Name"], [[person.email, person.full_name] for person in people])
