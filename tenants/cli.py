"""`rathaus tenants` and `rathaus fleet`: provision, switch, publish, migrate."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from rathaus.cli.output import (
    EXIT_FAILED,
    DryRunOption,
    JsonOption,
    YesOption,
    answer,
    confirm,
    one_clear_line,
    say,
    say_json,
    say_table,
)
from rathaus.registry import get_module
from tenants import passkeys, services
from tenants.errors import TenantError
from tenants.fleet import Outcome, bring_up_shared, fleet_status, migrate_fleet, stale_groups
from tenants.models import Kind, Status, Tenant
from tenants.names import canonical_host, validate_address, validate_domain
from tenants.provisioning import NewTenant, create_tenant, validate_wish
from tenants.template import TemplateMissingError, template_path, template_statements

KEEP_DOMAIN = "Keep that domain: as long as it answers, most browsers accept them at the new address too."
LOSE_DOMAIN = "They will not work any more; people sign in with a code by mail and make new ones."

tenants = typer.Typer(help="Municipalities: create, list, switch modules, publish, suspend.", no_args_is_help=True)
fleet = typer.Typer(help="All schemas together: migrate and check.", no_args_is_help=True)
domains = typer.Typer(help="Domains of a municipality.", no_args_is_help=True)
tenants.add_typer(domains, name="domain")
COMMANDS = {"tenants": tenants, "fleet": fleet}

SlugArgument = Annotated[str, typer.Argument(help="Short name of the municipality, for example stendal.")]
ModuleArgument = Annotated[str, typer.Argument(help="Short name of the module, for example appointments.")]
guarded = one_clear_line(TenantError, TemplateMissingError)


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
        validate_wish(wish)
        answer(
            {"would_create": slug, "domain": wish.host},
            f"Would create {slug} at {wish.host}.",
            as_json=as_json,
        )
        return
    tenant, is_new = create_tenant(wish)
    text = f"{tenant.slug} {'is created' if is_new else 'exists already, nothing was changed'}: {tenant.url('/')}"
    if is_new and admin_email:
        text += f"\nInvitation sent to {admin_email}."
    answer({**_facts(tenant), "created": is_new}, text, as_json=as_json)


@tenants.command("list")
def list_tenants(as_json: JsonOption = False) -> None:
    """List all municipalities with status, plan, modules and domain."""
    facts = [_facts(tenant) for tenant in Tenant.objects.prefetch_related("activations", "domains")]
    if as_json:
        say_json(facts)
    elif not facts:
        say("There is no municipality yet. Create one: rathaus tenants create --help")
    else:
        columns = ["slug", "name", "status", "plan", "modules", "domain"]
        say_table(columns, [[_cell(fact[column]) for column in columns] for fact in facts])


@tenants.command()
@guarded
def show(slug: SlugArgument, as_json: JsonOption = False) -> None:
    """Show one municipality."""
    facts = _facts(_get(slug))
    if as_json:
        say_json(facts)
    else:
        say_table(["What", "Value"], [[key, _cell(value)] for key, value in facts.items()])


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
    tenant = _get(slug)
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


@tenants.command()
@guarded
def rescue(
    slug: SlugArgument,
    email: Annotated[str, typer.Argument(help="Address of the new administrator, who gets a one-time link.")],
    yes: YesOption = False,
) -> None:
    """Invite an administrator where all others are lost. The municipality sees it in its record and list of people."""
    tenant = _get(slug)
    validate_address(email)
    confirm(f"Invite {email} as administrator of {slug} although it has one?", yes=yes)
    services.invite_administrator(tenant=tenant, email=email, is_emergency=True)
    say(f"Invitation sent to {email}. The link is valid for seven days.")


@domains.command("add")
@guarded
def add_domain(
    slug: SlugArgument,
    domain: Annotated[str, typer.Argument(help="Host name, for example termine.stadt.example.")],
    primary: Annotated[bool, typer.Option(help="Use it in all links from now on.")] = True,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let the portal answer on a further domain. Its DNS must already point here."""
    tenant = _get(slug)
    name = canonical_host(domain)
    validate_domain(name)
    if primary and name != tenant.primary_domain:
        _warn_of_passkeys(tenant, tenant.primary_domain, KEEP_DOMAIN)
    if not dry_run:
        services.add_domain(tenant=tenant, domain=name, is_primary=primary)
    text = f"{'Would add' if dry_run else 'Added'} {name} to {slug}{' as primary domain' if primary else ''}."
    answer({"slug": slug, "domain": name, "is_primary": primary}, text, as_json=as_json)


@domains.command("remove")
@guarded
def remove_domain(slug: SlugArgument, domain: str, yes: YesOption = False, dry_run: DryRunOption = False) -> None:
    """Take a domain away from a municipality."""
    tenant = _get(slug)
    _warn_of_passkeys(tenant, canonical_host(domain), LOSE_DOMAIN)
    if dry_run:
        say(f"Would remove {domain} from {slug}.")
        return
    confirm(f"Remove {domain} from {slug}? Links to it stop working.", yes=yes)
    services.remove_domain(tenant=tenant, domain=domain)
    say(f"Removed {domain} from {slug}.")


def _warn_of_passkeys(tenant: Tenant, host: str, advice: str) -> None:
    """Say on standard error how many passkeys belong to this host name, and what becomes of them."""
    if number := passkeys.count_at(tenant, host):
        words = "passkey belongs" if number == 1 else "passkeys belong"
        typer.echo(f"Warning: {number} {words} to {host}. {advice}", err=True)


