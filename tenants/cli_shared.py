"""What the commands about municipalities share: how one is named, found and shown."""

from typing import Annotated, Any

import typer

from rathaus.cli.output import one_clear_line
from tenants.errors import TenantError
from tenants.models import Status, Tenant
from tenants.template import TemplateMissingError

SlugArgument = Annotated[str, typer.Argument(help="Short name of the municipality, for example stendal.")]
guarded = one_clear_line(TenantError, TemplateMissingError)


def get_tenant(slug: str) -> Tenant:
    """Return the municipality; raises TenantError with one clear line."""
    tenant = Tenant.objects.filter(slug=slug).first()
    if tenant is None:
        raise TenantError(f"There is no municipality {slug!r}. `rathaus tenants list` shows them all.")
    return tenant


def get_tenant_with(module: str, slug: str) -> Tenant:
    """Return the municipality that has this module on; raises TenantError with one clear line."""
    tenant = get_tenant(slug)
    if not tenant.has_module(module):
        raise TenantError(f"{slug} has no {module}. `rathaus tenants enable {slug} {module}` switches it on.")
    return tenant


def tenants_with(module: str, slug: str, *, every: bool) -> list[Tenant]:
    """Return the named municipality, or every working one that has the module on; raises BadParameter for both."""
    if bool(slug) == every:
        raise typer.BadParameter("Name one municipality or use --all.")
    if slug:
        return [get_tenant_with(module, slug)]
    return [one for one in Tenant.objects.order_by("slug") if one.is_working and one.has_module(module)]


def facts_of(tenant: Tenant) -> dict[str, Any]:
    """Return what commands tell about a municipality."""
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


def cell(value: object) -> str:
    """Return a value as it stands in a table."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "") else str(value)
