"""Read and write XML that may come from anybody."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from modules.bundid.saml.errors import UnreadableAnswerError

MAX_BYTES: Final = 256 * 1024  # answers have about 20 kB
Element = Any  # lxml has no types of its own


def parse(text: bytes) -> Element:
    """Return the root of a document; comments and processing instructions are gone.

    Nothing is loaded and no entity is replaced: a DTD is refused. Raises UnreadableAnswerError.
    """
    if len(text) > MAX_BYTES:
        raise UnreadableAnswerError
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableAnswerError from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableAnswerError
    return root


def serialise(element: Element) -> bytes:
    """Return the element as bytes, with the namespaces that hold for it."""
    return bytes(etree.tostring(element, with_tail=False))


def decode(text: str) -> bytes:
    """Return what base64 holds, line breaks allowed. Raises UnreadableAnswerError."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableAnswerError from error


def text_of(element: Element | None) -> str:
    """Return the text of an element without space around it; "" for none."""
    return "" if element is None else str(element.text or "").strip()


def instant(text: str | None) -> datetime | None:
    """Return a time of the protocol, always in UTC; None for none. Raises UnreadableAnswerError."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UnreadableAnswerError from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_protocol(moment: datetime) -> str:
    """Return a time as the protocol writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
