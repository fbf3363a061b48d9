"""Who is connected with a BundID."""

from modules.bundid.models import Identity
from rathaus.accounts.models import User


def find_by_bpk2(bpk2: str) -> Identity | None:
    """Return the connection of this BundID with its account."""
    return Identity.objects.select_related("user").filter(bpk2=bpk2).first()


def identity_of(user: User) -> Identity | None:
    """Return the BundID that opens this account."""
    return Identity.objects.filter(user=user).first()
