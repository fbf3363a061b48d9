"""Jobs that run after the answer, in the municipality they belong to."""

from rathaus.jobs.queue import enqueue
from rathaus.jobs.tenant_tasks import OPERATORS, MissingTenantError, tenant_task

__all__ = ["OPERATORS", "MissingTenantError", "enqueue", "tenant_task"]
