"""Jobs by the clock. Each may run twice, and nothing breaks if none runs for a while."""

from modules.citizen_accounts.services.representations import end_overdue
from rathaus.jobs import tenant_task


@tenant_task(name="citizen_accounts.end_representations", module="citizen_accounts")
def end_representations() -> None:
    """End representations of children who came of age and those that have run out, each night."""
    end_overdue()
