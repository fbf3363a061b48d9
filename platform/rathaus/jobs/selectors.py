"""Which municipalities a schedule concerns."""

from django_tenants.utils import get_public_schema_name, get_tenant_model

from rathaus.tenancy import enter_public


def slugs_to_serve(module: str | None = None) -> list[str]:
    """Return the slugs of all working municipalities, with `module` those that have it switched on."""
    with enter_public():
        tenants = get_tenant_model().objects.exclude(schema_name=get_public_schema_name()).order_by("slug")
        if module is not None:
            tenants = tenants.filter(activations__module=module, activations__is_on=True)
        return [tenant.slug for tenant in tenants if tenant.is_working]
