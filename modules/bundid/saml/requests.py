"""What we send: a signed AuthnRequest with the extension in which the BundID is told what we want to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from modules.bundid.saml.keys import KeyPair
from modules.bundid.saml.names import (
    AKDB,
    BY_KEY,
    CLASSIC_UI,
    POST_BINDING,
    SAML,
    SAMLP,
    TRANSIENT,
    q,
)
from modules.bundid.saml.signatures import sign
from modules.bundid.saml.xml import Element, in_protocol, serialise


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What one request says. `wanted` and `demanded` are keys of `names.ATTRIBUTES`; `level` is a STORK-QAA number."""

    request_id: str
    now: datetime
    entity_id: str
    destination: str
    answer_url: str
    level: int
    wanted: Sequence[str]
    demanded: Sequence[str]
    must_be_fresh: bool
    organisation: str
    back_url: str
    language: str
    online_service_id: str = ""


def build_request(question: Question, pair: KeyPair) -> bytes:
    """Return the signed request as XML."""
    root = etree.Element(
        q(SAMLP, "AuthnRequest"),
        nsmap={"samlp": SAMLP, "saml": SAML},
        attrib={
            "ID": question.request_id,
            "Version": "2.0",
            "IssueInstant": in_protocol(question.now),
            "Destination": question.destination,
            "AssertionConsumerServiceURL": question.answer_url,
            "ProtocolBinding": POST_BINDING,
            "ForceAuthn": "true" if question.must_be_fresh else "false",
        },
    )
    issuer = etree.SubElement(root, q(SAML, "Issuer"))
    issuer.text = question.entity_id
    _add_extension(root, question)
    etree.SubElement(root, q(SAMLP, "NameIDPolicy"), Format=TRANSIENT, AllowCreate="true")
    context = etree.SubElement(root, q(SAMLP, "RequestedAuthnContext"), Comparison="minimum")
    etree.SubElement(context, q(SAML, "AuthnContextClassRef")).text = f"STORK-QAA-Level-{question.level}"
    sign(root, key=pair.key, certificate=pair.certificate, after=issuer)
    return serialise(root)


def _add_extension(root: Element, question: Question) -> None:
    """Say which details we want, and under which name the person sees us there (akdb, version 2)."""
    extensions = etree.SubElement(root, q(SAMLP, "Extensions"))
    request = etree.SubElement(extensions, q(AKDB, "AuthenticationRequest"), nsmap={"akdb": AKDB}, Version="2")
    details = etree.SubElement(request, q(AKDB, "RequestedAttributes"))
    for key in question.wanted:
        etree.SubElement(
            details,
            q(AKDB, "RequestedAttribute"),
            Name=BY_KEY[key].name,
            RequiredAttribute="true" if key in question.demanded else "false",
        )
    shown = etree.SubElement(request, q(AKDB, "DisplayInformation"))
    version = etree.SubElement(shown, q(CLASSIC_UI, "Version"), nsmap={"classic-ui": CLASSIC_UI})
    etree.SubElement(version, q(CLASSIC_UI, "OrganizationDisplayName")).text = question.organisation
    etree.SubElement(version, q(CLASSIC_UI, "Lang")).text = question.language
    etree.SubElement(version, q(CLASSIC_UI, "BackURL")).text = question.back_url
    if question.online_service_id:
        etree.SubElement(version, q(CLASSIC_UI, "OnlineServiceId")).text = question.online_service_id
