"""Municipalities for the benchmarks, created once per run."""

from functools import cache

from tenants.models import Tenant
from tenants.provisioning import NewTenant, create_tenant
from tenants.services import publish_tenant


@cache
def crowd(size: int) -> tuple[Tenant, ...]:
    """Return `size` live municipalities."""
    return tuple(live_tenant(f"menge{number}") for number in range(size))


@cache
def live_tenant(slug: str) -> Tenant:
    """Return a live municipality with all modules and without any data."""
    wish = NewTenant(slug=slug, official_name=slug.title(), kind="stadt", state="ST", plan="full", with_samples=False)
    tenant, is_new = create_tenant(wish)
    if is_new:
        publish_tenant(tenant=tenant, force=True)
    return tenant
