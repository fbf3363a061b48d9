"""From a file of XDatenfelder 2 or 3 to its elements. All that the standard names and we do not use stays unread."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from modules.online_services.fim.elements import (
    FimChild,
    FimField,
    FimGroup,
    FimListReference,
    FimRule,
    FimSchema,
    FimValue,
)
from modules.online_services.fim.errors import BrokenSchemaError, OldStandardError, TooLargeError, UnknownStandardError
from modules.online_services.fim.xml import Node, child, children, code, demanded, local, namespace, read_xml, text

Standard = Literal["2", "3"]
_STANDARDS: Final[Mapping[str, Standard]] = {
    "urn:xoev-de:fim:standard:xdatenfelder_2": "2",
    "urn:xoev-de:fim:standard:xdatenfelder_3.0.0": "3",
}
_OLD: Final = "urn:xoev-de:fim:standard:xdatenfelder_1"
_MAX_ELEMENTS: Final = 1_400  # a form of more parts cannot be saved
_MAX_DEPTH: Final = 6
_COMMON: Final = frozenset(
    (
        *("identifikation", "name", "bezeichnungEingabe", "bezeichnungAusgabe"),
        *("beschreibung", "definition", "bezug", "status"),
        *("fachlicherErsteller", "versionshinweis", "freigabedatum", "veroeffentlichungsdatum"),
        *("gueltigAb", "gueltigBis", "schemaelementart", "hilfetextEingabe"),
        *("hilfetextAusgabe", "freigabestatus", "statusGesetztAm", "statusGesetztDurch"),
        *("letzteAenderung", "stichwort", "relation", "regel"),
        *("struktur", "bezeichnung", "hilfetext", "dokumentsteckbrief"),
        *("ableitungsmodifikationenStruktur", "ableitungsmodifikationenRepraesentation", "art", "feldart"),
        *("datentyp", "praezisierung", "inhalt", "vorbefuellung"),
        *("werte", "codelisteReferenz", "codeKey", "nameKey"),
        *("helpKey", "maxSize", "mediaType"),
    )
)


def read_schema(data: bytes) -> FimSchema:
    """Return what stands in the file; a group or field that was exported alone is a schema of its own.

    Raises FimError with a sentence in the active language.
    """
    root = read_xml(data)
    standard = _standard(root)
    for name, read in (("stammdatenschema", _schema), ("datenfeldgruppe", _alone), ("datenfeld", _alone)):
        if (node := child(root, name)) is not None:
            return read(node, standard)
    raise UnknownStandardError(_("Gefunden: %(name)s") % {"name": local(root)[:60]})


def _standard(root: Node) -> Standard:
    found = namespace(root)
    if found.startswith(_OLD):
        raise OldStandardError
    if found not in _STANDARDS:
        raise UnknownStandardError(_("Namensraum: %(name)s") % {"name": found[:120] or "–"})
    return _STANDARDS[found]


def _schema(node: Node, standard: Standard) -> FimSchema:
    reader = _Reader(standard)
    parts = tuple(reader.structure(node, 1))
    status = code(node, "freigabestatus") or code(node, "status")
    return FimSchema(**_common(node), standard=standard, status=status, children=parts)


def _alone(node: Node, standard: Standard) -> FimSchema:
    element = _Reader(standard).element(node, 1)
    return FimSchema(
        id=element.id,
        version=element.version,
        name=element.name,
        label=element.label,
        standard=standard,
        children=(FimChild(element=element),),
    )


class _Reader:
    """Reads the tree of elements and counts them."""

    def __init__(self, standard: str) -> None:
        self.standard, self.number = standard, 0

    def structure(self, node: Node, depth: int) -> Iterator[FimChild]:
        for place in children(node, "struktur"):
            inner = child(place, "enthaelt")
            found = [] if inner is None else [one for one in inner if local(one) in {"datenfeld", "datenfeldgruppe"}]
            if len(found) != 1:
                raise BrokenSchemaError(_("In Zeile %(line)s fehlt ein Baustein.") % {"line": place.sourceline})
            least, most = _cardinality(place)
            yield FimChild(least=least, most=most, law=_law(place), element=self.element(found[0], depth))

    def element(self, node: Node, depth: int) -> FimField | FimGroup:
        self.number += 1
        if self.number > _MAX_ELEMENTS:
            raise TooLargeError(_("Möglich sind %(count)s Bausteine.") % {"count": _MAX_ELEMENTS})
        if depth > _MAX_DEPTH:
            raise TooLargeError(_("Die Gruppen sind zu tief verschachtelt."))
        if local(node) == "datenfeldgruppe":
            inner = tuple(self.structure(node, depth + 1))
            return FimGroup(**_common(node), is_choice=code(node, "art") == "X", children=inner)
        return self._field(node)

    def _field(self, node: Node) -> FimField:
        return FimField(
            **_common(node),
            **(_bounds_2(node) if self.standard == "2" else _bounds_3(node)),
            input=code(node, "feldart") or "input",
            data=code(node, "datentyp") or "text",
            content=text(node, "inhalt"),
            values=_values(node),
            code_list=_list_reference(node),
        )


def _common(node: Node) -> dict[str, Any]:
    identity = child(node, "identifikation")
    if identity is None:
        words = {"name": "identifikation", "part": local(node), "line": node.sourceline}
        raise BrokenSchemaError(_("In „%(part)s“ (Zeile %(line)s) fehlt „%(name)s“.") % words)
    name = demanded(node, "name")
    return {
        "id": demanded(identity, "id")[:40],
        "version": text(identity, "version")[:20],
        "name": name,
        "label": text(node, "bezeichnungEingabe") or text(node, "bezeichnung") or name,
        "help": text(node, "hilfetextEingabe") or text(node, "hilfetext"),
        "law": _law(node),
        "rules": tuple(_rule(rule) for rule in children(node, "regel")),
        "unknown": tuple(_unknown(node)),
    }


def _unknown(node: Node) -> Iterator[str]:
    known = [inner for inner in node if local(inner) not in _COMMON]
    identity = child(node, "identifikation")
    known += [inner for inner in ([] if identity is None else identity) if local(inner) not in {"id", "version"}]
    for inner in known:
        yield f"{local(inner)}: {' '.join(' '.join(inner.itertext()).split())[:500]}".rstrip(": ")


def _law(node: Node) -> str:
    found = (" ".join((reference.text or "").split()) for reference in children(node, "bezug"))
    return "; ".join(reference for reference in found if reference)


def _rule(node: Node) -> FimRule:
    identity = child(node, "identifikation")
    parts = (text(node, name) for name in ("freitextRegel", "definition", "beschreibung"))
    return FimRule(
        id=text(identity, "id") or "?",
        version=text(identity, "version"),
        name=text(node, "name") or text(node, "bezeichnungEingabe"),
        text="\n\n".join(dict.fromkeys(part for part in parts if part)),
        script=text(node, "script") or text(node, "skript"),
        kind=code(node, "typ"),
    )


def _cardinality(place: Node) -> tuple[int, int | None]:
    least, _colon, most = demanded(place, "anzahl").partition(":")
    if not (least.isdecimal() and (most.isdecimal() or most == "*")):
        raise BrokenSchemaError(_("In Zeile %(line)s stimmt die Anzahl nicht.") % {"line": place.sourceline})
    return int(least[:6]), None if most == "*" else int(most[:6])


def _bounds_2(node: Node) -> dict[str, Any]:
    """In version 2 the bounds are JSON in a text."""
    written = text(node, "praezisierung")
    try:
        found = json.loads(written) if written else {}
    except (ValueError, RecursionError):
        found = {}
    return _bounds(found if isinstance(found, Mapping) else {})


def _bounds_3(node: Node) -> dict[str, Any]:
    """In version 3 they are attributes."""
    found = child(node, "praezisierung")
    return _bounds({} if found is None else dict(found.attrib))


def _bounds(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "min_length": _whole(found.get("minLength")),
        "max_length": _whole(found.get("maxLength")),
        "minimum": str(found.get("minValue", found.get("minInclusive", "")))[:40],
        "maximum": str(found.get("maxValue", found.get("maxInclusive", "")))[:40],
        "pattern": str(found.get("pattern", ""))[:2000],
    }


def _whole(value: Any) -> int | None:
    words = str(value)
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 8 else None


def _values(node: Node) -> tuple[FimValue, ...]:
    return tuple(
        FimValue(
            code=demanded(value, "code"), name=text(value, "name") or demanded(value, "code"), help=text(value, "hilfe")
        )
        for value in children(child(node, "werte") if child(node, "werte") is not None else (), "wert")
    )


def _list_reference(node: Node) -> FimListReference | None:
    found = child(node, "codelisteReferenz")
    if found is None:
        return None
    where = child(found, "genericodeIdentification")
    where = found if where is None else where
    identity = child(found, "identifikation")
    uri = text(where, "canonicalIdentification") or text(where, "canonicalVersionUri") or text(identity, "id")
    keys = {"code_key": text(node, "codeKey"), "name_key": text(node, "nameKey")}
    return FimListReference(uri=uri or "?", version=text(where, "version"), **keys)
