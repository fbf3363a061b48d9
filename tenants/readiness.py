"""What /readyz asks about schemas. Both read rows of `public` only."""

from rathaus.tenancy import enter_public
from tenants.models import Status, Tenant
from tenants.schemas import TEMPLATE_SCHEMA, applied_migrations, fingerprint, fingerprint_of


def template_is_current() -> bool:
    """Return whether the template schema has every migration of this code."""
    return fingerprint_of(applied_migrations([TEMPLATE_SCHEMA]).get(TEMPLATE_SCHEMA, frozenset())) == fingerprint()


def no_tenant_is_stale() -> bool:
    """Return whether every served municipality has every migration of this code."""
    with enter_public():
        served = Tenant.objects.exclude(status=Status.ARCHIVED)
        return not served.exclude(schema_fingerprint=fingerprint()).exists()
