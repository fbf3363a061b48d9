"""What was typed into one step, saved so that nothing is lost: neither what is hidden nor what another window wrote."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from modules.online_services.answers import keep_files, stamp_of
from modules.online_services.engine.definition import FormDefinition, Step
from modules.online_services.engine.reading import add_row, answer_at, read_step, remove_row
from modules.online_services.errors_filling import TooMuchTextError
from modules.online_services.models import Draft
from modules.online_services.selectors.versions import definition_of

LARGEST: Final = 1_000_000  # characters of all answers together as JSON


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft with its answers after a step was sent.

    With `is_overtaken` nothing was saved, as another window wrote something else meanwhile: `typed` is what was sent.
    """

    draft: Draft
    typed: Mapping[str, Any]
    is_overtaken: bool = False


@transaction.atomic
def save_step(*, draft: Draft, step: Step, data: Mapping[str, Any], stamp: str) -> Saved:
    """Save what was sent for a step and return the draft as it is now.

    `stamp` is the mark of the answers that the page showed. Hidden fields keep their answers. Raises TooMuchTextError.
    """
    locked = _lock(draft)
    definition = definition_of(locked.form_version)
    typed = read_answers(definition, step, data, locked.answers)
    if len(json.dumps(typed)) > LARGEST:
        raise TooMuchTextError
    before, after = stamp_of(step, locked.answers), stamp_of(step, typed)
    if after == before:
        return Saved(locked, typed)
    if stamp != before:
        return Saved(locked, typed, is_overtaken=True)
    _write(locked, typed)
    return Saved(locked, typed)


def read_answers(
    definition: FormDefinition, step: Step, data: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers with what was sent for the step; files stay as they are, they come and go on their own."""
    typed = read_step(definition, step.id, data, answers)
    keep_files(step.items, typed, answers)
    return typed


@transaction.atomic
def note_step_done(*, draft: Draft, step: Step) -> bool:
    """Remember that the step is filled in and return whether that is new."""
    locked = _lock(draft)
    is_new = step.id not in locked.steps_done
    if is_new:
        locked.steps_done = [*locked.steps_done, step.id]
        locked.save(update_fields=["steps_done", "changed_at"])
    draft.steps_done = locked.steps_done
    return is_new


def add_row_at(*, draft: Draft, place: str) -> Draft:
    """Add a row to the group that repeats at this place, and return the draft; nothing where it takes no more."""
    return _change_rows(draft, place, add_row)


def remove_row_at(*, draft: Draft, place: str) -> Draft:
    """Remove the row at this place ("group/1"), and return the draft; its files go when the draft does."""
    return _change_rows(draft, place, remove_row)


@transaction.atomic
def note_level(*, draft: Draft, level: int) -> None:
    """Remember the highest level that was proven while filling in."""
    if level > draft.assurance_level:
        Draft.objects.filter(pk=draft.pk, assurance_level__lt=level).update(assurance_level=level)
        draft.assurance_level = level


@transaction.atomic
def _change_rows(
    draft: Draft, place: str, change: Callable[[FormDefinition, Mapping[str, Any], str], dict[str, Any]]
) -> Draft:
    locked = _lock(draft)
    changed = change(definition_of(locked.form_version), locked.answers, place[:200])
    if changed != locked.answers:
        locked.origin = {at: origin for at, origin in locked.origin.items() if not at.startswith(f"{place}/")}
        _write(locked, changed)
    return locked


def _write(draft: Draft, answers: Mapping[str, Any]) -> None:
    before = draft.answers
    draft.answers = dict(answers)
    draft.origin = {
        place: origin for place, origin in draft.origin.items() if answer_at(answers, place) == answer_at(before, place)
    }
    draft.version += 1
    draft.save(update_fields=["answers", "origin", "version", "changed_at"])


def _lock(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update(of=("self",))
    return found.select_related("form_version__form", "service", "person", "opened_by").get(pk=draft.pk)
