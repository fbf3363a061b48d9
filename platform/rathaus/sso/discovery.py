"""What an identity provider publishes about itself: OpenID Connect Discovery 1.0, and SAML metadata."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from cryptography import x509
from lxml import etree
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from rathaus.api.addresses import clean_webhook_url
from rathaus.api.errors import UnfitAddressError
from rathaus.sso import outbound
from rathaus.sso.errors import OtherIssuerError, UnfitMetadataError, UnreachableProviderError

WELL_KNOWN: Final = "/.well-known/openid-configuration"
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class SamlMetadata:
    """What we take from an identity provider's metadata."""

    issuer: str
    sign_in_url: str
    certificates: list[str]


def discover_issuer(typed: str) -> str:
    """Return the issuer exactly as the provider names itself, asked at the address that somebody typed.

    The address may carry the well-known path or a slash at the end. Raises UnreachableProviderError, and
    OtherIssuerError where the provider has another name.
    """
    address = typed.strip().removesuffix(WELL_KNOWN).rstrip("/")
    try:
        found = checked_configuration(outbound.read_json(f"{address}{WELL_KNOWN}"))
    except (requests.RequestException, UnfitAddressError, KeyError):
        raise UnreachableProviderError from None
    issuer = str(found["issuer"])
    if issuer.rstrip("/") != address:
        raise OtherIssuerError
    return issuer


def checked_configuration(found: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration if all addresses in it are ones that we and browsers may go to.

    Raises UnfitAddressError, and KeyError for a missing address.
    """
    for name in ENDPOINTS:
        clean_webhook_url(str(found[name]))
    if found.get("userinfo_endpoint"):
        clean_webhook_url(str(found["userinfo_endpoint"]))
    return found


def read_metadata(typed: str) -> SamlMetadata:
    """Return what the metadata say; `typed` is their address or their text.

    Raises UnreachableProviderError and UnfitMetadataError.
    """
    text = typed.strip()
    if urlsplit(text[:500]).scheme in ("http", "https"):
        try:
            text = outbound.read_text(clean_webhook_url(text))
        except (requests.RequestException, UnfitAddressError):
            raise UnreachableProviderError from None
    return _parsed(text)


def expiry_of(certificate: str) -> Any:
    """Return until when the certificate is valid, as an aware datetime."""
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


def _parsed(text: str) -> SamlMetadata:
    try:
        found = OneLogin_Saml2_IdPMetadataParser.parse(text.encode())["idp"]
        certificates = [_pem(certificate) for certificate in _signing_certificates(found)]
        url = clean_webhook_url(found["singleSignOnService"]["url"])
        issuer = str(found["entityId"])
    except (etree.XMLSyntaxError, KeyError, ValueError, UnfitAddressError):
        raise UnfitMetadataError from None
    if not certificates or not 0 < len(issuer) <= 500 or len(url) > 500:
        raise UnfitMetadataError
    return SamlMetadata(issuer, url, certificates)


def _signing_certificates(found: dict[str, Any]) -> list[str]:
    several = found.get("x509certMulti", {}).get("signing", [])
    return list(several) if several else [found["x509cert"]]


def _pem(certificate: str) -> str:
    """Return the certificate in the usual form; raises ValueError for anything that is none."""
    text = str(OneLogin_Saml2_Utils.format_cert(certificate))
    x509.load_pem_x509_certificate(text.encode())
    return text
