"""What conditions can ask for: fields, parts of fields and numbers of rows, by the text they have in expressions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.online_services.building.tree import repeating_groups_around
from modules.online_services.engine.definition import FormDefinition, Group
from modules.online_services.engine.fields import ComputedField, FormField
from modules.online_services.engine.walking import Located, located_items

FAMILIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("text", "long_text", "email", "phone", "plate", "file_reference", "tax_id", "chip_number"), "text"
    ),
    "number": "number",
    "money": "money",
    "date": "date",
    "partial_date": "birth",
    "time": "time",
    "choice": "choice",
    "choices": "choices",
    **dict.fromkeys(("yes_no", "consent"), "yes_no"),
    **dict.fromkeys(("upload", "point", "address", "iban", "table"), "other"),
}
PARTS: Final[Mapping[str, Mapping[str, tuple[Any, str]]]] = {
    "address": {
        "postal_code": (gettext_lazy("Postleitzahl"), "text"),
        "city": (gettext_lazy("Ort"), "text"),
        "locality": (gettext_lazy("Ortschaft"), "text"),
        "country": (gettext_lazy("Land"), "text"),
    },
    "iban": {"mandate": (gettext_lazy("SEPA-Mandat erteilt"), "yes_no")},
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition asks for: `code` as it stands in the expression, words, and the family of its answers."""

    code: str
    label: str
    family: str
    options: Mapping[str, str] = field(default_factory=dict)
    step: str = ""  # the title of the step, to group the list


def subjects_of(definition: FormDefinition, within: str = "") -> list[Subject]:
    """Return what a rule at the part `within` may ask for, in the order of the form.

    Fields of a repeating group are there for rules inside the same group only; from outside, their number is.
    """
    around = repeating_groups_around(definition, within) if within else frozenset()
    found = [subject for located in located_items(definition) for subject in _subjects(located, around)]
    return [subject for subject in found if subject.code != within]


def all_subjects(definition: FormDefinition) -> dict[str, Subject]:
    """Return everything that can be asked for anywhere in the form, by its code."""
    found = [subject for located in located_items(definition) for subject in _subjects(located, None)]
    return {subject.code: subject for subject in found}


def _subjects(located: Located, around: frozenset[str] | None) -> Iterator[Subject]:
    """Yield what can be asked for at a place; `around` are the rows one stands in, None for everywhere."""
    item, step = located.item, str(located.step.title)
    if isinstance(item, Group) and item.repeat:
        yield Subject(f"count({item.id})", _("Anzahl %(title)s") % {"title": item.title}, "number", step=step)
    if isinstance(item, Group) or (around is not None and not set(located.rows) <= around):
        return
    family = str(item.result) if isinstance(item, ComputedField) else FAMILIES.get(item.type, "")
    if not family:
        return
    yield Subject(item.id, str(item.label), family, _options(item), step)
    for name, (words, inner) in PARTS.get(item.type, {}).items():
        yield Subject(f"{item.id}.{name}", f"{item.label}: {words}", inner, step=step)


def _options(item: FormField) -> dict[str, str]:
    return {option.value: str(option.label) for option in getattr(item, "options", ())}
