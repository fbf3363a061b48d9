"""`rathaus audit verify`: is the record of each municipality still what was sealed?"""

from collections.abc import Iterator
from typing import Annotated, Any, Final, cast

import typer
from django.db import connection
from django_tenants.utils import get_tenant_model

from rathaus.audit.seals import BrokenSeal, Verification, verify_record
from rathaus.cli.output import EXIT_FAILED, JsonOption, one_clear_line, say, say_json, say_table
from rathaus.tenancy import Tenant, enter, enter_public, find_tenant

audit = typer.Typer(help="The record of who did what: verify its seals.", no_args_is_help=True)
COMMANDS = {"audit": audit}

OPERATORS: Final = "(operators)"
_COLUMNS: Final = ("municipality", "seals", "sealed", "unsealed", "newest digest", "state")


@audit.callback()
def group() -> None:
    """Keep `verify` a command of its own, although there is no other one yet."""


@audit.command()
@one_clear_line()
def verify(
    slug: Annotated[str, typer.Argument(help="Short name of one municipality; all, and the operators, if empty.")] = "",
    digest: Annotated[
        str, typer.Option(help="The newest digest that the log has (audit_digest): it must be part of the chain.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Compute the hash chains again. Exit code 1 and the broken batches where a record was changed.

    Whoever rewrites a whole chain is found out by a digest from the log, which lies outside of the database.
    """
    if digest and not slug:
        raise typer.BadParameter("A digest belongs to one municipality: name it.")
    found = {name: _verify(place, digest) for name, place in _places(slug)}
    if as_json:
        say_json([_facts(name, result) for name, result in found.items()])
    else:
        _say(found)
    if not all(result is not None and result.is_whole for result in found.values()):
        raise typer.Exit(EXIT_FAILED)


def _places(slug: str) -> Iterator[tuple[str, Tenant | None]]:
    if slug:
        yield slug, find_tenant(slug)
        return
    yield OPERATORS, None
    with enter_public():
        tenants = list(get_tenant_model().objects.order_by("slug"))
    yield from ((tenant.slug, cast("Tenant", tenant)) for tenant in tenants if not _has_left(tenant))


def _has_left(tenant: Tenant) -> bool:
    """Return whether the record went with the municipality: the schema of an archived one is deleted in the end."""
    return tenant.status == "archived" and not _has_schema(tenant.schema_name)


def _verify(place: Tenant | None, digest: str) -> Verification | None:
    """Return what was found, None where the schema is missing: its record is gone as a whole."""
    if place is not None and not _has_schema(place.schema_name):
        return None
    with enter(place) if place else enter_public():
        return verify_record(expected_digest=digest)


def _has_schema(name: str) -> bool:
    """A missing schema in the search path is silently skipped by Postgres, so `public` would be verified instead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [name])
        return bool(cursor.fetchone()[0])


def _facts(name: str, result: Verification | None) -> dict[str, Any]:
    if result is None:
        return {"municipality": name, "whole": False, "problems": ["the schema is missing"]}
    return {
        "municipality": name,
        "whole": result.is_whole,
        "seals": result.seals,
        "sealed": result.entries,
        "unsealed": result.unsealed,
        "begins_after": result.begins_after,
        "newest_digest": result.newest,
        "problems": _problems(result),
    }


def _problems(result: Verification) -> list[str]:
    problems = [_broken(seal) for seal in result.broken]
    return problems if result.has_expected else [*problems, "the digest from the log is not part of the chain"]


def _broken(seal: BrokenSeal) -> str:
    return f"batch {seal.seal_id} (entries {seal.first_id} to {seal.last_id}) is not what was sealed"


def _say(found: dict[str, Verification | None]) -> None:
    rows = [_row(name, result) for name, result in found.items()]
    say_table(_COLUMNS, rows)
    for name, result in found.items():
        for problem in _facts(name, result)["problems"]:
            say(f"{name}: {problem}")


def _row(name: str, result: Verification | None) -> list[str]:
    if result is None:
        return [name, "", "", "", "", "MISSING"]
    state = "whole" if result.is_whole else "BROKEN"
    return [name, str(result.seals), str(result.entries), str(result.unsealed), result.newest[:16], state]
