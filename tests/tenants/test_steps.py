"""What a migration does with the small states of `tenants.steps` is what Django's own `migrate` does."""

import pytest
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from rathaus.tenancy.owner import OWNER, owner_connection
from tenants.schemas import TEMPLATE_SCHEMA
from tenants.steps import changes_of

pytestmark = pytest.mark.django_db(databases=["default", OWNER])


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def statements(migration: Migration, state: ProjectState, *, is_stock: bool) -> list[str]:
    """Return the SQL of a migration in the template, which is collected and not run."""
    with (
        owner_connection(TEMPLATE_SCHEMA),
        connections[OWNER].schema_editor(collect_sql=True, atomic=False) as editor,
    ):
        if is_stock:
            migration.apply(state, editor, collect_sql=True)
        else:
            for operation, before, after in changes_of(migration, state):
                operation.database_forwards(migration.app_label, editor, before, after)
    return [line for line in editor.collected_sql if not line.startswith("--")]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("appointments", "0003_own_appointments"),  # keys to a model of the platform, partial indexes
        ("cases", "0004_case_search"),  # generated columns, GIN, an altered column, constraints with expressions
        ("online_services", "0004_catalogue"),  # tables between many and many, removed and altered columns
        ("bundid", "0001_initial"),  # new tables that refer to each other
    ],
)
def test_the_statements_of_a_migration_are_those_of_django(loader, label, name):
    migration = loader.get_migration(label, name)
    before = loader.project_state((label, name), at_end=False)
    ours = statements(migration, before.clone(), is_stock=False)
    assert ours
    assert ours == statements(migration, before, is_stock=True)


def test_an_addition_takes_along_only_what_its_model_refers_to(loader):
    label, name = "appointments", "0003_own_appointments"
    state = loader.project_state((label, name), at_end=False)
    everything = len(state.models)
    _operation, before, after = next(iter(changes_of(loader.get_migration(label, name), state)))
    assert ("appointments", "booking") in before.models
    assert ("accounts", "user") in after.models
    assert len(after.models) < everything / 3
