"""From a step with its answers to what the page shows: what is hidden is left out, everything else in its order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from modules.online_services.catalogue.markup import render_text
from modules.online_services.controls.kinds import MAKERS
from modules.online_services.controls.parts import Control, FileLine, GroupView, Node, RowView
from modules.online_services.engine.definition import Group, Item, Repeat, Step
from modules.online_services.engine.evaluation import Evaluation
from modules.online_services.engine.fields import FormField
from modules.online_services.engine.walking import answer_at
from modules.online_services.prefilling import origin_words

_SILENT = frozenset({"information", "computed", "consent"})  # kinds that are never called voluntary


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a step is shown with. `errors` are sentences by place, empty until somebody wants to go on."""

    answers: Mapping[str, Any]
    evaluation: Evaluation
    can_choose: Callable[[str, str], bool]  # (place, value of an option)
    code_lists: Mapping[str, Mapping[str, str]]
    origin: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, FileLine] = field(default_factory=dict)
    coming: Mapping[str, Sequence[FileLine]] = field(default_factory=dict)  # by place, not yet or never answers
    localities: Sequence[str] = ()


def controls_of(step: Step, page: Page) -> list[Node]:
    """Return the fields and groups of the step that are shown."""
    return list(_nodes(step.items, page, ""))


def _nodes(items: tuple[Item, ...], page: Page, prefix: str) -> Iterator[Node]:
    for item in items:
        place = f"{prefix}{item.id}"
        if place not in page.evaluation.shown:
            continue
        if not isinstance(item, Group):
            yield _control(item, page, place)
        elif item.repeat:
            yield _repeated(item, page, place)
        else:
            nodes = list(_nodes(item.items, page, prefix))
            yield GroupView(place, str(item.title), render_text(str(item.intro)), nodes)


def _control(item: FormField, page: Page, place: str) -> Control:
    answer = page.evaluation.computed.get(place) if item.type == "computed" else answer_at(page.answers, place)
    base = {
        "place": place,
        "label": str(item.label),
        "hint": str(item.hint),
        "errors": page.errors.get(place, ()),
        "origin": origin_words(page.origin.get(place, "")),
        "is_optional": place not in page.evaluation.required and item.type not in _SILENT,
    }
    return MAKERS[item.type](item, answer, base, page)


def _repeated(group: Group, page: Page, place: str) -> GroupView:
    repeat, count = group.repeat or Repeat(), _count_rows(page, place)
    label = str(repeat.row_label) or str(group.title) or _("Eintrag")
    rows = [
        RowView(
            place=f"{place}/{number}",
            title=f"{label} {number + 1}",
            items=list(_nodes(group.items, page, f"{place}/{number}/")),
            can_be_removed=count > repeat.minimum,
        )
        for number in range(count)
    ]
    return GroupView(
        place,
        str(group.title),
        render_text(str(group.intro)),
        rows=rows,
        is_repeated=True,
        add_label=str(repeat.add_label) or _("%(what)s hinzufügen") % {"what": label},
        can_add=count < repeat.maximum,
        errors=page.errors.get(place, ()),
    )


def _count_rows(page: Page, place: str) -> int:
    """Return how many rows are shown: the form says at least how many, the answers how many more."""
    number = 0
    while f"{place}/{number}" in page.evaluation.shown:
        number += 1
    return number
