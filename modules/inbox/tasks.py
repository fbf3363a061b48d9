"""Jobs by the clock. Each may run twice."""

from modules.inbox.services.notes import tell_about_notes as tell
from rathaus.jobs import tenant_task


@tenant_task(name="inbox.tell_about_notes", module="inbox")
def tell_about_notes() -> None:
    """Tell people, each minute, of notes whose sharing cannot be undone any more."""
    tell()
