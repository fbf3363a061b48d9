"""What a step page shows, put together for one draft."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from modules.online_services.controls.building import Page, controls_of
from modules.online_services.controls.parts import FileLine, Node
from modules.online_services.engine.definition import FormDefinition, Step
from modules.online_services.engine.evaluation import Evaluation, Problem, Surroundings
from modules.online_services.engine.fields import AddressField, ChoiceField, ChoicesField
from modules.online_services.engine.state import State
from modules.online_services.engine.walking import located_items
from modules.online_services.models import Draft, Upload
from tenants.municipality.models import Locality


def nodes_of(
    *,
    draft: Draft,
    definition: FormDefinition,
    step: Step,
    answers: Mapping[str, Any],
    evaluation: Evaluation,
    surroundings: Surroundings,
    errors: Mapping[str, Sequence[str]],
) -> list[Node]:
    """Return the fields of the step as they are shown for these answers."""
    uploads = list(draft.uploads.all())
    lines = {str(upload.pk): _line(upload) for upload in uploads}
    page = Page(
        answers=answers,
        evaluation=evaluation,
        can_choose=_choices_of(definition, step, answers, surroundings, lines),
        code_lists=surroundings.code_lists,
        origin=draft.origin,
        errors=errors,
        files=lines,
        coming=_coming(uploads),
        localities=_localities(definition, step),
    )
    return controls_of(step, page)


def by_place(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """Return the sentences by the place they belong to."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.place, []).append(problem.message)
    return found


def has_rules(definition: FormDefinition) -> bool:
    """Return whether typing can change what is asked: otherwise the page need not ask the server."""
    return any(_depends(located.item) for located in located_items(definition))


def _depends(item: Any) -> bool:
    options = getattr(item, "options", ())
    rules = (item.show, getattr(item, "require", ""), getattr(item, "compute", ""), *(one.show for one in options))
    return any(rules) or getattr(item, "may_be_abroad", False)


def _choices_of(
    definition: FormDefinition,
    step: Step,
    answers: Mapping[str, Any],
    surroundings: Surroundings,
    uploads: Mapping[str, FileLine],
) -> Callable[[str, str], bool]:
    """Return what says whether an option can be chosen at a place; nothing is reckoned where no option has a rule."""
    if not any(_has_option_rules(located.item) for located in located_items(definition) if located.step is step):
        return lambda _place, _value: True
    state = State(definition, answers, surroundings, {key: line.filename for key, line in uploads.items()})

    def can_choose(place: str, value: str) -> bool:
        row_place, _slash, field_id = place.rpartition("/")
        slot = state.plan.slots[field_id]
        row = next((row for row in state.homes(slot.home) if row.place == row_place), state.root)
        return state.can_choose(slot, row, value)

    return can_choose


def _has_option_rules(item: Any) -> bool:
    return isinstance(item, ChoiceField | ChoicesField) and any(option.show for option in item.options)


def _line(upload: Upload) -> FileLine:
    state = "refused" if upload.refused else "ready" if upload.checked_at else "coming"
    return FileLine(str(upload.pk), upload.filename, upload.size, upload.received, state, upload.refused)


def _coming(uploads: Iterable[Upload]) -> Mapping[str, Sequence[FileLine]]:
    found: dict[str, list[FileLine]] = {}
    for upload in uploads:
        if not upload.is_usable:
            found.setdefault(upload.place, []).append(_line(upload))
    return found


def _localities(definition: FormDefinition, step: Step) -> Sequence[str]:
    """Return the names of the municipality's localities where an address asks for one: one query."""
    asks = any(
        isinstance(located.item, AddressField) and located.item.asks_locality and located.step is step
        for located in located_items(definition)
    )
    return list(Locality.objects.order_by("name").values_list("name", flat=True)) if asks else ()
