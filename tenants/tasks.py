"""Jobs about municipalities as such. What runs by the clock is listed in tenants.schedules."""

import uuid

from django.utils import timezone

from rathaus.jobs import tenant_task
from tenants.figures import write_figures
from tenants.wishes import fulfil_request, overdue_requests


@tenant_task(name="tenants.write_figures")
def figures() -> None:
    """Write the municipality's figures of today for the operators' console."""
    write_figures(day=timezone.localdate())


@tenant_task(name="tenants.fulfil", for_operators=True)
def fulfil(*, wish_id: str) -> None:
    """Create the municipality that an operator asked for."""
    fulfil_request(request_id=uuid.UUID(wish_id))


@tenant_task(name="tenants.fulfil_overdue", for_operators=True)
def fulfil_overdue() -> None:
    """Take up requests that the queue or a killed worker has lost."""
    for request_id in overdue_requests(now=timezone.now()):
        fulfil_request(request_id=request_id)
