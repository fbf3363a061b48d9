"""From one field of FIM to a field of a form: kind, bounds, pattern, options."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_with
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from modules.online_services.engine import fields
from modules.online_services.engine.checking_fields import check_field
from modules.online_services.engine.parts import FimReference
from modules.online_services.engine.texts import Text
from modules.online_services.engine.values import as_decimal
from modules.online_services.fim.elements import FimChild, FimField, FimValue

_FIM_ID: Final = re.compile(r"[SGF]\d{8}(\d{3})?", re.ASCII)
_EMAIL: Final = re.compile(r"e-?mail(-?adresse)?", re.IGNORECASE)
_PHONE: Final = re.compile(r"(telefon|mobil|fax|telefax)(-?nummer)?", re.IGNORECASE)
_LONGEST_LINE: Final = 255
_MAX_CODE: Final = 60
_FEW: Final = 6  # options that stand below each other; more are a list to open
_KNOWN_DATA: Final = frozenset(
    {"text", "text_latin", "date", "time", "datetime", "bool", "num", "num_int", "num_currency", "file", "obj"}
)


@dataclass(slots=True)
class Made:
    """A field, whether it takes several answers by itself, and what an editor should know: title and text."""

    field: fields.FormField
    takes_many: bool = False
    notes: list[tuple[str, str]] = made_with(default_factory=list)


def german(words: str) -> Text:
    """Return a text in German, empty for no words."""
    return Text({"de": words} if words else {})


def is_fim_id(text: str) -> bool:
    """Return whether it is an id as FIM gives them: S, G or F and 8 or 11 digits."""
    return bool(_FIM_ID.fullmatch(text))


def most_of(child: FimChild, limit: int) -> int:
    """Return how often an element may be given, within our limit."""
    return limit if child.most is None else max(1, min(child.most, limit))


def field_for(element: FimField, child: FimChild, field_id: str, entries: Sequence[FimValue]) -> Made:
    """Return the field for an element; `entries` are the options of a choice."""
    base: dict[str, Any] = {
        "id": field_id,
        "label": german(element.label),
        "hint": german(element.help),
        "required": child.least > 0,
        "fim": FimReference(id=element.id, version=element.version, name=element.name)
        if is_fim_id(element.id)
        else None,
    }
    if element.input == "label":
        return _information(element, base)
    made = _choice(child, base, entries) if element.input == "select" else _input(element, child, base)
    return _unseen(element, made) if element.input in {"hidden", "locked"} else made


def _information(element: FimField, base: dict[str, Any]) -> Made:
    text = element.content or element.help
    return Made(
        fields.InformationField(**base | {"required": False, "hint": Text()}, text=german(text)), takes_many=True
    )


def _choice(child: FimChild, base: dict[str, Any], entries: Sequence[FimValue]) -> Made:
    notes, options = [], dict[str, fields.Option]()
    for entry in entries:
        options.setdefault(
            entry.code[:_MAX_CODE],
            fields.Option(value=entry.code[:_MAX_CODE], label=german(entry.name), hint=german(entry.help)),
        )
    if len(options) < len(entries):
        notes.append((_("Werte doppelt"), ", ".join(entry.code for entry in entries)))
    chosen = tuple(options.values())
    if child.most is None or child.most > 1:
        least, most = min(child.least, len(chosen)), min(most_of(child, len(chosen) or 1), len(chosen) or 1)
        return Made(fields.ChoicesField(**base, options=chosen, minimum=least, maximum=most), True, notes)
    display: Literal["radio", "select"] = "radio" if len(chosen) <= _FEW else "select"
    return Made(fields.ChoiceField(**base, options=chosen, display=display), False, notes)


def _input(element: FimField, child: FimChild, base: dict[str, Any]) -> Made:
    made = _KINDS.get(element.data, _text)(element, child, base)
    if element.data not in _KNOWN_DATA or element.data == "obj":
        made.notes.append((_("Datentyp „%(name)s“ gibt es hier nicht") % {"name": element.data}, _as_text()))
    if element.content and element.input == "input":
        made.notes.append((_("Vorgegebener Inhalt"), element.content))
    return made


def _as_text() -> str:
    return _("Das Feld ist als Text eingelesen. Bitte prüfen Sie, ob das passt.")


def _text(element: FimField, _child: FimChild, base: dict[str, Any]) -> Made:
    label = element.label.strip()
    if _EMAIL.fullmatch(label):
        return Made(fields.EmailField(**base))
    if _PHONE.fullmatch(label):
        return Made(fields.PhoneField(**base))
    most, least = element.max_length or 200, element.min_length or 0
    if most > _LONGEST_LINE and not element.pattern:
        most = min(most, 20_000)
        return Made(fields.LongTextField(**base, max_length=most, min_length=min(least, most)))
    most = min(max(most, 1), 500)
    return _with_pattern(element, fields.TextField(**base, max_length=most, min_length=min(least, most)))


def _with_pattern(element: FimField, made: fields.TextField) -> Made:
    pattern = element.pattern.removeprefix("^").removesuffix("$")
    if not pattern:
        return Made(made)
    tried = None if len(pattern) > 200 else made.model_copy(update={"pattern": pattern})
    if tried is None or any(check_field(tried, frozenset())):
        return Made(made, notes=[(_("Muster nicht übernommen"), element.pattern)])
    return Made(tried)


def _number(element: FimField, decimals: int, base: dict[str, Any]) -> Made:
    bounds: dict[str, Any] = {"minimum": _decimal(element.minimum), "maximum": _decimal(element.maximum)}
    return Made(fields.NumberField(**base, decimals=decimals, **bounds), notes=_lost_bounds(element, bounds))


def _money(element: FimField, _child: FimChild, base: dict[str, Any]) -> Made:
    bounds = {"minimum": _decimal(element.minimum), "maximum": _decimal(element.maximum)}
    cents: dict[str, Any] = {
        f"{name}_cents": int(Decimal(bound) * 100) if bound else None for name, bound in bounds.items()
    }
    return Made(fields.MoneyField(**base, **cents), notes=_lost_bounds(element, bounds))


def _decimal(bound: str) -> str:
    plain = bound.strip().replace(",", ".")
    return plain if as_decimal(plain) is not None else ""


def _lost_bounds(element: FimField, bounds: Mapping[str, str]) -> list[tuple[str, str]]:
    given = {"minimum": element.minimum, "maximum": element.maximum}
    return [
        (_("Grenze nicht übernommen"), f"{name}: {text}") for name, text in given.items() if text and not bounds[name]
    ]


def _date(element: FimField, _child: FimChild, base: dict[str, Any]) -> Made:
    bounds = [text for text in (element.minimum, element.maximum) if text]
    return Made(fields.DateField(**base), notes=[(_("Grenze nicht übernommen"), ", ".join(bounds))] if bounds else [])


def _date_and_time(_element: FimField, _child: FimChild, base: dict[str, Any]) -> Made:
    made = fields.TextField(**base, max_length=40)
    text = _("Bitte teilen Sie das Feld in Datum und Uhrzeit. Bis dahin ist es ein Text.")
    return Made(made, notes=[(_("Datum mit Uhrzeit"), text)])


def _file(_element: FimField, child: FimChild, base: dict[str, Any]) -> Made:
    return Made(fields.UploadField(**base, max_files=most_of(child, 20)), takes_many=True)


def _unseen(element: FimField, made: Made) -> Made:
    """What people must not type: a computed field for what the schema gives, else it stays out of their sight."""
    if element.input == "locked" and element.content and "'" not in element.content:
        kept: dict[str, Any] = {
            "id": made.field.id,
            "label": made.field.label,
            "hint": made.field.hint,
            "fim": made.field.fim,
        }
        computed = fields.ComputedField(**kept, compute=f"'{element.content[:900]}'", result="text")
        return Made(computed, True, [])
    title = _("Gesperrtes Feld") if element.input == "locked" else _("Verstecktes Feld")
    text = _("Das Feld wird nicht gezeigt. Bitte entscheiden Sie, woher sein Inhalt kommt: %(content)s")
    hidden = made.field.model_copy(update={"show": "False", "required": False})
    return Made(hidden, made.takes_many, [*made.notes, (title, text % {"content": element.content or "–"})])


_KINDS: Final[Mapping[str, Callable[[FimField, FimChild, dict[str, Any]], Made]]] = {
    "date": _date,
    "time": lambda _element, _child, base: Made(fields.TimeField(**base)),
    "datetime": _date_and_time,
    "bool": lambda _element, _child, base: Made(fields.YesNoField(**base)),
    "num": lambda element, _child, base: _number(element, 6, base),
    "num_int": lambda element, _child, base: _number(element, 0, base),
    "num_currency": _money,
    "file": _file,
}
