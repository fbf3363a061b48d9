"""Jobs by the clock. Each may run twice."""

from modules.cases.services.document_deadlines import watch_deadlines
from rathaus.jobs import tenant_task


@tenant_task(name="cases.watch_documents", module="cases")
def watch_documents() -> None:
    """Remind of missing documents, and give cases back to clerks, each morning."""
    watch_deadlines()
