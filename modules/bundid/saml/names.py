"""The words of the protocol: namespaces, algorithms, and what the BundID calls the details of a person."""

from dataclasses import dataclass
from typing import Final

SAML: Final = "urn:oasis:names:tc:SAML:2.0:assertion"
SAMLP: Final = "urn:oasis:names:tc:SAML:2.0:protocol"
MD: Final = "urn:oasis:names:tc:SAML:2.0:metadata"
MDUI: Final = "urn:oasis:names:tc:SAML:metadata:ui"
DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XENC: Final = "http://www.w3.org/2001/04/xmlenc#"
XENC11: Final = "http://www.w3.org/2009/xmlenc11#"
AKDB: Final = "https://www.akdb.de/request/2018/09"
CLASSIC_UI: Final = "https://www.akdb.de/request/2018/09/classic-ui/v1"
NS: Final = {"saml": SAML, "samlp": SAMLP, "md": MD, "ds": DS, "xenc": XENC, "xenc11": XENC11, "akdb": AKDB}

POST_BINDING: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
BEARER: Final = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS: Final = "urn:oasis:names:tc:SAML:2.0:status:Success"
TRANSIENT: Final = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
URI_NAME: Final = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"

EXC_C14N: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

# Without SHA-1, and without HMAC, which would take a public certificate for a secret.
_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
SIGNATURE_METHODS: Final = frozenset(
    {f"{_MORE}{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in (256, 384, 512)}
    | {f"http://www.w3.org/2007/05/xmldsig-more#sha{bits}-rsa-MGF1" for bits in (256, 384, 512)}
)
DIGEST_METHODS: Final = frozenset({f"{XENC}sha256", f"{_MORE}sha384", f"{XENC}sha512"})


def q(namespace: str, tag: str) -> str:
    """Return the tag as lxml writes it."""
    return f"{{{namespace}}}{tag}"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A detail of a person: our word, the BundID's identifier, and its friendly name."""

    key: str
    oid: str
    friendly_name: str

    @property
    def name(self) -> str:
        """The identifier as a URN."""
        return f"urn:oid:{self.oid}"


ATTRIBUTES: Final = (
    Attribute("bpk2", "1.3.6.1.4.1.25484.494450.3", "bPK2"),
    Attribute("qaa_level", "1.2.40.0.10.2.1.1.261.94", "EID-CITIZEN-QAA-LEVEL"),
    Attribute("proved_by", "1.3.6.1.4.1.25484.494450.2", "AssertionProvedBy"),
    Attribute("version", "1.3.6.1.4.1.25484.494450.1", "Version"),
    Attribute("surname", "2.5.4.4", "surname"),
    Attribute("given_name", "2.5.4.42", "givenName"),
    Attribute("title", "0.9.2342.19200300.100.1.40", "personalTitle"),
    Attribute("birth_name", "1.2.40.0.10.2.1.1.225566", "birthName"),
    Attribute("birth_date", "1.2.40.0.10.2.1.1.55", "birthdate"),
    Attribute("birth_place", "1.3.6.1.5.5.7.9.2", "placeOfBirth"),
    Attribute("gender", "1.3.6.1.4.1.33592.1.3.5", "gender"),
    Attribute("nationality", "1.2.40.0.10.2.1.1.225577", "nationality"),
    Attribute("street", "2.5.4.16", "postalAddress"),
    Attribute("postal_code", "2.5.4.17", "postalCode"),
    Attribute("city", "2.5.4.7", "localityName"),
    Attribute("country", "1.2.40.0.10.2.1.1.225599", "Country"),
    Attribute("email", "0.9.2342.19200300.100.1.3", "mail"),
    Attribute("phone", "2.5.4.20", "telephoneNumber"),
    Attribute("eidas_country", "1.3.6.1.4.1.25484.494450.10.1", "eIDAS-Issuing-Country"),
)
BY_KEY: Final = {attribute.key: attribute for attribute in ATTRIBUTES}
BY_NAME: Final = {attribute.name: attribute for attribute in ATTRIBUTES}

# What the BundID says about a single detail, as the level that it stands for (akdb:TrustLevel).
DETAIL_LEVELS: Final = {"UNTERGEORDNET": 0, "NORMAL": 1, "SUBSTANTIELL": 3, "HOCH": 4}
