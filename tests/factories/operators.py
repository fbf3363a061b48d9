"""Municipalities' rows for tests of the operators' side: no schema is made for them."""

from datetime import timedelta

from django.utils import timezone

from rathaus.tenancy import enter_public
from tenants.models import DailyFigures, Domain, MigrationRun, Tenant
from tenants.schemas import fingerprint


def make_tenant(slug: str, **fields: object) -> Tenant:
    """Add a municipality's row without a schema of its own."""
    values = {
        "schema_name": f"t_{slug}",
        "official_name": f"Gemeinde {slug.title()}",
        "short_name": slug.title(),
        "kind": "einheitsgemeinde",
        "state": "ST",
        "plan": "full",
        "schema_fingerprint": fingerprint(),
        **fields,
    }
    with enter_public():
        tenant = Tenant.objects.create(slug=slug, **values)
        Domain.objects.create(tenant=tenant, domain=f"{slug}.localhost", is_primary=True)
    return tenant


def add_figures(tenant: Tenant, *, bookings: list[int], storage: int = 2_100_000) -> None:
    """Add figure rows for the days up to today, the oldest first."""
    today = timezone.localdate()
    with enter_public():
        for back, count in enumerate(reversed(bookings)):
            DailyFigures.objects.create(
                tenant=tenant,
                day=today - timedelta(days=back),
                counts={"bookings": count, "storage_bytes": storage},
            )


def add_run(tenant: Tenant, *, error: str = "") -> MigrationRun:
    """Add a migration that went well, or not."""
    with enter_public():
        return MigrationRun.objects.create(
            tenant=tenant, fingerprint=fingerprint(), finished_at=timezone.now(), error=error
        )
