"""Jobs by the clock. Each may run twice."""

from modules.online_services.services import using
from modules.online_services.services.keeping import remind_of_drafts, remove_expired_drafts
from rathaus.jobs import tenant_task


@tenant_task(name="online_services.keep_drafts", module="online_services")
def keep_drafts() -> None:
    """Remind people, each day, of drafts that end soon, and remove those whose time is over."""
    remind_of_drafts()
    remove_expired_drafts()


@tenant_task(name="online_services.count_uses", module="online_services")
def count_uses() -> None:
    """Count each night how much each service was used."""
    using.count_uses()
