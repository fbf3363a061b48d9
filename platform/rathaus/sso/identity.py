"""Whom an identity provider has told us about, whatever protocol it speaks and however it names things."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rathaus.accounts.models import clean_address
from rathaus.sso.models import IdentityProvider

_SOAP: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
EMAIL_NAMES: Final = (
    "email",
    "mail",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "urn:oid:1.2.840.113549.1.9.1",
    f"{_SOAP}emailaddress",
    "preferred_username",
    "upn",
    f"{_SOAP}name",
)
FIRST_NAMES: Final = ("given_name", "givenName", "firstName", "urn:oid:2.5.4.42", f"{_SOAP}givenname")
LAST_NAMES: Final = ("family_name", "sn", "surname", "lastName", "urn:oid:2.5.4.4", f"{_SOAP}surname")
METHOD_NAMES: Final = ("amr", "http://schemas.microsoft.com/claims/authnmethodsreferences")
STRONG_METHODS: Final = frozenset({"mfa", "http://schemas.microsoft.com/claims/multipleauthn"})
FACTORS: Final = frozenset({"pwd", "pin", "otp", "hwk", "swk", "sc", "fpt", "face", "sms", "tel", "fido"})  # RFC 8176
MAX_SUBJECT: Final = 255
MAX_GROUPS: Final = 1000

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody as the identity provider vouches for them; `subject` stays the same for as long as the account does."""

    issuer: str
    subject: str
    email: str
    first_name: str
    last_name: str
    groups: frozenset[str]
    has_second_factor: bool

    @property
    def domain(self) -> str:
        """The part of the address behind the @."""
        return self.email.rpartition("@")[2]


def identity_from(provider: IdentityProvider, *, subject: str, values: Values, contexts: Iterable[str]) -> Identity:
    """Return the person that the checked values describe; `contexts` say by which classes of proof they signed in.

    An address that the provider calls unverified is no address.
    """
    return Identity(
        issuer=provider.issuer,
        subject=subject,
        email="" if _is_refuted(values) else _address(values),
        first_name=_first_text(values, FIRST_NAMES)[:100],
        last_name=_first_text(values, LAST_NAMES)[:100],
        groups=groups_in(values, provider.groups_claim),
        has_second_factor=_has_second_factor(provider, values, frozenset(contexts)),
    )


def groups_in(values: Values, claim: str) -> frozenset[str]:
    """Return the groups below this name; "realm_access.roles" leads into a nested object, as Keycloak writes roles."""
    found: Any = values.get(claim)
    if found is None:
        found = values
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    return frozenset(plain_group(text) for text in _texts(found)[:MAX_GROUPS])


def plain_group(name: str) -> str:
    """Return the group's name as it is compared: Keycloak writes a slash before it."""
    return name.strip().lstrip("/")


def _has_second_factor(provider: IdentityProvider, values: Values, contexts: frozenset[str]) -> bool:
    methods = frozenset(text for name in METHOD_NAMES for text in _texts(values.get(name)))
    is_named = bool(provider.strong_context) and provider.strong_context in contexts | methods
    return is_named or bool(methods & STRONG_METHODS) or len(methods & FACTORS) >= 2


def _is_refuted(values: Values) -> bool:
    said = values.get("email_verified")
    return said is False or "false" in [text.lower() for text in _texts(said)]


def _address(values: Values) -> str:
    for name in EMAIL_NAMES:
        for text in _texts(values.get(name)):
            if _is_address(text):
                return clean_address(text)
    return ""


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _first_text(values: Values, names: Iterable[str]) -> str:
    return next((texts[0] for name in names if (texts := _texts(values.get(name)))), "").strip()


def _texts(found: Any) -> list[str]:
    several = found if isinstance(found, (list, tuple)) else [found]
    return [text for text in several if isinstance(text, str) and text.strip() and "\x00" not in text]
