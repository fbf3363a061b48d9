"""Which municipality the running code works for."""

from rathaus.tenancy.context import NoTenantError, current_tenant, enter, enter_public, find_tenant
from rathaus.tenancy.protocol import Tenant

__all__ = ["NoTenantError", "Tenant", "current_tenant", "enter", "enter_public", "find_tenant"]
