"""XML from strangers: no document types, no entities, no network, no giants."""

import codecs
import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree

from modules.online_services.fim.errors import BrokenSchemaError, NotXmlError, TooLargeError, UnsafeXmlError

MAX_BYTES: Final = 10_000_000
_MAX_ELEMENTS: Final = 300_000
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENCODING: Final = re.compile(rb"^[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9._-]{2,30})[\"']")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_KNOWN_ENCODINGS: Final = frozenset({"utf-8", "utf-16", "iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii"})
_FORBIDDEN: Final = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)

Node = Any  # lxml has no types


def read_xml(data: bytes) -> Node:
    """Return the root element. Raises TooLargeError, UnsafeXmlError, NotXmlError."""
    if len(data) > MAX_BYTES:
        raise TooLargeError(_("Möglich sind %(size)s MB.") % {"size": MAX_BYTES // 1_000_000})
    text = _decoded(data)
    if _FORBIDDEN.search(text):
        raise UnsafeXmlError
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXmlError(_line(error)) from None
    if sum(1 for _element in root.iter()) > _MAX_ELEMENTS:
        raise TooLargeError
    return root


def _decoded(data: bytes) -> str:
    """What is hidden in an unusual encoding cannot be searched for what is forbidden."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding:
        found = _ENCODING.match(data)
        encoding = found[1].decode().lower() if found else "utf-8"
    if encoding.removesuffix("-sig") not in _KNOWN_ENCODINGS:
        raise NotXmlError
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise NotXmlError from None


def _line(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    return _("(Zeile %(line)s)") % {"line": line} if line else ""


def local(node: Node) -> str:
    """Return the name of an element without its namespace."""
    return str(etree.QName(node).localname)


def namespace(node: Node) -> str:
    """Return the namespace of an element, "" for none."""
    return str(etree.QName(node).namespace or "")


def children(node: Node, name: str = "") -> Iterator[Node]:
    """Return the elements inside, those with a name or all."""
    return (child for child in node if not name or local(child) == name)


def child(node: Node | None, name: str) -> Node | None:
    """Return the element inside with this name; raises BrokenSchemaError where it stands there twice."""
    found = [] if node is None else list(children(node, name))
    if len(found) > 1:
        text = _("„%(name)s“ steht in Zeile %(line)s ein zweites Mal.")
        raise BrokenSchemaError(text % {"name": name, "line": found[1].sourceline})
    return found[0] if found else None


def text(node: Node | None, name: str) -> str:
    """Return the text inside an element, with its spaces put in order; "" where it is missing."""
    found = child(node, name)
    return "" if found is None else squeeze("".join(found.itertext()))


def code(node: Node, name: str) -> str:
    """Return the text of a <code> inside an element."""
    found = child(node, name)
    if found is None:
        return ""
    return next((squeeze(inner.text or "") for inner in found if local(inner) == "code"), "")


def demanded(node: Node, name: str) -> str:
    """Return a text that cannot be missing; raises BrokenSchemaError."""
    found = text(node, name)
    if not found:
        words = {"name": name, "part": local(node), "line": node.sourceline}
        raise BrokenSchemaError(_("In „%(part)s“ (Zeile %(line)s) fehlt „%(name)s“.") % words)
    return found


def squeeze(words: str) -> str:
    """Return a text with one space between words, and its paragraphs apart."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)
