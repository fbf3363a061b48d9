"""What a new municipality begins with: every shipped service, reachable online from the first day."""

from modules.online_services.services.seeding import sync_shipped_services
from rathaus.accounts.models import User


def create_samples(actor: User | None) -> None:
    """Add the shipped services; a second time changes nothing."""
    sync_shipped_services(actor=actor)
