"""What `rathaus run` does before it starts the processes: schemas, and demo municipalities if there is none."""

from collections.abc import Callable, Iterator

from tenants import demo
from tenants.fleet import migrate_fleet
from tenants.models import Tenant


def prepare(say: Callable[[str], None]) -> None:
    """Bring every schema up to date; fill a deployment without customers with the demo municipalities."""
    say("· Preparing the database")
    for outcome in migrate_fleet():
        say(f"  {outcome.slug}: {outcome.error or 'up to date'}")
    if not Tenant.objects.filter(is_demo=False).exists():
        for name in demo.create_all():
            say(f"· Demo municipality {name}")


def addresses() -> Iterator[tuple[str, str]]:
    """Yield name and address of each municipality."""
    for tenant in Tenant.objects.prefetch_related("domains"):
        yield f"{tenant.short_name} ({tenant.get_status_display()})", tenant.url("/")
