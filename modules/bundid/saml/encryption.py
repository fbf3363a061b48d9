"""Open what the BundID encrypted for us (XML Encryption 1.1): a random key, wrapped by RSA-OAEP, and AES."""

from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from lxml import etree

from modules.bundid.saml.errors import NotEncryptedError, UndecipherableAnswerError
from modules.bundid.saml.names import DS, NS, XENC, XENC11
from modules.bundid.saml.xml import Element, decode, parse, serialise, text_of

GCM: Final = {f"{XENC11}aes{bits}-gcm": bits // 8 for bits in (128, 192, 256)}
CBC: Final = {f"{XENC}aes{bits}-cbc": bits // 8 for bits in (128, 192, 256)}
OAEP: Final = frozenset({f"{XENC}rsa-oaep-mgf1p", f"{XENC11}rsa-oaep"})
_HASHES: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    f"{DS}sha1": hashes.SHA1,
    f"{XENC}sha256": hashes.SHA256,
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384,
    f"{XENC}sha512": hashes.SHA512,
}
_MASKS: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    f"{XENC11}mgf1sha1": hashes.SHA1,
    f"{XENC11}mgf1sha256": hashes.SHA256,
    f"{XENC11}mgf1sha384": hashes.SHA384,
    f"{XENC11}mgf1sha512": hashes.SHA512,
}


def decrypt(encrypted: Element, keys: Sequence[str], *, is_signed: bool) -> Element:
    """Return what an EncryptedAssertion holds, as the root of a document of its own; `keys` are private (PEM).

    AES-CBC is taken only below a signature that was checked before: without one, the answers to changed texts would
    tell an attacker the content (padding oracle). Raises NotEncryptedError and UndecipherableAnswerError.
    """
    data = _only(encrypted, "xenc:EncryptedData")
    method = _method(data)
    if method not in (GCM | CBC if is_signed else GCM):
        raise NotEncryptedError
    wrapped = _wrapped_key(encrypted, data)
    ciphertext = _value(data)
    for key in keys:
        if (plain := _open(key, wrapped, method, ciphertext)) is not None:
            return _as_document(plain, data)
    raise UndecipherableAnswerError


def _wrapped_key(encrypted: Element, data: Element) -> Element:
    """Return the one EncryptedKey, which stands inside of the data or beside them."""
    found = [*data.findall("ds:KeyInfo/xenc:EncryptedKey", NS), *encrypted.findall("xenc:EncryptedKey", NS)]
    if len(found) != 1 or _method(found[0]) not in OAEP:
        raise NotEncryptedError
    return found[0]


def _open(pem: str, wrapped: Element, method: str, ciphertext: bytes) -> bytes | None:
    private = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        return None
    try:
        key = private.decrypt(_value(wrapped), _padding(wrapped))
        if len(key) != (GCM | CBC)[method]:
            return None
        return _open_gcm(key, ciphertext) if method in GCM else _open_cbc(key, ciphertext)
    except (ValueError, InvalidTag):
        return None


def _padding(wrapped: Element) -> padding.OAEP:
    digest = _named(wrapped, "ds:DigestMethod", _HASHES)
    mask = _named(wrapped, "xenc11:MGF", _MASKS)
    return padding.OAEP(mgf=padding.MGF1(mask()), algorithm=digest(), label=None)


def _named(wrapped: Element, tag: str, known: dict[str, type[hashes.HashAlgorithm]]) -> type[hashes.HashAlgorithm]:
    """Return the hash that the method names; SHA-1 where it names none (XML Encryption 1.1, 5.5.2)."""
    node = wrapped.find(f"xenc:EncryptionMethod/{tag}", NS)
    if node is None:
        return hashes.SHA1
    try:
        return known[node.get("Algorithm", "")]
    except KeyError as error:
        raise NotEncryptedError from error


def _open_gcm(key: bytes, ciphertext: bytes) -> bytes:
    return AESGCM(key).decrypt(ciphertext[:12], ciphertext[12:], None)


def _open_cbc(key: bytes, ciphertext: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(ciphertext[:16])).decryptor()
    padded = decryptor.update(ciphertext[16:]) + decryptor.finalize()
    if not padded or not 1 <= padded[-1] <= 16:
        raise ValueError("The padding is broken.")
    return padded[: -padded[-1]]


def _as_document(plain: bytes, data: Element) -> Element:
    """Return the single element in the text; it may use prefixes that were declared around the encrypted data."""
    frame = serialise(etree.Element("frame", nsmap=data.nsmap))
    start = frame[:-2] + b">" if frame.endswith(b"/>") else frame.removesuffix(b"</frame>")
    children = list(parse(start + plain + b"</frame>"))
    if len(children) != 1:
        raise UndecipherableAnswerError
    return parse(serialise(children[0]))


def _only(parent: Element, path: str) -> Element:
    found = parent.findall(path, NS)
    if len(found) != 1:
        raise NotEncryptedError
    return found[0]


def _method(element: Element) -> str:
    return str(_only(element, "xenc:EncryptionMethod").get("Algorithm", ""))


def _value(element: Element) -> bytes:
    return decode(text_of(_only(element, "xenc:CipherData/xenc:CipherValue")))
