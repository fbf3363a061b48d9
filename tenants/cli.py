"""`rathaus tenants` and `rathaus fleet`: provision, switch, publish, migrate."""

from typing import Annotated

import typer

from rathaus.cli.output import DryRunOption, JsonOption, YesOption, answer, confirm, say, say_json, say_table
from rathaus.registry import get_module
from tenants import cli_status, services
from tenants.cli_domains import domains
from tenants.cli_fleet import fleet
from tenants.cli_shared import SlugArgument, cell, facts_of, get_tenant, guarded
from tenants.models import Kind, Tenant
from tenants.names import validate_address
from tenants.provisioning import NewTenant, create_tenant, refuse_taken_domains, validate_wish

tenants = typer.Typer(help="Municipalities: create, list, switch modules, publish, suspend.", no_args_is_help=True)
tenants.add_typer(domains, name="domain")
NOBODY_INVITED = "\nNobody is invited yet. Invite its administrator: rathaus tenants rescue {slug} ADDRESS"
COMMANDS = {"tenants": tenants, "fleet": fleet}

ModuleArgument = Annotated[str, typer.Argument(help="Short name of the module, for example appointments.")]


@tenants.command()
@guarded
def create(
    slug: SlugArgument,
    name: Annotated[str, typer.Option(help='Official name, for example "Hansestadt Stendal".')],
    kind: Annotated[str, typer.Option(help="Legal form: " + ", ".join(Kind.values) + ".")],
    state: Annotated[str, typer.Option(help="Bundesland as two letters, for example ST.")],
    plan: Annotated[str, typer.Option(help="Plan; `rathaus plans list` shows them.")],
    admin_email: Annotated[str, typer.Option(help="Who is invited as administrator, by a one-time link.")] = "",
    short_name: Annotated[str, typer.Option(help="Name in headers and lists; the official name if empty.")] = "",
    domain: Annotated[str, typer.Option(help="The municipality's own domain; a subdomain is always added.")] = "",
    ags: Annotated[str, typer.Option(help="Amtlicher Gemeindeschlüssel, eight digits.")] = "",
    inhabitants: Annotated[int | None, typer.Option(min=1, help="Number of inhabitants.")] = None,
    locality: Annotated[list[str] | None, typer.Option(help="A locality; repeat for more.")] = None,
    member: Annotated[list[str] | None, typer.Option(help="A member municipality; repeat for more.")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Without sample concerns and opening hours.")] = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Create a municipality: portal, modules of its plan, sample content, invitation of its administrator.

    Running it again says that the municipality exists and changes nothing.
    """
    wish = NewTenant(
        slug=slug,
        official_name=name,
        kind=kind,
        state=state.upper(),
        plan=plan,
        admin_email=admin_email,
        short_name=short_name,
        domain=domain,
        ags=ags,
        inhabitants=inhabitants,
        localities=locality or (),
        member_municipalities=member or (),
        with_samples=not empty,
    )
    if dry_run:
        _say_what_would_happen(wish, as_json=as_json)
        return
    tenant, is_new = create_tenant(wish)
    text = f"{tenant.slug} {'is created' if is_new else 'exists already, nothing was changed'}: {tenant.url('/')}"
    if is_new:
        text += f"\nInvitation sent to {admin_email}." if admin_email else NOBODY_INVITED.format(slug=slug)
    answer({**facts_of(tenant), "created": is_new}, text, as_json=as_json)


def _say_what_would_happen(wish: NewTenant, *, as_json: bool) -> None:
    validate_wish(wish)
    exists = Tenant.objects.filter(slug=wish.slug).exists()
    if not exists:
        refuse_taken_domains(wish)
    text = (
        f"{wish.slug} exists already, nothing would change." if exists else f"Would create {wish.slug} at {wish.host}."
    )
    answer({"would_create": None if exists else wish.slug, "domain": wish.host}, text, as_json=as_json)


@tenants.command("list")
def list_tenants(as_json: JsonOption = False) -> None:
    """List all municipalities with status, plan, modules and domain."""
    facts = [facts_of(tenant) for tenant in Tenant.objects.prefetch_related("activations", "domains")]
    if as_json:
        say_json(facts)
    elif not facts:
        say("There is no municipality yet. Create one: rathaus tenants create --help")
    else:
        columns = ["slug", "name", "status", "plan", "modules", "domain"]
        say_table(columns, [[cell(fact[column]) for column in columns] for fact in facts])


@tenants.command()
@guarded
def show(slug: SlugArgument, as_json: JsonOption = False) -> None:
    """Show one municipality."""
    facts = facts_of(get_tenant(slug))
    if as_json:
        say_json(facts)
    else:
        say_table(["What", "Value"], [[key, cell(value)] for key, value in facts.items()])


@tenants.command()
@guarded
def enable(
    slug: SlugArgument, module: ModuleArgument, dry_run: DryRunOption = False, as_json: JsonOption = False
) -> None:
    """Switch a module on. It takes effect within two seconds."""
    _switch(slug, module, is_on=True, yes=True, dry_run=dry_run, as_json=as_json)


@tenants.command()
@guarded
def disable(
    slug: SlugArgument,
    module: ModuleArgument,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Switch a module off. Its pages vanish and its jobs stop; its data stays."""
    _switch(slug, module, is_on=False, yes=yes, dry_run=dry_run, as_json=as_json)


def _switch(slug: str, module: str, *, is_on: bool, yes: bool, dry_run: bool, as_json: bool) -> None:
    tenant = get_tenant(slug)
    get_module(module)
    word = "on" if is_on else "off"
    changed = False
    if tenant.has_module(module) == is_on:
        text = f"{module} is already {word} for {slug}."
    elif dry_run:
        text = f"Would switch {module} {word} for {slug}."
    else:
        confirm(f"Switch {module} {word} for {slug}? Citizens and staff no longer reach it.", yes=yes)
        changed = services.switch_module(tenant=tenant, module=module, is_on=is_on)
        text = f"{module} is {word} for {slug}."
    answer(
        {"slug": slug, "module": module, "is_on": tenant.has_module(module), "changed": changed},
        text,
        as_json=as_json,
    )


for change in (cli_status.publish, cli_status.suspend, cli_status.resume, cli_status.archive):
    tenants.command()(change)


@tenants.command()
@guarded
def rescue(
    slug: SlugArgument,
    email: Annotated[str, typer.Argument(help="Address of the new administrator, who gets a one-time link.")],
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Invite an administrator: the first one, or a further one where all others are lost.

    The municipality sees it in its record and in its list of people. Whoever is invited already gets a new link.
    """
    tenant = get_tenant(slug)
    validate_address(email)
    if not dry_run:
        confirm(f"Invite {email} as administrator of {slug}? The municipality sees it in its record.", yes=yes)
        services.invite_administrator(tenant=tenant, email=email, is_emergency=True)
    sent = f"Invitation sent to {email}. The link is valid for seven days."
    text = f"Would invite {email} as administrator of {slug}." if dry_run else sent
    answer({"slug": slug, "email": email, "invited": not dry_run}, text, as_json=as_json)
