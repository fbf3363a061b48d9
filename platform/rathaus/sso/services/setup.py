"""Set up the identity provider: say which it is, test it, switch it on and off."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.sso.credentials import digest_of, sealed
from rathaus.sso.discovery import discover_issuer, read_metadata
from rathaus.sso.errors import MissingSecretError, NoMappingError, NotTestedError, SignInError, UnfitMetadataError
from rathaus.sso.models import GroupMapping, IdentityProvider, LinkedIdentity, Protocol
from rathaus.sso.selectors import is_tested


@dataclass(frozen=True, slots=True)
class Details:
    """What both protocols have in common."""

    name: str
    groups_claim: str
    domains: Sequence[str]
    creates_accounts: bool
    trusts_second_factor: bool
    strong_context: str


def save_openid(*, issuer: str, client_id: str, client_secret: str, details: Details, actor: User | None) -> None:
    """Make this OpenID provider the municipality's; without a secret the stored one stays.

    The provider is asked for its configuration first. Raises UnreachableProviderError, OtherIssuerError and
    MissingSecretError. Changed technical details switch it off until the next test.
    """
    found = discover_issuer(issuer)
    with transaction.atomic():
        row = _lock(Protocol.OIDC)
        if client_secret:
            row.client_secret = sealed(client_secret)
        if not row.client_secret:
            raise MissingSecretError
        row.issuer, row.client_id = found, client_id.strip()
        _save(row, details, actor)


def save_saml(*, metadata: str, details: Details, actor: User | None) -> None:
    """Make this SAML provider the municipality's; without metadata (address or text) the stored details stay.

    Raises UnreachableProviderError and UnfitMetadataError. Changed technical details switch it off until the next test.
    """
    found = read_metadata(metadata) if metadata.strip() else None
    with transaction.atomic():
        row = _lock(Protocol.SAML)
        row.client_id = "saml"
        if found is None and not row.issuer:
            raise UnfitMetadataError
        if found is not None:
            row.issuer, row.sign_in_url, row.certificates = found.issuer, found.sign_in_url, found.certificates
        _save(row, details, actor)


def note_test(*, provider: IdentityProvider, error: SignInError | None, actor: User | None) -> None:
    """Remember how a test ended; after a good one these very settings may be switched on."""
    with transaction.atomic():
        row = IdentityProvider.objects.select_for_update().get(pk=provider.pk)
        row.tested_at, row.test_error = timezone.now(), error.code if error else ""
        if error is None:
            row.tested_digest = digest_of(provider)
        row.save(update_fields=["tested_at", "test_error", "tested_digest"])
        record(action="sso.tested", actor=actor, target=row, details={"error": row.test_error})


@transaction.atomic
def activate(*, provider: IdentityProvider, actor: User | None) -> None:
    """Let people sign in by it. Raises NoMappingError and NotTestedError."""
    row = IdentityProvider.objects.select_for_update().get(pk=provider.pk)
    if not GroupMapping.objects.exists():
        raise NoMappingError
    if not is_tested(row):
        raise NotTestedError
    row.is_active = True
    row.save(update_fields=["is_active"])
    record(action="sso.activated", actor=actor, target=row)


@transaction.atomic
def deactivate(*, provider: IdentityProvider, actor: User | None) -> None:
    """Let nobody sign in by it any more; everybody's own ways in work again."""
    row = IdentityProvider.objects.select_for_update().get(pk=provider.pk)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record(action="sso.deactivated", actor=actor, target=row)


@transaction.atomic
def remove_provider(*, provider: IdentityProvider, actor: User | None) -> None:
    """Forget the provider, its secret, the groups and the links; people and their roles stay."""
    record(action="sso.removed", actor=actor, target=provider)
    GroupMapping.objects.all().delete()
    LinkedIdentity.objects.all().delete()
    provider.delete()


def _lock(protocol: Protocol) -> IdentityProvider:
    """Return the row to change; with another protocol than before nothing technical is kept."""
    row = IdentityProvider.objects.select_for_update().first() or IdentityProvider(protocol=protocol)
    if row.protocol != protocol:
        row.protocol, row.issuer = protocol, ""
        row.client_id, row.client_secret, row.sign_in_url, row.certificates = "", "", "", []
    return row


def _save(row: IdentityProvider, details: Details, actor: User | None) -> None:
    for name, value in asdict(details).items():
        setattr(row, name, value)
    row.is_active = row.is_active and is_tested(row)
    row.save()
    record(
        action="sso.provider_saved",
        actor=actor,
        target=row,
        details={"protocol": row.protocol, "is_active": row.is_active},
    )
