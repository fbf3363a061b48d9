"""Elements of a message: those of the standard have its namespace, `code` has none."""

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

NAMESPACE: Final = "http://www.xgewerbeanzeige.de/spezifikation/2.2"
_PREFIX: Final = f"{{{NAMESPACE}}}"


def add(parent: Any, name: str, text: object = None, **attributes: str) -> Any:
    """Add an element of the standard and return it; nothing is added for an empty text."""
    if text is not None and str(text).strip() == "":
        return parent
    element = etree.SubElement(parent, f"{_PREFIX}{name}", attributes)
    if text is not None:
        element.text = _clean(str(text))
    return element


def add_code(parent: Any, name: str, code: str, **attributes: str) -> None:
    """Add an element that holds a code of a list."""
    etree.SubElement(add(parent, name, **attributes), "code").text = code


def add_known(parent: Any, name: str, codes: Mapping[str, str], value: object) -> None:
    """Add the code of an answer; one that has no code we are sure of becomes a comment in words."""
    if not value:
        return
    if code := codes.get(str(value)):
        add_code(parent, name, code)
    else:
        parent.append(etree.Comment(_clean(f" {name}: {value} (Schlüssel bitte ergänzen) ").replace("--", "- -")))


def root(name: str, **attributes: str) -> Any:
    """Return the outermost element."""
    return etree.Element(f"{_PREFIX}{name}", attributes, nsmap={"xga": NAMESPACE})


def as_bytes(element: Any) -> bytes:
    """Return the message as a file."""
    content: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content


def _clean(text: str) -> str:
    """Return the text without what XML 1.0 forbids."""
    return "".join(char for char in text if char in "\t\n" or char.isprintable()).strip()
