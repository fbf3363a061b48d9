"""What is wrong with a single field of a definition."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.online_services.engine import fields
from modules.online_services.engine.validators.texts import compiled
from modules.online_services.engine.values import as_decimal

_NESTED_REPEAT: Final = re.compile(r"[*+}]\??\)[*+{]")
_BACK_REFERENCE: Final = re.compile(r"\\[1-9]|\(\?P=")


def check_field(field: fields.FormField, code_lists: AbstractSet[str]) -> Iterator[str]:
    """Return each problem as a German sentence."""
    has_text = isinstance(field, fields.InformationField) and field.text
    if not field.label and not has_text:
        yield _("Bitte geben Sie dem Feld eine Bezeichnung.")
    check = _CHECKS.get(field.type)
    if check:
        yield from check(field, code_lists)


def _text(field: fields.TextField, _code_lists: AbstractSet[str]) -> Iterator[str]:
    yield from _lengths(field, _code_lists)
    if field.pattern and compiled(field.pattern) is None:
        yield _("Das Muster ist nicht richtig geschrieben.")
    elif _NESTED_REPEAT.search(field.pattern) or _BACK_REFERENCE.search(field.pattern):
        yield _("Das Muster ist zu verschachtelt. Bitte schreiben Sie es einfacher.")


def _lengths(field: fields.TextField | fields.LongTextField, _code_lists: AbstractSet[str]) -> Iterator[str]:
    if field.min_length > field.max_length:
        yield _("Das Mindeste ist größer als das Höchste.")


def _number(field: fields.NumberField, _code_lists: AbstractSet[str]) -> Iterator[str]:
    bounds = [as_decimal(bound) for bound in (field.minimum, field.maximum)]
    for text, bound in zip((field.minimum, field.maximum), bounds, strict=True):
        if text and bound is None:
            yield _("Bitte schreiben Sie Grenzen als Zahl mit Punkt, zum Beispiel 12.5: %(name)s") % {"name": text[:30]}
    if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
        yield _("Das Mindeste ist größer als das Höchste.")


def _money(field: fields.MoneyField, _code_lists: AbstractSet[str]) -> Iterator[str]:
    if field.maximum_cents is not None and (field.minimum_cents or 0) > field.maximum_cents:
        yield _("Das Mindeste ist größer als das Höchste.")


def _choice(field: fields.ChoiceField | fields.ChoicesField, code_lists: AbstractSet[str]) -> Iterator[str]:
    if field.code_list:
        if field.code_list not in code_lists:
            yield _("Die Codeliste „%(name)s“ gibt es nicht.") % {"name": field.code_list}
        if field.options:
            yield _("Bitte nutzen Sie entweder eine Codeliste oder eigene Auswahlmöglichkeiten.")
        return
    yield from _options(field.options)


def _choices(field: fields.ChoicesField, code_lists: AbstractSet[str]) -> Iterator[str]:
    yield from _choice(field, code_lists)
    most = field.maximum if field.maximum is not None else len(field.options)
    if field.minimum > most and not field.code_list:
        yield _("Das Mindeste ist größer als das Höchste.")


def _options(options: Sequence[fields.Option]) -> Iterator[str]:
    if not options:
        yield _("Es gibt noch nichts auszuwählen.")
    for value, number in Counter(option.value for option in options).items():
        if number > 1:
            yield _("Die Auswahl „%(name)s“ gibt es mehrfach.") % {"name": value}
    if any(not option.label for option in options):
        yield _("Bitte benennen Sie jede Auswahlmöglichkeit.")


def _table(field: fields.TableField, _code_lists: AbstractSet[str]) -> Iterator[str]:
    if field.min_rows > field.max_rows:
        yield _("Das Mindeste ist größer als das Höchste.")
    for column_id, number in Counter(column.id for column in field.columns).items():
        if number > 1:
            yield _("Die Kennung „%(name)s“ gibt es mehrfach.") % {"name": column_id}
    for column in field.columns:
        if not column.label:
            yield _("Bitte benennen Sie jede Spalte.")
        if column.kind == "choice":
            yield from _options(column.options)


def _computed(field: fields.ComputedField, _code_lists: AbstractSet[str]) -> Iterator[str]:
    if not field.compute.strip():
        yield _("Bitte geben Sie an, was berechnet wird.")


_CHECKS: Final[Mapping[str, Callable[[Any, AbstractSet[str]], Iterator[str]]]] = {
    "text": _text,
    "long_text": _lengths,
    "number": _number,
    "money": _money,
    "choice": _choice,
    "choices": _choices,
    "table": _table,
    "computed": _computed,
}
