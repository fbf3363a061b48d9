"""Schemas stay lean: a thousand municipalities share a database, and every table and index counts for each of them."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from rathaus.tenancy import current_tenant

OURS = [name for name in settings.TENANT_APPS if name.startswith(("rathaus.", "tenants.", "modules."))]
INDEXES_PER_TABLE = 3.0
TABLES = 150
INDEXES = 430


def label_of(name: str) -> str:
    """Return the label of an application."""
    return next(config.label for config in apps.get_app_configs() if config.name == name)


def sizes(label: str = "") -> tuple[int, int]:
    """Return the number of tables and of indexes in the schema, of one application or of all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT t.tablename), count(i.indexname) FROM pg_tables t "
            "LEFT JOIN pg_indexes i ON i.schemaname = t.schemaname AND i.tablename = t.tablename "
            "WHERE t.schemaname = %s AND t.tablename LIKE %s",
            [current_tenant().schema_name, f"{label}\\_%" if label else "%"],
        )
        tables, indexes = cursor.fetchone()
    return tables, indexes


@pytest.mark.django_db
@pytest.mark.parametrize("name", OURS)
def test_an_application_has_at_most_three_indexes_per_table_on_average(name, record_property):
    tables, indexes = sizes(label_of(name))
    record_property("size", f"{tables} tables, {indexes} indexes")
    assert tables > 0
    assert indexes / tables <= INDEXES_PER_TABLE


@pytest.mark.django_db
def test_a_municipality_stays_below_the_budget_of_tables_and_indexes():
    tables, indexes = sizes()
    assert tables <= TABLES
    assert indexes <= INDEXES


@pytest.mark.django_db
def test_no_foreign_key_leaves_a_municipalitys_schema():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text FROM pg_constraint c "
            "JOIN pg_class own ON own.oid = c.conrelid JOIN pg_class target ON target.oid = c.confrelid "
            "WHERE c.contype = 'f' AND own.relnamespace = to_regnamespace(%s) "
            "AND target.relnamespace <> own.relnamespace",
            [current_tenant().schema_name],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_a_municipalitys_schema_has_no_trigger_and_no_narrow_identity_of_ours():
    with connection.cursor() as cursor:
        schema = current_tenant().schema_name
        cursor.execute("SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = %s", [schema])
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = %s AND is_identity = 'YES' AND data_type <> 'bigint'",
            [schema],
        )
        narrow = {table for table, _column in cursor.fetchall()}
    labels = tuple(f"{label_of(name)}_" for name in OURS)
    assert {table for table in narrow if table.startswith(labels)} == set()
