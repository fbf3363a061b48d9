"""Jobs that run after the answer, in the municipality they belong to."""

from rathaus.jobs.queue import enqueue
from rathaus.jobs.tenant_tasks import OPERATORS, MissingTenantError, TenantTask, tenant_task

__all__ = ["OPERATORS", "MissingTenantError", "TenantTask", "enqueue", "tenant_task"]
