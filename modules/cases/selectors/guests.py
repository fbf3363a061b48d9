"""What a guest may see: the one case that the token in the address stands for, while it is open."""

from django.utils import timezone

from modules.cases.models import GuestAccess
from rathaus.signing import keyed_hash


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return keyed_hash(purpose="cases.guest", value=token)


def access_of(token: str) -> GuestAccess | None:
    """Return the way in that belongs to a token, also before the code was right; None when it is over."""
    now = timezone.now()
    return GuestAccess.objects.filter(token_hash=token_hash(token), expires_at__gt=now).first()


def open_access(token: str) -> GuestAccess | None:
    """Return the way in with its case, once the code was right and until thirty minutes later.

    A case that became a person's own since then is theirs alone.
    """
    related = GuestAccess.objects.select_related("case__department", "case__responsible")
    return related.filter(
        token_hash=token_hash(token),
        opened_at__isnull=False,
        expires_at__gt=timezone.now(),
        case__person=None,
        case__anonymised_at=None,
    ).first()
