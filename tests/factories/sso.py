"""Identity providers of municipalities, what their groups mean, and answers that their people bring."""

from collections.abc import Mapping
from typing import Any

from rathaus.accounts.models import Role
from rathaus.sso.credentials import digest_of, sealed
from rathaus.sso.identity import Identity
from rathaus.sso.models import GroupMapping, IdentityProvider, Protocol

SECRET = "Geheimnis-des-Anmeldedienstes-1849"
GROUPS: Mapping[str, str] = {"Bauamt": "case_worker", "IT": "administrator"}


def openid_provider(issuer: str = "https://anmeldung.stadt.example", **further: Any) -> IdentityProvider:
    """Return a provider that speaks OpenID Connect, tested and switched on."""
    return _provider(protocol=Protocol.OIDC, issuer=issuer, client_secret=sealed(SECRET), **further)


def saml_provider(certificate: str, **further: Any) -> IdentityProvider:
    """Return a provider that speaks SAML, tested and switched on."""
    details: dict[str, Any] = {
        "issuer": "https://anmeldung.stadt.example/saml",
        "sign_in_url": "https://anmeldung.stadt.example/saml/anmelden",
        "certificates": [certificate],
        "client_id": "saml",
    }
    return _provider(protocol=Protocol.SAML, **details | further)


def map_groups(groups: Mapping[str, str] = GROUPS) -> None:
    """Let groups lead to roles."""
    for group, slug in groups.items():
        GroupMapping.objects.create(group=group, role=Role.objects.get(slug=slug))


def identity(provider: IdentityProvider, **further: Any) -> Identity:
    """Return somebody for whom the provider vouches."""
    usual: dict[str, Any] = {
        "issuer": provider.issuer,
        "subject": "katrin-1",
        "email": "katrin.voss@stadt.example",
        "first_name": "Katrin",
        "last_name": "Voss",
        "groups": frozenset({"Bauamt"}),
        "has_second_factor": False,
    }
    return Identity(**usual | further)


def _provider(**details: Any) -> IdentityProvider:
    usual = {"name": "Rathauskonto", "domains": ["stadt.example"], "client_id": "rathaus", "is_active": True}
    provider = IdentityProvider(**usual | details)
    provider.tested_digest = digest_of(provider)
    provider.save()
    return provider
