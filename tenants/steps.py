"""Migrations as steps: planned once, each operation with the state before and after it, repeated per schema (ADR 0003).

Django's own `migrate` renders all related models anew for nearly every operation, most of what a new schema costs. An
operation on one table needs its own model and what that refers to: here it gets a state of these alone.
"""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import connections, router, transaction
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelOptions,
    AlterUniqueTogether,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import resolve_relation

from rathaus.tenancy.owner import OWNER, owner_connection
from tenants.schemas import grants

if TYPE_CHECKING:
    from django_tenants.postgresql_backend.base import DatabaseWrapper

Key = tuple[str, str]  # app label, and name of a migration or of a model in lower case
Applied = frozenset[Key]
Change = tuple[Operation, ProjectState, ProjectState]  # what is done, the state before and after it
_ON_ONE_TABLE: Final = (
    *(CreateModel, AlterModelOptions, AlterUniqueTogether),
    *(AddField, RemoveField, AddIndex, RemoveIndex, AddConstraint, RemoveConstraint),
)


@dataclass(frozen=True)
class Step:
    """One migration with the states around each of its operations."""

    migration: Migration
    changes: Iterable[Change]

    @property
    def key(self) -> Key:
        """Application and name, as they stand in the table of applied migrations."""
        return self.migration.app_label, self.migration.name


def plan(schema_name: str, applied: Applied) -> list[Step]:
    """Return the missing migrations in order, worked out for as many schemas as have applied the same."""
    with owner_connection(schema_name) as connection:
        missing, state = _missing(connection)
    missing = [migration for migration in missing if (migration.app_label, migration.name) not in applied]
    return [Step(migration, list(changes_of(migration, state))) for migration in missing]


def changes_of(migration: Migration, state: ProjectState) -> Iterator[Change]:
    """Yield the migration's operations and move the state on with each."""
    label = migration.app_label
    for operation in migration.operations:
        touched = _touched(operation, label, state)
        before = _excerpt(state, touched) if touched else state.clone()
        operation.state_forwards(label, state)
        yield operation, before, _excerpt(state, touched) if touched else state.clone()


def apply_steps(schema_name: str, steps: Iterable[Step]) -> None:
    """Run the steps in one schema: one transaction, unless a migration refuses to run in one.

    A second `fleet migrate` at the same time waits, then finds nothing left to do.
    """
    steps = list(steps)
    _run(schema_name, steps, is_atomic=all(step.migration.atomic for step in steps))


def bring_up(schema_name: str) -> None:
    """Run all missing migrations in one schema, a new one too; what is worked out for a step is forgotten after it."""
    with owner_connection(schema_name) as connection:
        MigrationExecutor(connection).recorder.ensure_schema()
        missing, state = _missing(connection)
    _run(schema_name, _one_by_one(missing, state), is_atomic=all(migration.atomic for migration in missing))


def _missing(connection: "DatabaseWrapper") -> tuple[list[Migration], ProjectState]:
    """Return the migrations that the schema lacks, and the state without them."""
    executor = MigrationExecutor(connection)
    missing = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    state = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]  # noqa: SLF001 - no public way
    return missing, state


def _one_by_one(missing: Iterable[Migration], state: ProjectState) -> Iterator[Step]:
    for migration in missing:
        changes = changes_of(migration, state)
        yield Step(migration, changes)
        for _ in changes:  # a step that was left out moves the state on as well
            pass


def _touched(operation: Operation, label: str, state: ProjectState) -> set[Key]:
    """Return the models whose tables an operation may change; nothing for one that may look at all of them."""
    name = str(getattr(operation, "model_name_lower", "") or getattr(operation, "name_lower", ""))
    if isinstance(operation, AlterField):  # keys that point to the column change with it
        return _with_referring(state, (label, name))
    return {(label, name)} if isinstance(operation, _ON_ONE_TABLE) else set()


def _with_referring(state: ProjectState, key: Key) -> set[Key]:
    found: set[Key] = set()
    waiting = [key]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += state.relations.get(one, ())
    return found


def _excerpt(state: ProjectState, keys: Iterable[Key]) -> ProjectState:
    """Return a state of some models and of what they refer to, directly or not."""
    found: dict[Key, ModelState] = {}
    waiting = list(keys)
    while waiting:
        one = waiting.pop()
        if one in state.models and one not in found:
            found[one] = state.models[one].clone()
            waiting += _referred(found[one])
    return ProjectState(found, real_apps=state.real_apps)


def _referred(model: ModelState) -> Iterator[Key]:
    """Yield what a model refers to: by keys, by tables between many and many, by inheritance."""
    remotes = [field.remote_field for field in model.fields.values() if field.remote_field]
    between = [through for remote in remotes if (through := getattr(remote, "through", None))]
    bases = [base for base in model.bases if isinstance(base, str)]
    for target in (*(remote.model for remote in remotes), *between, *bases):
        yield resolve_relation(target, model.app_label, model.name_lower)


def _run(schema_name: str, steps: Iterable[Step], *, is_atomic: bool) -> None:
    with (
        owner_connection(schema_name) as connection,
        transaction.atomic(using=OWNER) if is_atomic else nullcontext(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rathaus.fleet.' || %s))", [schema_name])
        cursor.execute("SET lock_timeout = '3s'")
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
        for step in steps:
            if step.key in applied:
                continue
            _apply(step, is_atomic=is_atomic)
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", step.key)
        for statement in grants(schema_name):
            cursor.execute(statement)


def _apply(step: Step, *, is_atomic: bool) -> None:
    """Run the operations, unless the application has no tables in this schema."""
    label = step.migration.app_label
    if not router.allow_migrate(OWNER, label):
        return
    with connections[OWNER].schema_editor(atomic=is_atomic) as editor:
        for operation, before, after in step.changes:
            operation.database_forwards(label, editor, before, after)
