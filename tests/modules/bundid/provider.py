"""A whole BundID in the test's own process: it reads our metadata, checks our request, signs and encrypts its answer.

It uses xmlsec where the product uses `cryptography`, and the simulator's own template where that is at hand, so both
sides agree on the standard and not on one another's mistakes.
"""

import base64
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, Final

import xmlsec
from lxml import etree

from modules.bundid.saml.keys import KeyPair, new_key_pair, pem_of
from modules.bundid.saml.metadata import ProviderDescription, provider_document
from tests.modules.bundid.people import SAMPLES, field_definitions, has_samples, people

NS: Final = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "md": "urn:oasis:names:tc:SAML:2.0:metadata",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "xenc": "http://www.w3.org/2001/04/xmlenc#",
    "akdb": "https://www.akdb.de/request/2018/09",
}
PROTOCOL: Final = "http://www.w3.org/2001/04/xmldsig-more#"
TRUST_WORDS: Final = {1: "NORMAL", 3: "SUBSTANTIELL", 4: "HOCH"}
ENTITY_ID: Final = "https://bundid.example/idp"
SSO_URL: Final = "https://bundid.example/idp/profile/SAML2/POST/SSO"
_PAIRS: dict[str, KeyPair] = {}
Change = Callable[[Any], None]


def pair(name: str = "BundID") -> KeyPair:
    """Return a key pair, made once for all tests."""
    if name not in _PAIRS:
        _PAIRS[name] = new_key_pair(name=name, now=datetime.now(UTC), bits=2048)
    return _PAIRS[name]


@dataclass
class Asked:
    """What a request said, after its signature was checked against our metadata."""

    request_id: str
    entity_id: str
    answer_url: str
    level: int
    details: list[str]
    demanded: list[str]
    must_be_fresh: bool
    organisation: str
    encryption: list[str]


