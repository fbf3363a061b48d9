"""The client secret at rest, and by what settings are recognised as tested."""

import json
from typing import Final

from rathaus.signing import keyed_hash
from rathaus.signing.encryption import decrypt, encrypt
from rathaus.sso.models import IdentityProvider

_PURPOSE: Final = "rathaus.sso.client-secret"


def sealed(secret: str) -> str:
    """Return the secret as it is stored: we send it to the identity provider, so a hash would not do."""
    return encrypt(secret, purpose=_PURPOSE)


def unsealed(stored: str) -> str:
    """Return a stored secret again."""
    return decrypt(stored, purpose=_PURPOSE) if stored else ""


def digest_of(provider: IdentityProvider) -> str:
    """Return what stands for the technical details: it changes with each of them, also with the secret."""
    details = [
        provider.protocol,
        provider.issuer,
        provider.client_id,
        unsealed(provider.client_secret),
        provider.sign_in_url,
        provider.certificates,
        provider.groups_claim,
    ]
    return keyed_hash(purpose="rathaus.sso.tested", value=json.dumps(details))
