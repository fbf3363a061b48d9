"""A SAML identity provider in the test's own process: it signs like the real ones, and lies where a test asks it to."""

import base64
import datetime as dt
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

ENTITY_ID = "https://anmeldung.stadt.example/saml"
SIGN_IN_URL = "https://anmeldung.stadt.example/saml/anmelden"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
PASSWORD_CONTEXT = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
STRONG_CONTEXT = "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"
NAMES = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}

ANSWER = """<samlp:Response xmlns:samlp="{samlp}" xmlns:saml="{saml}" ID="{id}" Version="2.0" IssueInstant="{now}"
 Destination="{destination}" InResponseTo="{request_id}"><saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>
{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="{saml}" ID="{assertion_id}" Version="2.0" IssueInstant="{now}">
<saml:Issuer>{assertion_issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="{name_format}">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData{confirmation}/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{begins}" NotOnOrAfter="{ends}">{audience}</saml:Conditions>
<saml:AuthnStatement AuthnInstant="{proven}"><saml:AuthnContext>
<saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"""


def moment(seconds: float = 0) -> str:
    """Return a time from now as SAML writes it."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Answer:
    """What the provider answers; each field may be changed to something that must be refused."""

    request_id: str
    destination: str
    audience: str
    subject: str = "7f3c-katrin"
    attributes: dict[str, list[str]] = field(default_factory=dict)
    issuer: str = ENTITY_ID
    assertion_issuer: str = ENTITY_ID
    status: str = "Success"
    name_format: str = PERSISTENT
    context: str = PASSWORD_CONTEXT
    begins: str = field(default_factory=lambda: moment(-30))
    ends: str = field(default_factory=lambda: moment(300))
    proven: str = field(default_factory=moment)
    confirmation: dict[str, str] | None = None
    has_audience: bool = True
    signs: str = "assertion"  # or "response", "nothing"
    signature_method: Any = None

    def confirmed(self) -> dict[str, str]:
        """Return the attributes of the subject's confirmation."""
        if self.confirmation is not None:
            return self.confirmation
        return {"InResponseTo": self.request_id, "Recipient": self.destination, "NotOnOrAfter": self.ends}


class SamlProvider:
    """An identity provider with a key of its own."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.certificate = self._certificate()

    @property
    def metadata(self) -> str:
        """Return what an administrator pastes."""
        plain = "".join(self.certificate.splitlines()[1:-1])
        return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ENTITY_ID}">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="{NAMES["ds"]}"><ds:X509Data>
<ds:X509Certificate>{plain}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{SIGN_IN_URL}"/>
</md:IDPSSODescriptor></md:EntityDescriptor>"""

    def encoded(self, answer: Answer) -> str:
        """Return the answer as it stands in the form that browsers post."""
        return base64.b64encode(etree.tostring(self.document(answer))).decode()

    def document(self, answer: Answer) -> Any:
        """Return the answer, signed as it says."""
        document = etree.fromstring(self._text(answer))
        if answer.signs == "assertion" and answer.status == "Success":
            self.sign(document.find("saml:Assertion", NAMES), answer.signature_method)
        elif answer.signs == "response":
            self.sign(document, answer.signature_method)
        return document

    def sign(self, element: Any, method: Any = None) -> None:
        """Put an enveloped signature behind the issuer."""
        method = method or xmlsec.Transform.RSA_SHA256
        signature = xmlsec.template.create(element, xmlsec.Transform.EXCL_C14N, method, ns="ds")
        element.insert(1, signature)
        reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri=f"#{element.get('ID')}")
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        xmlsec.tree.add_ids(element, ["ID"])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(self._pem(), xmlsec.KeyFormat.PEM, None)
        context.sign(signature)

    def _text(self, answer: Answer) -> str:
        attributes = "".join(
            f'<saml:Attribute Name="{name}">'
            + "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in values)
            + "</saml:Attribute>"
            for name, values in answer.attributes.items()
        )
        audience = f"<saml:Audience>{answer.audience}</saml:Audience>"
        values = vars(answer) | NAMES | {"id": f"_{uuid4().hex}", "assertion_id": f"_{uuid4().hex}", "now": moment()}
        values["audience"] = f"<saml:AudienceRestriction>{audience}</saml:AudienceRestriction>" * answer.has_audience
        values["confirmation"] = "".join(f' {name}="{value}"' for name, value in answer.confirmed().items())
        values["attributes"] = attributes
        values["assertion"] = ASSERTION.format(**values) if answer.status == "Success" else ""
        return ANSWER.format(**values)

    def _pem(self) -> bytes:
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return self.key.private_bytes(*form)

    def _certificate(self) -> str:
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "anmeldung.stadt.example")])
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=30))
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM).decode()


def read_request(address: str) -> Any:
    """Return the request that a browser was sent to the provider with."""
    packed = base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0])
    return etree.fromstring(zlib.decompress(packed, -15))