@dataclass
class Provider:
    """The BundID. `metadata_of` returns the metadata of whoever asks, as it was registered."""

    metadata_of: Callable[[], bytes]
    entity_id: str = ENTITY_ID
    sso_url: str = SSO_URL
    keys: KeyPair = field(default_factory=pair)
    template: Path | None = None

    def metadata(self) -> bytes:
        """Return the metadata that municipalities put in."""
        return provider_document(
            ProviderDescription(entity_id=self.entity_id, sso_url=self.sso_url, certificates=(self.keys.certificate,))
        )

    def receive(self, message: str) -> Asked:
        """Check a posted request as the BundID does and return what it says."""
        root = etree.fromstring(base64.b64decode(message))
        registered = etree.fromstring(self.metadata_of())
        entity_id = root.findtext("saml:Issuer", namespaces=NS)
        assert entity_id == registered.get("entityID"), "who asks is not registered"
        assert root.get("Destination") == self.sso_url
        check_signature(root, certificates(registered, "signing"))
        addresses = [node.get("Location") for node in registered.iterfind(".//md:AssertionConsumerService", NS)]
        assert root.get("AssertionConsumerServiceURL") in addresses
        wanted = root.findall(".//akdb:RequestedAttribute", NS)
        level = root.findtext(".//samlp:RequestedAuthnContext/saml:AuthnContextClassRef", namespaces=NS)
        assert root.find("samlp:RequestedAuthnContext", NS).get("Comparison") == "minimum"
        return Asked(
            request_id=root.get("ID"),
            entity_id=entity_id,
            answer_url=root.get("AssertionConsumerServiceURL"),
            level=int(level[-1]),
            details=[node.get("Name") for node in wanted],
            demanded=[node.get("Name") for node in wanted if node.get("RequiredAttribute") == "true"],
            must_be_fresh=root.get("ForceAuthn") == "true",
            organisation="".join(root.xpath("//*[local-name()='OrganizationDisplayName']/text()")),
            encryption=certificates(registered, "encryption"),
        )

    def answer(
        self,
        asked: Asked,
        person: str = "U01",
        *,
        level: int = 4,
        values: Mapping[str, str] | None = None,
        given: Mapping[str, str] | None = None,
        change: Change | None = None,
        signed: str = "both",
        encrypted: str = "gcm",
        keys: KeyPair | None = None,
        certificate: str = "",
    ) -> str:
        """Return what the BundID posts back: base64 of a signed answer with an encrypted statement.

        `values` replace parameters of the template, `given` details of the person; `change` gets the answer before it
        is signed; `signed` is both, message, statement or nothing; `encrypted` is gcm, cbc or nothing.
        """
        root = etree.fromstring(self._written(asked, person, level, values or {}, given or {}))
        if change:
            change(root)
        statement = root.find("saml:Assertion", NS)
        if signed in {"both", "statement"}:
            sign(statement, keys or self.keys)
        if encrypted != "nothing":
            encrypt(statement, certificate or asked.encryption[0], encrypted)
        if signed in {"both", "message"}:
            sign(root, keys or self.keys)
        return base64.b64encode(etree.tostring(root)).decode()

    def refuse(self, asked: Asked, *, message: str, code: str = "Responder", inner: str = "AuthnFailed") -> str:
        """Return the answer to somebody who cancelled, or when something went wrong."""

        def without_person(root: Any) -> None:
            root.remove(root.find("saml:Assertion", NS))
            status = root.find("samlp:Status", NS)
            outer = status.find("samlp:StatusCode", NS)
            outer.set("Value", f"urn:oasis:names:tc:SAML:2.0:status:{code}")
            etree.SubElement(outer, outer.tag, Value=f"urn:oasis:names:tc:SAML:2.0:status:{inner}")
            etree.SubElement(status, f"{{{NS['samlp']}}}StatusMessage").text = message

        root = etree.fromstring(self._written(asked, "U01", 4, {}, {}))
        without_person(root)
        sign(root, self.keys)
        return base64.b64encode(etree.tostring(root)).decode()

    def _written(
        self, asked: Asked, person: str, level: int, values: Mapping[str, str], given: Mapping[str, str]
    ) -> bytes:
        now = datetime.now(UTC)
        parameters = {
            "id": f"_{secrets.token_hex(16)}",
            "assertionId": f"_{secrets.token_hex(16)}",
            "nameId": f"_{secrets.token_hex(16)}",
            "sessionIndex": f"_{secrets.token_hex(16)}",
            "requestId": asked.request_id,
            "created": moment(now),
            "authnInstant": moment(now),
            "notBefore": moment(now),
            "notOnOrAfter": moment(now + timedelta(minutes=5)),
            "subjectConfirmationNotOnOrAfter": moment(now + timedelta(minutes=5)),
            "sessionNotOnOrAfter": moment(now + timedelta(hours=1)),
            "ascUrl": asked.answer_url,
            "subjectConfirmationRecipient": asked.answer_url,
            "idpId": self.entity_id,
            "spEntityId": asked.entity_id,
            "userAuthnLevel": f"STORK-QAA-Level-{level}",
            **values,
        }
        template = self.template or (SAMPLES / "saml_response_template.xml" if has_samples() else OWN_TEMPLATE)
        details = told(asked, {**people()[person], **given}, level)
        return fill(template.read_text(encoding="utf-8"), parameters, details).encode()


OWN_TEMPLATE: Final = Path(__file__).with_name("template.xml")


def told(asked: Asked, person: Mapping[str, str], level: int) -> list[dict[str, str]]:
    """Return the attributes that were asked for and that the person has, each with its trust level."""
    known = {**person, "eidCitizenQaaLevel": f"STORK-QAA-Level-{level}"} | {
        key: value for key, value in person.items() if key == "eidCitizenQaaLevel"
    }
    lines = []
    for definition in field_definitions():
        name, value = definition["name"].replace(" ", ""), known.get(definition["field"], "")
        if name in asked.details and value:
            trust = definition.get("trustLevel") or TRUST_WORDS[level]
            lines.append(
                {"name": name, "friendlyName": definition["friendlyName"], "trustLevel": trust, "value": value}
            )
    return lines


