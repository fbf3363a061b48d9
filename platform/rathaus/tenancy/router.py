"""Which tables belong into which schema."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import connections
from django_tenants.routers import TenantSyncRouter

if TYPE_CHECKING:
    from django_tenants.postgresql_backend.base import DatabaseWrapper


class SchemaRouter(TenantSyncRouter):
    """Shared applications into `public`, tenant applications into each schema, over either database role.

    The stock router refuses every alias but one; ours migrates as the owning role on an alias of its own.
    """

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Return False where the application has no tables in the connection's schema."""
        is_public = cast("DatabaseWrapper", connections[db]).schema_name == "public"
        apps = settings.SHARED_APPS if is_public else settings.TENANT_APPS
        return None if self.app_in_list(app_label, apps) else False
