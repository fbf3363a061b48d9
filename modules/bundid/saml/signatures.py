"""Sign what we send, and find out whether the BundID signed what came.

A signature counts only for the element that it stands in, whole: everybody reads that element and nothing else. So
nothing can be slipped in beside what was signed (signature wrapping).
"""

from collections.abc import Sequence

import xmlsec
from xmlsec import constants

from modules.bundid.saml.errors import BadSignatureError
from modules.bundid.saml.names import DIGEST_METHODS, DS, ENVELOPED, EXC_C14N, NS, SIGNATURE_METHODS, q
from modules.bundid.saml.xml import Element


def sign(element: Element, *, key: str, certificate: str, after: Element | None = None) -> None:
    """Put a signature (RSA with SHA-256) into the element, behind `after` or first; it must have an ID."""
    signature = xmlsec.template.create(element, constants.TransformExclC14N, constants.TransformRsaSha256, ns="ds")
    if after is None:
        element.insert(0, signature)
    else:
        after.addnext(signature)
    xmlsec.tree.add_ids(element, ["ID"])
    reference = xmlsec.template.add_reference(signature, constants.TransformSha256, uri=f"#{element.get('ID')}")
    xmlsec.template.add_transform(reference, constants.TransformEnveloped)
    xmlsec.template.add_transform(reference, constants.TransformExclC14N)
    xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(key, constants.KeyDataFormatPem, None)
    context.key.load_cert_from_memory(certificate, constants.KeyDataFormatCertPem)
    context.sign(signature)


def is_signed(element: Element, certificates: Sequence[str]) -> bool:
    """Return whether the root element carries a signature by one of the certificates; False only for no signature.

    The element must be the root of its document. Raises BadSignatureError for a signature that does not hold.
    """
    signatures = element.findall("ds:Signature", NS)
    if not signatures:
        return False
    if len(signatures) > 1 or element.getparent() is not None:
        raise BadSignatureError
    _check_form(element, signatures[0])
    xmlsec.tree.add_ids(element, ["ID"])
    if not any(_holds(signatures[0], certificate) for certificate in certificates):
        raise BadSignatureError
    return True


def _check_form(element: Element, signature: Element) -> None:
    """Refuse everything but one reference to the element itself, in the two usual transforms and without SHA-1."""
    identifiers = [node.get("ID") for node in element.iter() if node.get("ID") is not None]
    references = signature.findall("ds:SignedInfo/ds:Reference", NS)
    if len(identifiers) != len(set(identifiers)) or len(references) != 1:
        raise BadSignatureError
    transforms = _algorithms(references[0], "ds:Transforms/ds:Transform")
    is_sound = (
        bool(element.get("ID"))
        and references[0].get("URI") == f"#{element.get('ID')}"
        and transforms <= {ENVELOPED, EXC_C14N}
        and ENVELOPED in transforms
        and _algorithms(signature, "ds:SignedInfo/ds:CanonicalizationMethod") == {EXC_C14N}
        and _algorithms(signature, "ds:SignedInfo/ds:SignatureMethod") <= SIGNATURE_METHODS
        and _algorithms(references[0], "ds:DigestMethod") <= DIGEST_METHODS
        and signature.find(q(DS, "Object")) is None
    )
    if not is_sound:
        raise BadSignatureError


def _algorithms(element: Element, path: str) -> set[str]:
    return {node.get("Algorithm", "") for node in element.findall(path, NS)}


def _holds(signature: Element, certificate: str) -> bool:
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(certificate, constants.KeyDataFormatCertPem, None)
    try:
        context.verify(signature)
    except xmlsec.Error:
        return False
    return True
