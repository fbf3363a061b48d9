"""Answers as people read them: on the review page, in PDF files, on the case page and in mails."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from modules.online_services.engine import fields
from modules.online_services.engine.calculating import as_date, as_time
from modules.online_services.engine.definition import FormDefinition, Group, Item
from modules.online_services.engine.evaluation import Answers, Evaluation
from modules.online_services.engine.formats import date_words, german_number, partial_date_words
from modules.online_services.engine.values import INLAND, as_decimal, as_partial_date, is_answered
from modules.online_services.engine.walking import find_step
from rathaus.web.wording import full_clock, money

CodeLists = Mapping[str, Mapping[str, str]]
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Line:
    """An answer with its label; `text` is "" where nothing was answered. Lines of a text are separated by \\n."""

    place: str
    label: str
    text: str
    field: fields.FormField


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of a step, or of a group on it; `place` is that of the group or row, "" for the step itself."""

    step_id: str
    place: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Where labels come from."""

    code_lists: CodeLists
    files: Mapping[str, str]


def answer_text(
    field: fields.FormField | fields.TableColumn,
    value: Any,
    *,
    code_lists: CodeLists = _NOTHING,
    files: Mapping[str, str] = _NOTHING,
    language: str | None = None,
) -> str:
    """Return an answer as text, "" for none; `files` gives names of uploads by id. Without language the active one."""
    with _in(language):
        return _text(field, value, Words(code_lists, files))


def sections(
    definition: FormDefinition,
    answers: Answers,
    evaluation: Evaluation,
    *,
    code_lists: CodeLists = _NOTHING,
    files: Mapping[str, str] = _NOTHING,
    language: str | None = None,
    with_empty: bool = False,
) -> list[Section]:
    """Return what is shown, step by step: first a step's own fields, then its groups, each row on its own.

    Fields without an answer are left out unless `with_empty`; so are steps and groups in which nothing remains.
    """
    with _in(language):
        writer = _Writer(evaluation, Words(code_lists, files), with_empty=with_empty)
        return [section for step_id in evaluation.steps for section in writer.step(definition, step_id, answers)]


class _Writer:
    def __init__(self, evaluation: Evaluation, words: Words, *, with_empty: bool) -> None:
        self.evaluation, self.words, self.with_empty = evaluation, words, with_empty

    def step(self, definition: FormDefinition, step_id: str, answers: Answers) -> Iterator[Section]:
        step = find_step(definition, step_id)
        if step:
            yield from self._section(Section(step_id, "", str(step.title), ()), step.items, answers, "")

    def _section(self, head: Section, items: tuple[Item, ...], answers: Answers, prefix: str) -> Iterator[Section]:
        shown = [item for item in items if prefix + item.id in self.evaluation.shown]
        plain = [item for item in shown if not isinstance(item, Group)]
        lines = tuple(line for item in plain if (line := self._line(item, answers, prefix)))
        if lines:
            yield replace(head, lines=lines)
        for group in shown:
            if isinstance(group, Group):
                yield from self._group(head, group, answers, prefix)

    def _group(self, outer: Section, group: Group, answers: Answers, prefix: str) -> Iterator[Section]:
        head = replace(outer, place=prefix + group.id, title=str(group.title) or outer.title)
        if group.repeat is None:
            yield from self._section(head, group.items, answers, prefix)
            return
        rows, name = answers.get(group.id), str(group.repeat.row_label) or head.title
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            place = f"{head.place}/{number}"
            if place in self.evaluation.shown and isinstance(row, Mapping):
                one = replace(head, place=place, title=f"{name} {number + 1}")
                yield from self._section(one, group.items, row, f"{place}/")

    def _line(self, field: fields.FormField, answers: Answers, prefix: str) -> Line | None:
        if field.type == "information":
            return None
        place = prefix + field.id
        value = self.evaluation.computed.get(place) if field.type == "computed" else answers.get(field.id)
        text = _text(field, value, self.words)
        return Line(place, str(field.label), text, field) if text or self.with_empty else None


def _in(language: str | None) -> AbstractContextManager[Any]:
    return override(language) if language else nullcontext()


def _text(field: fields.FormField | fields.TableColumn, value: Any, words: Words) -> str:
    """What was typed and is wrong is shown as it was typed."""
    kind = field.kind if isinstance(field, fields.TableColumn) else field.type
    if value is None or (not isinstance(field, fields.TableColumn) and not is_answered(field, value)):
        return ""
    write = _WRITERS.get(kind)
    return write(field, value, words) if write else str(value)


def _number(field: Any, value: Any, _words: Words) -> str:
    number = as_decimal(value)
    unit = str(getattr(field, "unit", ""))
    return str(value) if number is None else f"{german_number(number)} {unit}".strip()


def _money(_field: Any, value: Any, _words: Words) -> str:
    return money(value) if isinstance(value, int) else str(value)


def _date(_field: Any, value: Any, _words: Words) -> str:
    day = as_date(value)
    return date_words(day) if day else str(value)


def _partial_date(_field: Any, value: Any, _words: Words) -> str:
    return str(value) if as_partial_date(value) is None else partial_date_words(value)


def _time(_field: Any, value: Any, _words: Words) -> str:
    moment = as_time(value)
    return full_clock(moment) if moment else str(value)


def _choice(field: Any, value: Any, words: Words) -> str:
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(_option(field, str(one), words) for one in chosen)


def _option(field: Any, value: str, words: Words) -> str:
    if name := getattr(field, "code_list", ""):
        return words.code_lists.get(name, {}).get(value, value)
    return next((str(option.label) for option in field.options if option.value == value), value)


def _yes_no(_field: Any, value: Any, _words: Words) -> str:
    return (_("Ja") if value else _("Nein")) if isinstance(value, bool) else str(value)


def _address(_field: Any, value: Any, words: Words) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    part = {key: str(text).strip() for key, text in value.items()}
    if part.get("country", INLAND) != INLAND:
        country = words.code_lists.get("states", {}).get(part["country"], part["country"])
        return ", ".join([*(line.strip() for line in part.get("lines", "").splitlines() if line.strip()), country])
    street = f"{part.get('street', '')} {part.get('house_number', '')}".strip()
    city = f"{part.get('postal_code', '')} {part.get('city', '')}".strip()
    locality = part.get("locality", "")
    return ", ".join(text for text in (street, part.get("extra", ""), city, locality) if text)


def _iban(_field: Any, value: Any, _words: Words) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    number = str(value.get("iban", ""))
    parts = [" ".join(number[at : at + 4] for at in range(0, len(number), 4))]
    if holder := value.get("holder"):
        parts.append(_("Kontoinhaber: %(name)s") % {"name": holder})
    if value.get("mandate") is True:
        parts.append(_("SEPA-Lastschriftmandat erteilt"))
    return "\n".join(part for part in parts if part)


def _point(_field: Any, value: Any, _words: Words) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    point = ", ".join(str(value[part]) for part in ("lat", "lon") if value.get(part))
    return "\n".join(text for text in (str(value.get("description", "")), point) if text)


def _upload(_field: Any, value: Any, words: Words) -> str:
    if not isinstance(value, list):
        return ""
    names = [words.files[str(one)] for one in value if str(one) in words.files]
    return (
        ", ".join(names)
        if names
        else ngettext("%(count)s Datei", "%(count)s Dateien", len(value)) % {"count": len(value)}
    )


def _table(field: Any, value: Any, words: Words) -> str:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    return "\n".join(_row(field, row, words) for row in rows)


def _row(field: fields.TableField, row: Mapping[str, Any], words: Words) -> str:
    cells = ((column, _text(column, row.get(column.id), words)) for column in field.columns)
    return ", ".join(f"{column.label}: {text}" for column, text in cells if text)


def _computed(field: fields.ComputedField, value: Any, words: Words) -> str:
    return _WRITERS[field.result](field, value, words) if field.result in _WRITERS else str(value)


_WRITERS: Final[Mapping[str, Callable[[Any, Any, Words], str]]] = {
    "number": _number,
    "money": _money,
    "date": _date,
    "partial_date": _partial_date,
    "time": _time,
    "choice": _choice,
    "choices": _choice,
    "yes_no": _yes_no,
    "consent": _yes_no,
    "address": _address,
    "iban": _iban,
    "point": _point,
    "upload": _upload,
    "table": _table,
    "computed": _computed,
}


__all__ = ["Line", "Section", "answer_text", "sections"]
