"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from modules.bundid.models import Attempt, Entity, Environment, Generation, Identity, KeySet, Purpose
from modules.bundid.saml.keys import expires_at
from modules.bundid.selectors.setup import KEY_PURPOSE
from modules.bundid.services.setup import save_entity, save_provider
from rathaus.signing.encryption import encrypt
from tests.factories.accounts import UserFactory
from tests.modules.bundid.journey import new_provider
from tests.modules.bundid.provider import pair


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    make_keys()
    save_entity(display_name=f"{marker} Verwaltung", description=marker, actor=None)
    Entity.objects.update(entity_id=f"https://{marker.lower()}.example/")
    provider = new_provider(entity_id=f"https://bundid.example/{marker}")
    for environment in Environment:
        save_provider(environment=environment, metadata=provider.metadata(), actor=None)
    make_people(marker)
    return {f"bundid_staff:{name}": {"environment": Environment.TEST.value} for name in ("provider", "offer", "test")}


def make_keys() -> None:
    """Give the municipality keys without the seconds that new ones cost."""
    KeySet.objects.get_or_create(
        generation=Generation.CURRENT,
        defaults={
            "signing_key": encrypt(pair("signing").key, purpose=KEY_PURPOSE),
            "signing_certificate": pair("signing").certificate,
            "encryption_key": encrypt(pair("encryption").key, purpose=KEY_PURPOSE),
            "encryption_certificate": pair("encryption").certificate,
            "expires_at": expires_at(pair("signing").certificate),
            "created_at": datetime.now(UTC),
        },
    )


def make_people(marker: str) -> None:
    """Add somebody who is connected, and an attempt on its way."""
    now = timezone.now()
    user = UserFactory(last_name=marker)
    Identity.objects.create(user=user, bpk2=f"{marker}-{user.pk}", linked_at=now, used_at=now)
    Attempt.objects.create(
        request_id=f"_{marker}{user.pk.hex}",
        browser_hash="",
        environment=Environment.TEST,
        purpose=Purpose.SIGN_IN,
        level=1,
        user=user,
        created_at=now,
        expires_at=now,
    )
