"""Answers of one step of a draft: which they are, what files they name, and whether they changed meanwhile."""

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from hashlib import sha256
from typing import Any, Final

from modules.online_services.engine.definition import Group, Item, Step
from modules.online_services.engine.fields import UploadField
from modules.online_services.engine.walking import answer_at

_STAMP_LENGTH: Final = 16


def keys_of(items: Iterable[Item]) -> Iterator[str]:
    """Yield the keys under which answers to these items lie: ids of fields, and of groups that repeat."""
    for item in items:
        if isinstance(item, Group) and item.repeat is None:
            yield from keys_of(item.items)
        else:
            yield item.id


def stamp_of(step: Step, answers: Mapping[str, Any]) -> str:
    """Return a mark of the step's answers without its files: a page shows it and brings it back."""
    kept = without_files(step.items, {key: answers[key] for key in keys_of(step.items) if key in answers})
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:_STAMP_LENGTH]


def without_files(items: Iterable[Item], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers without files: those are added and taken away on their own."""
    found = dict(answers)
    for item in items:
        if isinstance(item, UploadField):
            found.pop(item.id, None)
        elif isinstance(item, Group):
            _in_group(item, found)
    return found


def _in_group(group: Group, found: dict[str, Any]) -> None:
    if group.repeat is None:
        rest = without_files(group.items, found)
        for key in set(found) - set(rest):
            del found[key]
    elif isinstance(rows := found.get(group.id), list):
        found[group.id] = [without_files(group.items, row) for row in rows if isinstance(row, Mapping)]


def keep_files(items: Iterable[Item], answers: dict[str, Any], before: Mapping[str, Any]) -> None:
    """Put the files of `before` back into the answers: no form that was sent takes a file away or adds one."""
    for item in items:
        if isinstance(item, UploadField):
            _keep(item.id, answers, before)
        elif isinstance(item, Group) and item.repeat is None:
            keep_files(item.items, answers, before)
        elif isinstance(item, Group):
            for row, old in zip(answers.get(item.id) or (), before.get(item.id) or (), strict=False):
                keep_files(item.items, row, old)


def _keep(field_id: str, answers: dict[str, Any], before: Mapping[str, Any]) -> None:
    if field_id in before:
        answers[field_id] = deepcopy(before[field_id])
    else:
        answers.pop(field_id, None)


def files_at(answers: Mapping[str, Any], place: str) -> list[str]:
    """Return the ids of the files at a place."""
    found = answer_at(answers, place)
    return [str(entry) for entry in found] if isinstance(found, list) else []


def with_files_at(answers: Mapping[str, Any], place: str, files: list[str]) -> dict[str, Any]:
    """Return the answers with these files at the place; unchanged where the row is gone."""
    changed = deepcopy(dict(answers))
    *way, last = place.split("/")
    target: Any = changed
    for name in way:
        target = _down(target, name)
    if isinstance(target, dict):
        target[last] = files
    return changed


def without_file(answers: Any, file_id: str) -> Any:
    """Return the answers without this file, wherever it is named: rows may have moved since it came."""
    if isinstance(answers, dict):
        return {key: without_file(value, file_id) for key, value in answers.items()}
    if isinstance(answers, list):
        return [without_file(value, file_id) for value in answers if value != file_id]
    return answers


def _down(found: Any, name: str) -> Any:
    """Return what lies under this name: a row that nothing was typed into yet is made."""
    if isinstance(found, dict):
        return found.setdefault(name, [])
    if isinstance(found, list) and name.isdigit():
        if int(name) == len(found):
            found.append({})
        return found[int(name)] if int(name) < len(found) else None
    return None
