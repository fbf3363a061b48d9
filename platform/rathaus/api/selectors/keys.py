"""Keys as pages list them and as requests show them."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from rathaus.api.credentials import is_digest_of, prefix_of
from rathaus.api.models import ApiKey


def all_keys() -> QuerySet[ApiKey]:
    """Return every key, the newest first."""
    return ApiKey.objects.order_by("-created_at")


def find_key(text: str, *, now: datetime | None = None) -> ApiKey | None:
    """Return the valid key with this text; None for any other. One query, none for what cannot be a key."""
    prefix = prefix_of(text)
    key = ApiKey.objects.filter(prefix=prefix).first() if prefix else None
    if key is None or not is_digest_of(key.secret_hash, text) or not key.is_valid_at(now or timezone.now()):
        return None
    return key


def is_allowed_anywhere(origin: str) -> bool:
    """Return whether some valid key may be used on pages of this origin: browsers ask before they show the key."""
    valid = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    return ApiKey.objects.filter(valid, origins__contains=[origin], revoked_at__isnull=True).exists()
