"""Municipalities that tests commit to. Building a schema takes a second, so the next test gets it back, emptied."""

import itertools
import os
from collections.abc import Iterator
from unittest import mock

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from rathaus.tenancy import enter, enter_public
from rathaus.tenancy.owner import owner_connection
from tenants import provisioning
from tenants.models import Domain, Tenant
from tenants.provisioning import NewTenant, create_tenant
from tenants.services import publish_tenant
from tenants.template import replay

SPARE = "spare_"  # the beginning of the name of a schema that nobody uses any more
EMPTY = """
DO $$
DECLARE
    of_the_schema CONSTANT regclass[] := ARRAY(
        SELECT oid FROM pg_class
        WHERE relnamespace = {schema}::regnamespace AND relkind = 'r' AND relname <> 'django_migrations'
    );
    one regclass;
BEGIN
    FOREACH one IN ARRAY of_the_schema LOOP  -- waits for whoever of the last test is still at work
        EXECUTE format('LOCK TABLE %s', one);
    END LOOP;
    FOREACH one IN ARRAY of_the_schema LOOP
        EXECUTE format('DELETE FROM %s', one);
    END LOOP;
    PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence JOIN pg_class ON oid = seqrelid
        WHERE relnamespace = {schema}::regnamespace AND relname <> 'django_migrations_id_seq';
END $$
"""

_numbers = itertools.count(1)


def new_tenants(django_db_blocker) -> Iterator[Tenant]:
    """Yield one municipality, committed, live, as empty as a new one; it is gone when closed."""
    with django_db_blocker.unblock():
        tenant = _create(f"frisch{next(_numbers)}p{os.getpid()}")
        try:
            with enter(tenant):
                yield tenant
        finally:
            _take_away(tenant)


def _create(slug: str) -> Tenant:
    wish = NewTenant(
        slug=slug,
        official_name=f"Stadt {slug.title()}",
        kind="stadt",
        state="ST",
        plan="full",
        with_samples=False,
    )
    with mock.patch.object(provisioning, "replay", _reuse_or_replay):
        tenant, _created = create_tenant(wish)
    publish_tenant(tenant=tenant, force=True)
    return tenant


def _reuse_or_replay(cursor: CursorWrapper, schema_name: str) -> None:
    """Empty a schema of an earlier test and give it this name; build one where there is none."""
    cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s) LIMIT 1", [SPARE])
    if spare := cursor.fetchone():
        _rename(cursor, spare[0], schema_name)
        cursor.execute(sql.SQL(EMPTY).format(schema=sql.Literal(f'"{schema_name}"')))
    else:
        replay(cursor, schema_name)


def _take_away(tenant: Tenant) -> None:
    """Remove the municipality; under its new name nobody writes into its schema by mistake."""
    with enter_public():
        Domain.objects.filter(tenant=tenant).delete()
        Tenant.objects.filter(pk=tenant.pk).delete()
    with owner_connection("public") as owner, owner.cursor() as cursor:
        _rename(cursor, tenant.schema_name, SPARE + tenant.slug)
    connection.close()


def _rename(cursor: CursorWrapper, former: str, name: str) -> None:
    cursor.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(former), sql.Identifier(name)))
