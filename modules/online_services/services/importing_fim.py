"""Schemas of FIM become draft forms; what is left to do by hand stands beside them as tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from modules.online_services.building.naming import key_for
from modules.online_services.fim.drafting import FormDraft, Lists, draft_form
from modules.online_services.fim.drafting_fields import german
from modules.online_services.fim.elements import FimSchema, FimValue
from modules.online_services.fim.genericode import CodeListFile, read_code_list
from modules.online_services.fim.reading import read_schema
from modules.online_services.models import FimCodeList, FimSource, Form, FormTask
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record


@dataclass(frozen=True, slots=True)
class FimImport:
    """What a file holds and what was made of it; without `form` nothing was saved."""

    schema: FimSchema
    draft: FormDraft
    form: Form | None = None


def look_into_fim(*, data: bytes, code_lists: Sequence[bytes] = ()) -> FimImport:
    """Return what would be read in; nothing is saved. Raises FimError."""
    schema, lists = read_schema(data), [read_code_list(one) for one in code_lists]
    return FimImport(schema, draft_form(schema, _known_lists(schema, lists)))


@transaction.atomic
def import_fim(
    *,
    data: bytes,
    actor: User | None,
    code_lists: Sequence[bytes] = (),
    title: str = "",
    actor_kind: ActorKind | None = None,
) -> FimImport:
    """Create a draft form from a schema, with its tasks; nobody but the town hall sees it until it is published.

    Code lists that come with it are kept for the next schema that refers to them. Raises FimError.
    """
    schema, lists = read_schema(data), [read_code_list(one) for one in code_lists]
    for one in lists:
        _keep_list(one)
    draft = draft_form(schema, _known_lists(schema, lists))
    form = _create(schema, draft, title, actor)
    FormTask.objects.bulk_create(
        FormTask(
            form=form,
            number=number,
            kind=task.kind,
            part_id=task.part_id,
            fim_id=task.fim_id,
            title=task.title,
            text=task.text,
        )
        for number, task in enumerate(draft.tasks, start=1)
    )
    details: dict[str, str | int] = {"schema": schema.id, "version": schema.version, "tasks": len(draft.tasks)}
    record(action="online_services.fim_imported", actor=actor, target=form, details=details, actor_kind=actor_kind)
    return FimImport(schema, draft, form)


@transaction.atomic
def settle_task(*, task: FormTask, is_done: bool, actor: User) -> None:
    """Note that a task is done, or open again; the same twice changes nothing."""
    if (task.done_at is not None) == is_done:
        return
    task.done_at, task.done_by = (timezone.now(), actor) if is_done else (None, None)
    task.save(update_fields=["done_at", "done_by"])
    action = "online_services.form_task_done" if is_done else "online_services.form_task_reopened"
    record(action=action, actor=actor, target=task.form, details={"task": str(task.pk)})


def _create(schema: FimSchema, draft: FormDraft, title: str, actor: User | None) -> Form:
    words = (title or schema.label)[:200]
    key = key_for(words, set(Form.objects.values_list("key", flat=True)))
    definition = draft.definition.model_copy(update={"key": key, "title": german(words)})
    form = Form.objects.create(key=key, title=words, working=definition.to_json())
    FimSource.objects.create(
        form=form,
        schema_id=schema.id[:20],
        schema_version=schema.version,
        schema=schema.to_json(),
        definition=definition.to_json(),
        imported_by=actor,
    )
    return form


def _keep_list(one: CodeListFile) -> None:
    entries = [[entry.code, entry.name] for entry in one.entries]
    FimCodeList.objects.update_or_create(
        uri=one.uri, version=one.version, defaults={"name": one.name, "entries": entries}
    )


def _known_lists(schema: FimSchema, files: Sequence[CodeListFile]) -> Lists:
    """Lists of the municipality, and over them those that came with the schema."""
    known: dict[tuple[str, str], Sequence[FimValue]] = {}
    for row in FimCodeList.objects.filter(uri__in=_uris(schema)):
        known[row.uri, row.version] = [FimValue(code=code, name=name) for code, name in row.entries]
    for one in files:
        known[one.uri, one.version] = one.entries
        known.setdefault((one.uri, ""), one.entries)
    return known


def _uris(schema: FimSchema) -> set[str]:
    found, waiting = set(), [child.element for child in schema.children]
    while waiting:
        element = waiting.pop()
        if element.type == "group":
            waiting += [child.element for child in element.children]
        elif element.code_list:
            found.add(element.code_list.uri)
    return found
