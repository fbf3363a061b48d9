"""Set up the connection: who we are, our keys, and the BundID's two environments."""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from modules.bundid.errors import ForeignMetadataError, NoNextKeysError, NotSetUpError, UnsafeAddressError
from modules.bundid.models import Entity, Generation, KeySet, Provider
from modules.bundid.saml.errors import UnreadableAnswerError
from modules.bundid.saml.keys import KEY_BITS, expires_at, new_key_pair
from modules.bundid.saml.metadata import read_provider
from modules.bundid.selectors.setup import KEY_PURPOSE, find_entity, key_sets, metadata_url
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.signing.encryption import encrypt
from rathaus.tenancy import current_tenant

FORMER_KEPT: Final = timedelta(days=30)


@transaction.atomic
def save_entity(*, display_name: str, description: str, actor: User | None, online_service_id: str = "") -> Entity:
    """Keep the words that people see at the BundID, and make the keys where there are none yet.

    The name by which the BundID knows us is made the first time and never changes again.
    """
    entity = find_entity() or Entity(entity_id=metadata_url())
    entity.display_name, entity.description = display_name, description
    entity.online_service_id = online_service_id
    entity.save()
    if Generation.CURRENT not in key_sets():
        _make_keys(Generation.CURRENT, actor)
    record(action="bundid.entity_saved", actor=actor, target=entity)
    return entity


@transaction.atomic
def prepare_next_keys(*, actor: User | None) -> KeySet:
    """Return the key set for the next change, made now unless there is one. Raises NotSetUpError.

    It stands in the metadata beside the one in use and opens answers already, but signs nothing yet.
    """
    found = key_sets()
    if Generation.CURRENT not in found:
        raise NotSetUpError
    return found.get(Generation.NEXT) or _make_keys(Generation.NEXT, actor)


@transaction.atomic
def use_next_keys(*, actor: User | None) -> KeySet:
    """Sign with the prepared keys from now on; the former ones still open answers. Raises NoNextKeysError."""
    found = {keys.generation: keys for keys in KeySet.objects.select_for_update()}
    if Generation.NEXT not in found:
        raise NoNextKeysError
    KeySet.objects.filter(generation=Generation.FORMER).delete()
    former, current = found[Generation.CURRENT], found[Generation.NEXT]
    former.generation, former.replaced_at = Generation.FORMER, timezone.now()
    former.save(update_fields=["generation", "replaced_at"])
    current.generation = Generation.CURRENT
    current.save(update_fields=["generation"])
    record(action="bundid.keys_changed", actor=actor, target=current)
    return current


def _make_keys(generation: Generation, actor: User | None) -> KeySet:
    """Make two pairs: a key that signs should not be the one that decrypts."""
    now, name = timezone.now(), current_tenant().short_name
    signing = new_key_pair(name=f"{name} BundID Signatur", now=now, bits=KEY_BITS)
    encryption = new_key_pair(name=f"{name} BundID Verschlüsselung", now=now, bits=KEY_BITS)
    keys = KeySet.objects.create(
        generation=generation,
        signing_key=encrypt(signing.key, purpose=KEY_PURPOSE),
        signing_certificate=signing.certificate,
        encryption_key=encrypt(encryption.key, purpose=KEY_PURPOSE),
        encryption_certificate=encryption.certificate,
        expires_at=expires_at(signing.certificate),
        created_at=now,
    )
    record(action="bundid.keys_made", actor=actor, target=keys, details={"generation": generation.value})
    return keys


@transaction.atomic
def save_provider(*, environment: str, metadata: bytes, actor: User | None) -> Provider:
    """Keep what the BundID's metadata for this environment say. A test of the connection has to be made anew.

    Raises ForeignMetadataError and UnsafeAddressError.
    """
    try:
        description = read_provider(metadata)
    except UnreadableAnswerError as error:
        raise ForeignMetadataError from error
    _refuse_unsafe(description.sso_url)
    provider, _is_new = Provider.objects.update_or_create(
        environment=environment,
        defaults={
            "entity_id": description.entity_id,
            "sso_url": description.sso_url,
            "certificates": "".join(description.certificates),
            "saved_at": timezone.now(),
            "tested_at": None,
        },
    )
    record(action="bundid.provider_saved", actor=actor, target=provider, details={"environment": environment})
    return provider


def _refuse_unsafe(url: str) -> None:
    """Demand https, unless this deployment itself works without (development and tests)."""
    allowed = {"https"} | ({"http"} if settings.PUBLIC_SCHEME == "http" else set())
    parts = urlsplit(url)
    if parts.scheme not in allowed or not parts.hostname:
        raise UnsafeAddressError


@transaction.atomic
def offer(*, environment: str, actor: User | None) -> Provider:
    """Send people to this environment from now on. Raises NotSetUpError where something is missing."""
    provider = Provider.objects.select_for_update().filter(environment=environment).first()
    if provider is None or find_entity() is None or Generation.CURRENT not in key_sets():
        raise NotSetUpError
    Provider.objects.exclude(pk=provider.pk).update(is_in_use=False)
    provider.is_in_use = True
    provider.save(update_fields=["is_in_use"])
    record(action="bundid.offered", actor=actor, target=provider, details={"environment": environment})
    return provider


@transaction.atomic
def withdraw(*, actor: User | None) -> None:
    """Offer the BundID to nobody any more; who is connected stays connected."""
    if Provider.objects.filter(is_in_use=True).update(is_in_use=False):
        record(action="bundid.withdrawn", actor=actor)


def note_test(*, environment: str) -> None:
    """Keep that somebody signed in there just now."""
    Provider.objects.filter(environment=environment).update(tested_at=timezone.now())


def forget_former_keys(*, now: datetime) -> int:
    """Delete keys that were replaced 30 days ago: no answer for them is on its way any more. Return how many."""
    return KeySet.objects.filter(generation=Generation.FORMER, replaced_at__lt=now - FORMER_KEPT).delete()[0]
