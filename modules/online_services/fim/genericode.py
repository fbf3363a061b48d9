"""Code lists in the format genericode, as the XRepository gives them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from modules.online_services.fim.elements import FimValue
from modules.online_services.fim.errors import FimError, UnreadableCodeListError
from modules.online_services.fim.xml import Node, child, children, local, read_xml, text

_MAX_ENTRIES: Final = 5_000
_CODE_COLUMNS: Final = ("code", "schluessel", "key", "value")
_NAME_COLUMNS: Final = ("name", "wert", "beschreibung", "bezeichnung", "label", "description")


@dataclass(frozen=True, slots=True)
class CodeListFile:
    """A code list as it stands in its file."""

    uri: str
    version: str
    name: str
    entries: tuple[FimValue, ...]


def read_code_list(data: bytes) -> CodeListFile:
    """Return the list; raises FimError with a sentence."""
    try:
        root = read_xml(data)
    except FimError as error:
        raise UnreadableCodeListError(str(error.sentence)) from None
    identity, rows = child(root, "Identification"), child(root, "SimpleCodeList")
    if local(root) != "CodeList" or identity is None or rows is None:
        raise UnreadableCodeListError
    entries = tuple(_entries(_columns(root), rows))
    uri = text(identity, "CanonicalUri")
    if not uri or not entries:
        raise UnreadableCodeListError(_("Es fehlen Kennung oder Einträge."))
    return CodeListFile(uri[:200], text(identity, "Version")[:40], text(identity, "ShortName")[:200], entries)


def _columns(root: Node) -> tuple[str, str]:
    """The columns with code and name: the key where there is one, else by what they are called."""
    columns = child(root, "ColumnSet")
    ids = [] if columns is None else [str(column.get("Id", "")) for column in children(columns, "Column")]
    key = None if columns is None else next(children(columns, "Key"), None)
    reference = None if key is None else child(key, "ColumnRef")
    by_key = "" if reference is None else str(reference.get("Ref", ""))
    code = by_key or _named(ids, _CODE_COLUMNS) or (ids[0] if ids else "code")
    rest = [one for one in ids if one != code]
    return code, _named(rest, _NAME_COLUMNS) or (rest[0] if rest else code)


def _named(ids: Sequence[str], names: Sequence[str]) -> str:
    return next((one for name in names for one in ids if name in one.lower()), "")


def _entries(columns: tuple[str, str], rows: Node) -> Iterator[FimValue]:
    for number, row in enumerate(children(rows, "Row")):
        if number >= _MAX_ENTRIES:
            raise UnreadableCodeListError(_("Möglich sind %(count)s Einträge.") % {"count": _MAX_ENTRIES})
        cells = {str(value.get("ColumnRef", "")): text(value, "SimpleValue") for value in children(row, "Value")}
        if code := cells.get(columns[0], ""):
            yield FimValue(code=code, name=cells.get(columns[1], "") or code)
