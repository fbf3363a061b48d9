"""Edits of the working definition: each is saved at once, checked against the page it came from, and can be undone."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from modules.online_services.building.comparing import title_of
from modules.online_services.building.errors import (
    NothingToRedoError,
    NothingToUndoError,
    StalePageError,
    UnknownPartError,
)
from modules.online_services.building.tree import place_of
from modules.online_services.building.words import edit_words
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Form, FormState
from rathaus.accounts.models import User

UNDO_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be done: a code of `building.words.EDITS`, the change itself, and the part it is about."""

    code: str
    apply: Callable[[FormDefinition], FormDefinition]
    part_id: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The form now, with the definition before and after; `words` say what could be undone, where that is sure."""

    form: Form
    before: FormDefinition
    after: FormDefinition
    words: str = ""


def lock_form(form_id: uuid.UUID, *, seen: int | None = None) -> Form:
    """Return the form, locked until the transaction ends. Raises StalePageError where it went on since `seen`."""
    form = Form.objects.select_for_update().get(pk=form_id)
    if seen is not None and form.working_number != seen:
        raise _stale(form)
    return form


def _stale(form: Form) -> StalePageError:
    """Return the error with the name of who edited last."""
    here = Form.objects.values_list("history_at", flat=True).get(pk=form.pk)
    last = FormState.objects.filter(form=form, number=here).select_related("made_by").first()
    return StalePageError(last.made_by.full_name if last and last.made_by else "")


@transaction.atomic
def edit_form(*, form: Form, seen: int, edit: Edit, actor: User) -> Edited:
    """Change the working definition and keep the state for undo; an edit that changes nothing leaves no trace.

    `seen` is the working number of the page that the edit came from, `form` the form as read for this edit. Three
    queries. Raises StalePageError, and what the edit raises.
    """
    _demand_fresh(form, seen)
    before = FormDefinition.model_validate(form.working)
    after = edit.apply(before)
    if after == before:
        return Edited(form, before, before)
    first = form.history_at == 0
    form.history_at = 2 if first else form.history_at + 1
    _show(form, after)
    title = title_in(edit.part_id, after, before)[:200]
    _keep_state(form, edit, before, actor, title=title, is_first=first)
    return Edited(form, before, after, edit_words(edit.code, title))


@transaction.atomic
def undo(*, form: Form, seen: int) -> Edited:
    """Take the last edit back. Raises NothingToUndoError, StalePageError."""
    return _step(form, seen, -1, NothingToUndoError)


@transaction.atomic
def redo(*, form: Form, seen: int) -> Edited:
    """Do once more what was undone last. Raises NothingToRedoError, StalePageError."""
    return _step(form, seen, 1, NothingToRedoError)


def _step(form: Form, seen: int, step: int, error: type[NothingToUndoError | NothingToRedoError]) -> Edited:
    _demand_fresh(form, seen)
    before = FormDefinition.model_validate(form.working)
    state = FormState.objects.filter(form=form, number=form.history_at + step).first() if form.history_at else None
    if state is None:
        raise error
    form.history_at = state.number
    after = FormDefinition.model_validate(state.definition)
    _show(form, after)
    return Edited(form, before, after)


def _demand_fresh(form: Form, seen: int) -> None:
    if form.working_number != seen:
        raise _stale(form)


def _show(form: Form, definition: FormDefinition) -> None:
    """Write the definition, unless somebody was faster since the form was read."""
    was = form.working_number
    form.working = definition.to_json()
    form.title = definition.title.in_language("de")[:200]
    form.working_number = was + 1
    form.changed_at = timezone.now()
    names = ("working", "title", "history_at", "working_number", "changed_at")
    values = {name: getattr(form, name) for name in names}
    if not Form.objects.filter(pk=form.pk, working_number=was).update(**values):
        raise _stale(form)


def _keep_state(form: Form, edit: Edit, before: FormDefinition, actor: User, *, title: str, is_first: bool) -> None:
    """Add the new state, the first time with the one before; what was undone or is more than fifty edits ago goes."""
    states = []
    if is_first:
        states.append(FormState(form=form, number=1, definition=before.to_json(), edit="before"))
    else:
        gone = Q(number__gte=form.history_at) | Q(number__lt=form.history_at - UNDO_STEPS)
        FormState.objects.filter(gone, form=form).delete()
    state = FormState(form=form, number=form.history_at, definition=form.working, edit=edit.code, made_by=actor)
    state.part_id, state.part_title = edit.part_id, title
    FormState.objects.bulk_create([*states, state])


def title_in(part_id: str, *definitions: FormDefinition) -> str:
    """Return how people know a part, in the first definition that has it; "" where none does."""
    for definition in definitions:
        try:
            return title_of(place_of(definition, part_id).part)
        except UnknownPartError:
            continue
    return ""
