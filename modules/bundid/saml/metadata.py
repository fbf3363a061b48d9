"""Metadata: ours for the registration, and the BundID's, from which we learn where and by whom we are answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from modules.bundid.saml.errors import UnreadableAnswerError
from modules.bundid.saml.keys import body_of, pem_of
from modules.bundid.saml.names import (
    ATTRIBUTES,
    DS,
    MD,
    MDUI,
    NS,
    POST_BINDING,
    SAMLP,
    TRANSIENT,
    URI_NAME,
    XENC11,
    q,
)
from modules.bundid.saml.xml import Element, parse, serialise, text_of

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDescription:
    """Who we are; certificates are PEM, those in use first, the prepared ones behind."""

    entity_id: str
    answer_url: str
    signing: Sequence[str]
    encryption: Sequence[str]
    display_name: str
    description: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDescription:
    """Who the BundID is: name, address for requests by POST, certificates (PEM) that sign its answers."""

    entity_id: str
    sso_url: str
    certificates: tuple[str, ...]


def build_metadata(own: OwnDescription) -> bytes:
    """Return the document that is registered with the BundID."""
    root = etree.Element(q(MD, "EntityDescriptor"), nsmap={"md": MD}, entityID=own.entity_id)
    service = etree.SubElement(
        root,
        q(MD, "SPSSODescriptor"),
        AuthnRequestsSigned="true",
        WantAssertionsSigned="true",
        protocolSupportEnumeration=SAMLP,
    )
    _add_words(service, own)
    for use, certificates in (("signing", own.signing), ("encryption", own.encryption)):
        for certificate in certificates:
            _add_key(service, use, certificate)
    etree.SubElement(service, q(MD, "NameIDFormat")).text = TRANSIENT
    etree.SubElement(
        service,
        q(MD, "AssertionConsumerService"),
        Binding=POST_BINDING,
        Location=own.answer_url,
        index="0",
        isDefault="true",
    )
    _add_details(service, own)
    _add_organisation(root, own)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(etree.tostring(root, pretty_print=True))


def _add_words(service: Element, own: OwnDescription) -> None:
    extensions = etree.SubElement(service, q(MD, "Extensions"))
    words = etree.SubElement(extensions, q(MDUI, "UIInfo"), nsmap={"mdui": MDUI})
    for tag, text in (("DisplayName", own.display_name), ("Description", own.description)):
        etree.SubElement(words, q(MDUI, tag), {_XML_LANGUAGE: "de"}).text = text


def _add_key(service: Element, use: str, certificate: str) -> None:
    descriptor = etree.SubElement(service, q(MD, "KeyDescriptor"), use=use)
    info = etree.SubElement(descriptor, q(DS, "KeyInfo"), nsmap={"ds": DS})
    data = etree.SubElement(info, q(DS, "X509Data"))
    etree.SubElement(data, q(DS, "X509Certificate")).text = body_of(certificate)
    if use == "encryption":
        for name in ("aes256-gcm", "aes128-gcm"):
            etree.SubElement(descriptor, q(MD, "EncryptionMethod"), Algorithm=f"{XENC11}{name}")


def _add_details(service: Element, own: OwnDescription) -> None:
    """Name all details that some step may ask for; each request names those that it needs."""
    consuming = etree.SubElement(service, q(MD, "AttributeConsumingService"), index="0")
    etree.SubElement(consuming, q(MD, "ServiceName"), {_XML_LANGUAGE: "de"}).text = own.display_name
    for attribute in ATTRIBUTES:
        etree.SubElement(
            consuming,
            q(MD, "RequestedAttribute"),
            Name=attribute.name,
            NameFormat=URI_NAME,
            FriendlyName=attribute.friendly_name,
            isRequired="true" if attribute.key == "bpk2" else "false",
        )


def _add_organisation(root: Element, own: OwnDescription) -> None:
    organisation = etree.SubElement(root, q(MD, "Organization"))
    for tag, text in (
        ("OrganizationName", own.display_name),
        ("OrganizationDisplayName", own.display_name),
        ("OrganizationURL", own.url),
    ):
        etree.SubElement(organisation, q(MD, tag), {_XML_LANGUAGE: "de"}).text = text


def read_provider(text: bytes) -> ProviderDescription:
    """Return what the BundID's metadata say. Raises UnreadableAnswerError, also for somebody else's metadata."""
    root = parse(text)
    entity = root if root.tag == q(MD, "EntityDescriptor") else root.find("md:EntityDescriptor", NS)
    provider = None if entity is None else entity.find("md:IDPSSODescriptor", NS)
    if provider is None:
        raise UnreadableAnswerError
    addresses = [
        node.get("Location", "")
        for node in provider.findall("md:SingleSignOnService", NS)
        if node.get("Binding") == POST_BINDING
    ]
    certificates = tuple(_signing_certificates(provider))
    if not (entity.get("entityID") and addresses and certificates):
        raise UnreadableAnswerError
    return ProviderDescription(entity_id=entity.get("entityID"), sso_url=addresses[0], certificates=certificates)


def _signing_certificates(provider: Element) -> Sequence[str]:
    """Return each certificate for signatures once; a key without a stated use is for both."""
    keys = [node for node in provider.findall("md:KeyDescriptor", NS) if node.get("use", "signing") == "signing"]
    texts = [text_of(node) for key in keys for node in key.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", NS)]
    try:
        return list(dict.fromkeys(pem_of(text) for text in texts))
    except ValueError as error:
        raise UnreadableAnswerError from error


def provider_document(provider: ProviderDescription) -> bytes:
    """Return metadata from which `read_provider` reads the same again, for the form that shows what is stored."""
    root = etree.Element(q(MD, "EntityDescriptor"), nsmap={"md": MD, "ds": DS}, entityID=provider.entity_id)
    descriptor = etree.SubElement(root, q(MD, "IDPSSODescriptor"), protocolSupportEnumeration=SAMLP)
    for certificate in provider.certificates:
        _add_key(descriptor, "signing", certificate)
    etree.SubElement(descriptor, q(MD, "SingleSignOnService"), Binding=POST_BINDING, Location=provider.sso_url)
    return serialise(root)
