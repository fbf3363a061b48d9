"""`rathaus tenants domain`: under which host names a portal answers."""

from typing import Annotated

import typer

from rathaus.cli.output import DryRunOption, JsonOption, YesOption, answer, confirm
from tenants import passkeys, services
from tenants.cli_shared import SlugArgument, get_tenant, guarded
from tenants.models import Tenant
from tenants.names import canonical_host, validate_domain

KEEP_DOMAIN = "Keep that domain: as long as it answers, most browsers accept them at the new address too."
LOSE_DOMAIN = "They will not work any more; people sign in with a code by mail and make new ones."

domains = typer.Typer(help="Domains of a municipality: add one, remove one.", no_args_is_help=True)


@domains.command("add")
@guarded
def add_domain(
    slug: SlugArgument,
    domain: Annotated[str, typer.Argument(help="Host name, for example termine.stadt.example.")],
    primary: Annotated[bool, typer.Option(help="Use it in all links from now on.")] = True,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let the portal answer on a further domain. Its DNS must already point here.

    Running it again changes nothing.
    """
    tenant = get_tenant(slug)
    name = canonical_host(domain)
    validate_domain(name)
    if _has(tenant, name, primary):
        text = f"{slug} has {name} already{_as_primary(primary)}."
    else:
        if primary:
            _warn_of_passkeys(tenant, tenant.primary_domain, KEEP_DOMAIN)
        services.refuse_taken_domain(tenant=tenant, domain=name)
        if not dry_run:
            services.add_domain(tenant=tenant, domain=name, is_primary=primary)
        text = f"{'Would add' if dry_run else 'Added'} {name} to {slug}{_as_primary(primary)}."
    answer({"slug": slug, "domain": name, "is_primary": primary}, text, as_json=as_json)


def _has(tenant: Tenant, name: str, primary: bool) -> bool:
    if primary and name != tenant.primary_domain:
        return False
    return tenant.domains.filter(domain=name).exists()


def _as_primary(primary: bool) -> str:
    return " as primary domain" if primary else ""


@domains.command("remove")
@guarded
def remove_domain(
    slug: SlugArgument,
    domain: Annotated[str, typer.Argument(help="Host name to take away; the primary one cannot go.")],
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take a domain away from a municipality. Links to it stop working."""
    tenant = get_tenant(slug)
    name = canonical_host(domain)
    services.removable_domain(tenant=tenant, domain=name)
    _warn_of_passkeys(tenant, name, LOSE_DOMAIN)
    if not dry_run:
        confirm(f"Remove {name} from {slug}? Links to it stop working.", yes=yes)
        services.remove_domain(tenant=tenant, domain=name)
    text = f"{'Would remove' if dry_run else 'Removed'} {name} from {slug}."
    answer({"slug": slug, "domain": name, "removed": not dry_run}, text, as_json=as_json)


def _warn_of_passkeys(tenant: Tenant, host: str, advice: str) -> None:
    """Say on standard error how many passkeys belong to this host name, and what becomes of them."""
    if number := passkeys.count_at(tenant, host):
        words = "passkey belongs" if number == 1 else "passkeys belong"
        typer.echo(f"Warning: {number} {words} to {host}. {advice}", err=True)
