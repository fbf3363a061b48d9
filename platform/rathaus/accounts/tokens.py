"""The secret of an invitation link. The database knows only its hash."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored of a token; it needs no salt, since nobody can guess 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()
