"""How the connection is set up, and whether it can be used."""

from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import translation

from modules.bundid.models import Entity, Generation, KeySet, Provider
from modules.bundid.saml.keys import KeyPair, expires_at, split_pem
from modules.bundid.saml.metadata import OwnDescription, build_metadata
from rathaus.signing.encryption import decrypt
from rathaus.tenancy import current_tenant

KEY_PURPOSE: Final = "bundid.key"
WARN_BEFORE: Final = timedelta(days=60)


def find_entity() -> Entity | None:
    """Return who we are to the BundID, None before anybody has set it up."""
    return Entity.objects.first()


def key_sets() -> dict[str, KeySet]:
    """Return the key sets by their generation: one query."""
    return {keys.generation: keys for keys in KeySet.objects.all()}


def find_provider(environment: str) -> Provider | None:
    """Return what we know of the BundID in this environment."""
    return Provider.objects.filter(environment=environment).first()


def provider_in_use() -> Provider | None:
    """Return where people are sent to, None while the BundID is not offered."""
    return Provider.objects.filter(is_in_use=True).first()


def is_offered() -> bool:
    """Return whether people can use the BundID now: one query, since what is in use was checked when it was set."""
    return provider_in_use() is not None


def answer_url() -> str:
    """Return the address to which the BundID sends its answers: one for all languages, on the primary domain."""
    with translation.override("de"):
        return current_tenant().url(reverse("bundid:answer"))


def metadata_url() -> str:
    """Return where everybody can read our metadata."""
    with translation.override("de"):
        return current_tenant().url(reverse("bundid:metadata"))


def signing_pair() -> KeyPair | None:
    """Return the key that signs our requests; None before there is one."""
    keys = key_sets().get(Generation.CURRENT)
    return KeyPair(decrypt(keys.signing_key, purpose=KEY_PURPOSE), keys.signing_certificate) if keys else None


def decryption_keys() -> list[str]:
    """Return all private keys for which the BundID may have encrypted: in use, prepared, and just replaced."""
    found = key_sets()
    order = (Generation.CURRENT, Generation.NEXT, Generation.FORMER)
    return [decrypt(found[name].encryption_key, purpose=KEY_PURPOSE) for name in order if name in found]


def own_metadata() -> bytes | None:
    """Return our metadata with the certificates in use and the prepared ones; None before there are both."""
    entity, found = find_entity(), key_sets()
    announced = [found[name] for name in (Generation.CURRENT, Generation.NEXT) if name in found]
    if entity is None or not announced:
        return None
    return build_metadata(
        OwnDescription(
            entity_id=entity.entity_id,
            answer_url=answer_url(),
            signing=[keys.signing_certificate for keys in announced],
            encryption=[keys.encryption_certificate for keys in announced],
            display_name=entity.display_name,
            description=entity.description,
            url=current_tenant().url("/"),
        )
    )


def must_change_keys(now: datetime) -> bool:
    """Return whether the certificates in use run out within 60 days."""
    current = key_sets().get(Generation.CURRENT)
    return current is not None and current.expires_at <= now + WARN_BEFORE


def provider_expires_at(provider: Provider) -> datetime:
    """Return until when the BundID's own certificates are valid: the last of them."""
    return max(expires_at(certificate) for certificate in split_pem(provider.certificates))
