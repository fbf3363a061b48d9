"""Bringing all schemas to the next release: skip, go on after an error, resume."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connections
from typer.testing import CliRunner

import tenants.fleet
from tenants import schemas
from tenants.cli import tenants as cli_tenants
from tenants.cli_fleet import fleet as cli_fleet
from tenants.fleet import apply_steps, fleet_status, migrate_fleet, plan, stale_groups
from tenants.models import MigrationRun, Tenant
from tenants.municipality import migrations as real_migrations
from tenants.provisioning import NewTenant, create_tenant
from tenants.readiness import no_tenant_is_stale, template_is_current
from tenants.schemas import OWNER, TEMPLATE_SCHEMA, drop_schema, fingerprint
from tenants.template import template_path

NEXT_MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("municipality", {last!r})]
    operations = [
        migrations.AddField("locality", "motto", models.CharField(max_length=40, default="")),
        migrations.AddField("locality", "anthem", models.CharField(max_length=40, default="")),
    ]
"""
COPY = "from importlib import import_module\nMigration = import_module({name!r}).Migration\n"


def run(statement: str, parameters: list[str] | None = None) -> list[tuple[object, ...]]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def new_columns(schema: str) -> list[str]:
    rows = run(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'municipality_locality' "
        "AND table_schema = %s AND column_name IN ('motto', 'anthem') ORDER BY 1",
        [schema],
    )
    return [str(row[0]) for row in rows]


def standing() -> dict[str, str]:
    return {one.slug: one.state for one in fleet_status()}


def forget_what_is_on_disk() -> None:
    schemas.migrations_on_disk.cache_clear()
    schemas.fingerprint.cache_clear()


@pytest.fixture
def fleet(own_database, settings, tmp_path) -> SimpleNamespace:
    """Two municipalities; `release()` puts a migration on disk that adds two columns to `municipality_locality`."""
    settings.TEMPLATE_SQL_DIR = str(tmp_path / "template")
    create_tenant(
        NewTenant(
            slug="zweitort",
            official_name="Stadt Zweitort",
            kind="stadt",
            state="ST",
            plan="full",
            with_samples=False,
        )
    )

    def release() -> None:
        package = tmp_path / "next_release"
        package.mkdir()
        (package / "__init__.py").touch()
        names = sorted(path.stem for path in Path(real_migrations.__path__[0]).glob("0*.py"))
        for name in names:
            (package / f"{name}.py").write_text(COPY.format(name=f"{real_migrations.__name__}.{name}"))
        (package / "9999_motto.py").write_text(NEXT_MIGRATION.format(last=names[-1]))
        settings.MIGRATION_MODULES = {"municipality": "next_release"}
        forget_what_is_on_disk()

    sys.path.insert(0, str(tmp_path))
    yield SimpleNamespace(release=release)
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.split(".")[0] == "next_release"]:
        del sys.modules[name]
    settings.MIGRATION_MODULES = {}
    forget_what_is_on_disk()


def test_a_fleet_that_is_up_to_date_needs_nothing(fleet):
    assert standing() == {"musterstadt": "current", "zweitort": "current"}
    assert stale_groups() == {}
    assert migrate_fleet() == []
    assert not MigrationRun.objects.exists()
    assert template_is_current()
    assert no_tenant_is_stale()


def test_a_new_release_makes_every_schema_stale_and_one_command_brings_all_up(fleet):
    before = fingerprint()
    fleet.release()
    assert standing() == {"musterstadt": "stale", "zweitort": "stale"}
    assert not no_tenant_is_stale()
    assert not template_is_current()
    assert [(one.slug, one.error) for one in migrate_fleet()] == [("musterstadt", ""), ("zweitort", "")]
    for schema in (TEMPLATE_SCHEMA, "t_musterstadt", "t_zweitort"):
        assert new_columns(schema) == ["anthem", "motto"]
    assert standing() == {"musterstadt": "current", "zweitort": "current"}
    assert set(Tenant.objects.values_list("schema_fingerprint", flat=True)) == {fingerprint()} != {before}
    assert no_tenant_is_stale()
    assert template_is_current()
    assert MigrationRun.objects.filter(error="", finished_at__isnull=False).count() == 2
    assert migrate_fleet() == []


