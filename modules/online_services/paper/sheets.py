"""A form as lines, boxes and cells to write in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.online_services.building.wording import rule_in_words
from modules.online_services.code_lists import code_list
from modules.online_services.engine import fields
from modules.online_services.engine.definition import FormDefinition, Group, Item

_LONGEST_LIST: Final = 12  # options that are printed; of a longer list one writes the answer
_ROWS_AT_FIRST: Final = 2
_CELLS: Final[dict[type, tuple[int, ...]]] = {
    fields.DateField: (2, 2, 4),
    fields.PartialDateField: (2, 2, 4),
    fields.TimeField: (2, 2),
    fields.TaxIdField: (11,),
    fields.ChipNumberField: (15,),
}
_IBAN: Final = (4, 4, 4, 4, 4, 2)
_LONGEST_RULE: Final = 160
_READ: Final = (fields.InformationField, fields.UploadField)
About = dict[str, Any]  # hint, condition and is_required of a Blank


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to write in or to tick. `kind`: lines, cells, boxes, table, text, tick, enclose."""

    kind: str
    label: str
    hint: str = ""
    condition: str = ""
    is_required: bool = False
    lines: int = 1
    cells: Sequence[int] = ()
    options: Sequence[str] = ()
    columns: Sequence[str] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it; `is_sub` for a group within a step."""

    title: str
    intro: str = ""
    condition: str = ""
    is_sub: bool = False
    blanks: Sequence[Blank] = field(default_factory=tuple)


def parts_of(definition: FormDefinition) -> list[dict[str, Any]]:
    """Return the whole form in the active language, as plain data for the printer."""
    return [asdict(part) for step in definition.steps for part in _step(definition, step)]


def _step(definition: FormDefinition, step: Any) -> Iterator[Part]:
    own = [item for item in step.items if not isinstance(item, Group)]
    condition = _condition(definition, step.show) or _unless(definition, step.skip)
    yield Part(str(step.title), str(step.intro), condition, blanks=_blanks(definition, own))
    for item in step.items:
        if isinstance(item, Group):
            yield from _group(definition, item)


def _group(definition: FormDefinition, group: Group) -> Iterator[Part]:
    rows = min(group.repeat.maximum, max(group.repeat.minimum, _ROWS_AT_FIRST)) if group.repeat else 1
    for row in range(rows):
        yield Part(
            _row_title(group, row, rows),
            str(group.intro) if row == 0 else "",
            _condition(definition, group.show) if row == 0 else "",
            is_sub=True,
            blanks=_blanks(definition, [item for item in group.items if not isinstance(item, Group)]),
        )
        for item in group.items:
            if isinstance(item, Group):
                yield from _group(definition, item)
    if group.repeat and group.repeat.maximum > rows:
        more = _("Für weitere Angaben nehmen Sie bitte ein Blatt dazu.")
        yield Part("", more, is_sub=True)


def _row_title(group: Group, row: int, rows: int) -> str:
    label = str(group.repeat.row_label) if group.repeat else ""
    title = label or str(group.title)
    return f"{title} {row + 1}" if rows > 1 and title else title


def _blanks(definition: FormDefinition, items: Sequence[Item]) -> list[Blank]:
    return [
        blank
        for item in items
        if not isinstance(item, (Group, fields.ComputedField))
        for blank in _blank(item, (_applies if isinstance(item, _READ) else _condition)(definition, item.show))
    ]


def _blank(item: fields.FormField, condition: str) -> Iterable[Blank]:
    about = {"hint": str(item.hint), "condition": condition, "is_required": item.required}
    return _PRINTED.get(type(item), _plain)(item, str(item.label), about)


def _plain(item: Any, label: str, about: About) -> Iterator[Blank]:
    cells = _CELLS.get(type(item), ())
    yield Blank("cells" if cells else "lines", _with_unit(item, label), cells=cells, **about)


def _information(item: fields.InformationField, label: str, about: About) -> Iterator[Blank]:
    yield Blank("text", label, condition=about["condition"], text=str(item.text))


def _consent(item: fields.ConsentField, label: str, about: About) -> Iterator[Blank]:
    yield Blank("tick", str(item.text) or label, **about)


def _upload(item: fields.UploadField, label: str, about: About) -> Iterator[Blank]:  # noqa: ARG001 - as the others
    yield Blank("enclose", label, **about)


def _yes_no(item: fields.YesNoField, label: str, about: About) -> Iterator[Blank]:  # noqa: ARG001
    yield Blank("boxes", label, options=[_("Ja"), _("Nein")], **about)


def _table(item: fields.TableField, label: str, about: About) -> Iterator[Blank]:
    yield Blank("table", label, columns=[str(column.label) for column in item.columns], lines=4, **about)


def _long_text(item: fields.LongTextField, label: str, about: About) -> Iterator[Blank]:  # noqa: ARG001
    yield Blank("lines", label, lines=5, **about)


def _point(item: fields.PointField, label: str, about: About) -> Iterator[Blank]:  # noqa: ARG001
    yield Blank("lines", _("%(place)s (Adresse oder Beschreibung)") % {"place": label}, lines=2, **about)


def _choice(item: fields.ChoiceField | fields.ChoicesField, label: str, about: About) -> Iterator[Blank]:
    options = [str(option.label) for option in item.options]
    if item.code_list:
        options = list(code_list(item.code_list).values())
    is_long = len(options) > _LONGEST_LIST
    yield Blank("lines", label, **about) if is_long else Blank("boxes", label, options=options, **about)


def _address(item: fields.AddressField, label: str, about: About) -> Iterator[Blank]:
    yield Blank("lines", _("%(label)s: Straße und Hausnummer") % {"label": label}, **about)
    yield Blank("lines", _("Postleitzahl und Ort"), is_required=item.required)
    if item.asks_locality:
        yield Blank("lines", _("Ortschaft"))
    if item.may_be_abroad:
        yield Blank("lines", _("Staat, wenn nicht Deutschland"))


def _account(item: fields.IbanField, label: str, about: About) -> Iterator[Blank]:
    yield Blank("cells", label if "IBAN" in label else f"{label} (IBAN)", cells=_IBAN, **about)
    yield Blank("lines", _("Kontoinhaberin oder Kontoinhaber"), is_required=item.required)
    if item.mandate != "none":
        text = _("Ich erlaube, Beträge von diesem Konto einzuziehen (SEPA-Lastschriftmandat).")
        yield Blank("tick", text, is_required=item.mandate == "required")


def _with_unit(item: fields.FormField, label: str) -> str:
    if isinstance(item, fields.MoneyField):
        return f"{label} (€)"
    unit = str(item.unit) if isinstance(item, fields.NumberField) else ""
    return f"{label} ({unit})" if unit else label


def _condition(definition: FormDefinition, rule: str) -> str:
    words = _rule(definition, rule)
    return _("Nur ausfüllen, wenn: %(condition)s.") % {"condition": words} if words else ""


def _applies(definition: FormDefinition, rule: str) -> str:
    """Return when something holds that nobody fills in: a text to read, a document to enclose."""
    words = _rule(definition, rule)
    return _("Nur wenn: %(condition)s.") % {"condition": words} if words else ""


def _unless(definition: FormDefinition, rule: str) -> str:
    words = _rule(definition, rule)
    return _("Nicht ausfüllen, wenn: %(condition)s.") % {"condition": words} if words else ""


def _rule(definition: FormDefinition, rule: str) -> str:
    """Return the rule in words; people judge themselves where it names facts or takes more than two lines."""
    words = rule_in_words(definition, rule)
    return _("Es trifft auf Sie zu") if len(words) > _LONGEST_RULE or "fact." in words else words


_PRINTED: Final[dict[type, Callable[[Any, str, About], Iterable[Blank]]]] = {
    fields.InformationField: _information,
    fields.ConsentField: _consent,
    fields.UploadField: _upload,
    fields.YesNoField: _yes_no,
    fields.ChoiceField: _choice,
    fields.ChoicesField: _choice,
    fields.AddressField: _address,
    fields.IbanField: _account,
    fields.TableField: _table,
    fields.LongTextField: _long_text,
    fields.PointField: _point,
}