@tenants.command()
@guarded
def publish(
    slug: SlugArgument,
    force: Annotated[
        bool, typer.Option("--force", help="Publish although steps of the checklist are missing.")
    ] = False,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Open the portal to citizens. Says what is missing if the start checklist is not complete."""
    tenant = _get(slug)
    if dry_run:
        missing = [str(step.title) for step in services.missing_steps(tenant)]
        text = f"{slug} is ready to publish." if not missing else f"{slug} misses: " + "; ".join(missing)
        answer({"slug": slug, "missing": missing}, text, as_json=as_json)
        return
    _change_status(
        tenant,
        lambda: services.publish_tenant(tenant=tenant, force=force),
        "Open the portal to citizens",
        yes,
        as_json,
    )


@tenants.command()
@guarded
def suspend(
    slug: SlugArgument, yes: YesOption = False, dry_run: DryRunOption = False, as_json: JsonOption = False
) -> None:
    """Close the portal for citizens and staff and stop its jobs. Nothing is deleted."""
    tenant = _get(slug)
    _change_status(
        tenant,
        lambda: services.suspend_tenant(tenant=tenant),
        "Close the portal for everybody",
        yes,
        as_json,
        dry_run,
    )


@tenants.command()
@guarded
def resume(
    slug: SlugArgument, yes: YesOption = False, dry_run: DryRunOption = False, as_json: JsonOption = False
) -> None:
    """Undo a suspension or an archiving."""
    tenant = _get(slug)
    _change_status(
        tenant, lambda: services.resume_tenant(tenant=tenant), "Open the portal again", yes, as_json, dry_run
    )


@tenants.command()
@guarded
def archive(
    slug: SlugArgument, yes: YesOption = False, dry_run: DryRunOption = False, as_json: JsonOption = False
) -> None:
    """Take the portal off the net for good. Its data stays until it is exported and dropped by hand."""
    tenant = _get(slug)
    _change_status(
        tenant,
        lambda: services.archive_tenant(tenant=tenant),
        "Take the portal off the net",
        yes,
        as_json,
        dry_run,
    )


def _change_status(
    tenant: Tenant, change: Callable[[], None], question: str, yes: bool, as_json: bool, dry_run: bool = False
) -> None:
    if dry_run:
        answer(_facts(tenant), f"Would do for {tenant.slug} ({tenant.status}): {question.lower()}.", as_json=as_json)
        return
    confirm(f"{question} ({tenant.slug})?", yes=yes)
    change()
    answer(_facts(tenant), f"{tenant.slug} is now {tenant.status}.", as_json=as_json)


@fleet.command("migrate")
@guarded
def migrate(
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring `public`, the template and every municipality up to date. Goes on after an error; run again to resume."""
    if dry_run:
        stale = [tenant.slug for group in stale_groups().values() for tenant in group]
        answer({"stale": stale}, "Would migrate: " + (", ".join(stale) or "nothing"), as_json=as_json)
        return
    outcomes = migrate_fleet(progress=_show if not as_json else lambda _outcome: None)
    failed = [outcome for outcome in outcomes if outcome.error]
    data = {
        "migrated": [o.slug for o in outcomes if not o.error],
        "failed": {o.slug: o.error for o in failed},
    }
    answer(data, f"{len(outcomes) - len(failed)} migrated, {len(failed)} failed.", as_json=as_json)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _show(outcome: Outcome) -> None:
    say(f"{outcome.slug}: {outcome.error or 'up to date'}")


@fleet.command("template")
@guarded
def template(as_json: JsonOption = False) -> None:
    """Keep the SQL of a new municipality's schema in TEMPLATE_SQL_DIR, as the build of an image does."""
    bring_up_shared()
    path = str(template_path())
    answer({"template": path, "statements": len(template_statements())}, f"Template SQL: {path}", as_json=as_json)


@fleet.command("status")
def status(as_json: JsonOption = False) -> None:
    """Show which schemas are current, stale or missing. Exit code 1 when one is not current."""
    standings = list(fleet_status())
    if as_json:
        say_json([{"slug": s.slug, "status": s.status, "schema": s.state} for s in standings])
    else:
        say_table(["Municipality", "Status", "Schema"], [[s.slug, s.status, s.state] for s in standings])
    if any(s.state != "current" for s in standings):
        raise typer.Exit(EXIT_FAILED)


def _get(slug: str) -> Tenant:
    tenant = Tenant.objects.filter(slug=slug).first()
    if tenant is None:
        raise TenantError(f"There is no municipality {slug!r}. `rathaus tenants list` shows them all.")
    return tenant


def _facts(tenant: Tenant) -> dict[str, Any]:
    return {
        "slug": tenant.slug,
        "name": tenant.short_name,
        "official_name": tenant.official_name,
        "kind": tenant.kind,
        "state": tenant.state,
        "ags": tenant.ags,
        "inhabitants": tenant.inhabitants,
        "status": Status(tenant.status).value,
        "plan": tenant.plan,
        "modules": sorted(tenant.active_modules),
        "domain": tenant.primary_domain,
        "domains": sorted(domain.domain for domain in tenant.domains.all()),
        "url": tenant.url("/"),
    }


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(value)