def test_an_error_in_one_schema_stops_nobody_else_leaves_nothing_half_done_and_is_resumed(fleet):
    fleet.release()
    run('ALTER TABLE "t_musterstadt".municipality_locality ADD COLUMN anthem text')
    first, second = migrate_fleet()
    assert first.slug == "musterstadt"
    assert "anthem" in first.error
    assert "\n" not in first.error
    assert (second.slug, second.error) == ("zweitort", "")
    assert new_columns("t_musterstadt") == ["anthem"]
    assert standing() == {"musterstadt": "stale", "zweitort": "current"}
    assert MigrationRun.objects.get(tenant__slug="musterstadt").error == first.error

    run('ALTER TABLE "t_musterstadt".municipality_locality DROP COLUMN anthem')
    assert [(one.slug, one.error) for one in migrate_fleet()] == [("musterstadt", "")]
    assert new_columns("t_musterstadt") == ["anthem", "motto"]
    assert standing() == {"musterstadt": "current", "zweitort": "current"}


def test_the_command_repeats_at_its_end_what_failed_and_how_to_go_on(fleet):
    fleet.release()
    would = CliRunner().invoke(cli_fleet, ["migrate", "--dry-run"])
    assert would.stdout.strip() == "Would migrate: public, t_template, musterstadt, zweitort"
    run('ALTER TABLE "t_musterstadt".municipality_locality ADD COLUMN anthem text')
    result = CliRunner().invoke(cli_fleet, ["migrate"])
    assert result.exit_code == 1
    said = result.stdout.split("1 migrated, 1 failed.")
    assert "zweitort: up to date" in said[0]
    assert "  musterstadt: ProgrammingError: " in said[1]
    assert "zweitort" not in said[1]
    assert "run `rathaus fleet migrate` again" in said[1]
    assert "2 in all: 1 current, 1 stale, 0 missing" in CliRunner().invoke(cli_fleet, ["status"]).stdout


def test_a_database_older_than_the_code_is_no_template_for_a_new_municipality(fleet):
    fleet.release()
    wish = ["create", "thale", "--name", "Thale", "--kind", "stadt", "--state", "ST", "--plan", "full", "--empty"]
    result = CliRunner().invoke(cli_tenants, wish)
    assert result.exit_code == 1
    assert "rathaus: The database is older than this version. Run `rathaus fleet migrate` first." in result.stderr
    assert not schemas.schema_exists("t_thale")
    assert not template_path().exists()

    migrate_fleet()
    assert CliRunner().invoke(cli_tenants, wish).exit_code == 0
    assert standing()["thale"] == "current"


def test_a_second_migrate_at_the_same_time_finds_nothing_left_to_do(fleet):
    fleet.release()
    ((applied, behind),) = stale_groups().items()
    steps = plan(behind[0].schema_name, applied)
    apply_steps("t_zweitort", steps)
    apply_steps("t_zweitort", steps)
    assert new_columns("t_zweitort") == ["anthem", "motto"]
    assert run("SELECT count(*) FROM t_zweitort.django_migrations WHERE name = '9999_motto'") == [(1,)]


def test_a_data_migration_that_fails_in_its_own_code_stops_nobody_else(fleet, monkeypatch):
    fleet.release()
    real = tenants.fleet.apply_steps

    def stumble(schema_name: str, steps: list[object]) -> None:
        if schema_name == "t_musterstadt":
            raise ValueError("a text that nobody expected")
        real(schema_name, steps)

    monkeypatch.setattr(tenants.fleet, "apply_steps", stumble)
    first, second = migrate_fleet()
    assert first.error == "ValueError: a text that nobody expected"
    assert (second.slug, second.error) == ("zweitort", "")
    assert MigrationRun.objects.get(tenant__slug="musterstadt").finished_at


def test_a_municipality_created_after_the_release_is_current_from_its_first_day(fleet):
    fleet.release()
    migrate_fleet()
    tenant, _is_new = create_tenant(
        NewTenant(
            slug="neuort",
            official_name="Stadt Neuort",
            kind="stadt",
            state="ST",
            plan="full",
            with_samples=False,
        )
    )
    assert new_columns(tenant.schema_name) == ["anthem", "motto"]
    assert standing()["neuort"] == "current"


def test_a_missing_schema_is_said_and_stops_nobody(fleet):
    drop_schema("t_zweitort")
    assert standing() == {"musterstadt": "current", "zweitort": "missing"}
    fleet.release()
    assert [one.slug for one in migrate_fleet()] == ["musterstadt"]
    assert Tenant.objects.get(slug="zweitort").schema_fingerprint == ""
    assert not no_tenant_is_stale()


def test_the_everyday_role_may_use_what_a_migration_made(fleet):
    fleet.release()
    migrate_fleet()
    with connections["default"].cursor() as cursor:
        cursor.execute('SELECT motto FROM "t_zweitort".municipality_locality')
        assert cursor.fetchall() == []