def fill(template: str, parameters: Mapping[str, str], details: list[dict[str, str]]) -> str:
    """Fill in the simulator's template: one loop over the details, and named parameters."""
    loop = re.compile(r"\[# th:each=\"attribute: \$\{attributes\}\"\](.*?)\[/\]", re.DOTALL)

    def line(text: str, detail: dict[str, str]) -> str:
        return re.sub(r"\[\(\$\{attribute\.(\w+)\}\)\]", lambda found: escape(detail[found[1]]), text)

    text = loop.sub(lambda found: "".join(line(found[1], detail) for detail in details), template)
    text = re.sub(r"\[\(\$\{params\.(\w+)\}\)\]", lambda found: escape(parameters[found[1]]), text)
    return text.replace('xsi:type="xsd:string"', "")  # the sample names a prefix that it never declares


def moment(at: datetime) -> str:
    """Return a time as the BundID writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def certificates(metadata: Any, use: str) -> list[str]:
    """Return our certificates for signing or encryption, from our metadata."""
    keys = [node for node in metadata.iterfind(".//md:KeyDescriptor", NS) if node.get("use") == use]
    return [pem_of(key.findtext(".//ds:X509Certificate", namespaces=NS)) for key in keys]


def check_signature(root: Any, registered: list[str]) -> None:
    """Raise unless one of the registered certificates signed the element."""
    xmlsec.tree.add_ids(root, ["ID"])
    signature = root.find("ds:Signature", NS)
    assert signature.getprevious().tag == f"{{{NS['saml']}}}Issuer", "the schema wants it behind the issuer"
    assert signature.find(".//ds:Reference", NS).get("URI") == f"#{root.get('ID')}"
    for certificate in registered:
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(certificate, xmlsec.KeyFormat.CERT_PEM, None)
        try:
            context.verify(signature)
        except xmlsec.Error:
            continue
        return
    raise AssertionError("nobody who is registered signed this request")


def sign(element: Any, keys: KeyPair, method: Any = xmlsec.Transform.RSA_SHA256, algorithm: str = "") -> None:
    """Sign an element behind its issuer."""
    signature = xmlsec.template.create(element, xmlsec.Transform.EXCL_C14N, method, ns="ds")
    if algorithm:
        signature.find(".//ds:SignatureMethod", NS).set("Algorithm", algorithm)
    element.find("saml:Issuer", NS).addnext(signature)
    xmlsec.tree.add_ids(element, ["ID"])
    reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri=f"#{element.get('ID')}")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(keys.key, xmlsec.KeyFormat.PEM, None)
    context.key.load_cert_from_memory(keys.certificate, xmlsec.KeyFormat.CERT_PEM)
    context.sign(signature)


def encrypt(statement: Any, certificate: str, kind: str = "gcm") -> None:
    """Replace a statement by its encrypted form."""
    wrapper = etree.Element(f"{{{NS['saml']}}}EncryptedAssertion", nsmap={"saml": NS["saml"]})
    statement.getparent().replace(statement, wrapper)
    wrapper.append(statement)
    method = xmlsec.Transform.AES256_GCM if kind == "gcm" else xmlsec.Transform.AES256
    data = xmlsec.template.encrypted_data_create(wrapper, method, type=xmlsec.EncryptionType.ELEMENT, ns="xenc")
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="ds")
    wrapped = xmlsec.template.add_encrypted_key(info, xmlsec.Transform.RSA_OAEP)
    xmlsec.template.encrypted_data_ensure_cipher_value(wrapped)
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(certificate, xmlsec.KeyFormat.CERT_PEM, None))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, 256, xmlsec.KeyDataType.SESSION)
    context.encrypt_xml(data, statement)
