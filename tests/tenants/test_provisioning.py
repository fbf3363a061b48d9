"""Creating a municipality: what stands afterwards, and that nothing half-created is ever served."""

import os
import re
import signal
import subprocess
import sys
import threading

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from rathaus.accounts.models import Invitation, Role
from rathaus.audit.models import AuditEntry
from rathaus.tenancy import enter
from tenants import provisioning
from tenants.errors import DomainTakenError, TenantError
from tenants.models import DirectoryVersion, Domain, Tenant
from tenants.municipality.models import Locality, MemberMunicipality
from tenants.provisioning import NewTenant, create_tenant
from tenants.schemas import TEMPLATE_SCHEMA, fingerprint, schema_exists
from tests.clients import browser_for

WISH = NewTenant(
    slug="osterburg",
    official_name="Hansestadt Osterburg",
    kind="stadt",
    state="ST",
    plan="appointments",
    admin_email="chefin@osterburg.example",
    domain="Termine.Osterburg.example.",
    localities=["Osterburg", "Ballerstedt"],
    with_samples=False,
)

STOPS_IN_THE_MIDDLE = """
import sys, time
import django
django.setup()
from tenants import provisioning
from tests.tenants.test_provisioning import WISH

def stop(**_anything):
    print("in the middle", flush=True)
    time.sleep(600)

provisioning.set_up_municipality = stop
provisioning.create_tenant(WISH)
"""

# Everything that makes up a schema, with its own name taken out.
CATALOG = {
    "columns": """
        SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable,
               replace(column_default, %(schema)s, ''), is_identity, identity_generation, identity_start,
               identity_increment
        FROM information_schema.columns WHERE table_schema = %(schema)s
        ORDER BY table_name, ordinal_position""",
    "constraints": """
        SELECT c.conrelid::regclass::text, c.conname, c.condeferrable, c.condeferred, c.convalidated,
               replace(pg_get_constraintdef(c.oid), %(schema)s || '.', '')
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = %(schema)s ORDER BY 1, 2""",
    "indexes": """
        SELECT tablename, indexname, replace(indexdef, %(schema)s || '.', '')
        FROM pg_indexes WHERE schemaname = %(schema)s ORDER BY 1, 2""",
    "sequences": """
        SELECT sequencename, data_type::text, start_value, min_value, max_value, increment_by, cycle, cache_size
        FROM pg_sequences WHERE schemaname = %(schema)s ORDER BY 1""",
    "grants": """
        SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = %(schema)s AND grantee = 'rathaus_app' ORDER BY 1, 2, 3""",
    "relations": """
        SELECT c.relname, c.relkind, c.relpersistence FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %(schema)s ORDER BY 1""",
    "migrations": "SELECT app, name FROM django_migrations ORDER BY 1, 2",
}


CASTS = re.compile(r"::(character varying|text)(\[\])?|[()]")


def same_meaning(value: object) -> object:
    """Postgres writes a condition with other casts and brackets once it has been dumped and read again."""
    return CASTS.sub("", value) if isinstance(value, str) else value


@pytest.fixture
def database(postgres, django_db_setup) -> str:
    """The name of the tests' database, for looking at it from outside."""
    return str(connections["default"].settings_dict["NAME"])


@pytest.fixture
def catalog(postgres, database):
    """Return a part of the catalog, seen from inside a schema so that names carry no prefix."""

    def read(schema: str, what: str) -> list[tuple[object, ...]]:
        with psycopg.connect(postgres.url(database, role="owner")) as owner:
            owner.execute(sql.SQL("SET search_path = {}, public").format(sql.Identifier(schema)))
            rows = owner.execute(CATALOG[what], {"schema": schema}).fetchall()
        return [tuple(map(same_meaning, row)) for row in rows]

    return read


@pytest.mark.parametrize("what", CATALOG)
def test_a_replayed_schema_is_what_the_migrations_make(catalog, what):
    replayed = catalog("t_musterstadt", what)
    assert replayed
    assert replayed == catalog(TEMPLATE_SCHEMA, what)


def test_a_new_municipality_has_row_switches_domains_roles_content_and_invitation(own_database, mailoutbox):
    tenant, is_new = create_tenant(WISH)
    assert is_new
    assert (tenant.status, tenant.schema_name, tenant.short_name) == ("preparing", "t_osterburg", WISH.official_name)
    assert tenant.schema_fingerprint == fingerprint()
    assert tenant.active_modules == {"appointments"}
    assert tenant.primary_domain == "termine.osterburg.example"
    assert sorted(tenant.domains.values_list("domain", flat=True)) == [
        "osterburg.localhost",
        "termine.osterburg.example",
    ]
    with enter(tenant):
        assert Role.objects.filter(slug="administrator").exists()
        assert [place.name for place in Locality.objects.order_by("name")] == ["Ballerstedt", "Osterburg"]
        assert Invitation.objects.get().email == "chefin@osterburg.example"
    (mail,) = mailoutbox
    assert mail.to == ["chefin@osterburg.example"]
    assert "http://termine.osterburg.example/konto/" in mail.body
    assert AuditEntry.objects.get(action="tenants.created", target_id=str(tenant.pk)).details["plan"] == "appointments"


def test_member_municipalities_are_there_too(own_database):
    tenant, _is_new = create_tenant(
        NewTenant(
            slug="seetal",
            official_name="Verbandsgemeinde Seetal",
            kind="verbandsgemeinde",
            state="ST",
            plan="full",
            member_municipalities=["Stadt Seehausen", "Aland"],
            with_samples=False,
        )
    )
    with enter(tenant):
        assert MemberMunicipality.objects.count() == 2


def test_sample_content_is_there_unless_it_is_not_wanted(own_database, monkeypatch):
    added: list[str] = []
    monkeypatch.setattr(
        provisioning, "contribution", lambda spec, name: lambda _actor: added.append(f"{spec.slug}.{name}")
    )
    create_tenant(WISH)
    assert added == []
    create_tenant(NewTenant(slug="thale", official_name="Stadt Thale", kind="stadt", state="ST", plan="full"))
    assert added == ["appointments.sample_data"]


def test_creating_it_again_changes_nothing(own_database, mailoutbox):
    first, _is_new = create_tenant(WISH)
    again, is_new = create_tenant(WISH)
    assert (again.pk, is_new) == (first.pk, False)
    assert len(mailoutbox) == 1


def test_every_process_hears_of_a_new_municipality(own_database):
    before = DirectoryVersion.objects.values_list("number", flat=True).first() or 0
    create_tenant(WISH)
    assert DirectoryVersion.objects.get().number > before


def test_a_schema_that_another_municipality_uses_is_never_touched(own_database):
    tenant, _is_new = create_tenant(WISH)
    Tenant.objects.filter(pk=tenant.pk).update(slug="umbenannt")
    Domain.objects.filter(tenant=tenant).delete()
    with pytest.raises(TenantError, match="The schema t_osterburg already belongs to umbenannt"):
        create_tenant(WISH)
    tenant.refresh_from_db()
    with enter(tenant):
        assert Locality.objects.count() == 2


def test_two_at_the_same_time_create_one_and_keep_its_schema(own_database):
    found: list[bool] = []

    def create() -> None:
        found.append(create_tenant(WISH)[1])
        connections.close_all()

    threads = [threading.Thread(target=create) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False, True]
    with enter(Tenant.objects.get(slug=WISH.slug)):
        assert Locality.objects.count() == 2


def test_a_taken_domain_is_refused_before_anything_is_made(own_database):
    create_tenant(WISH)
    with pytest.raises(DomainTakenError, match=r"termine\.osterburg\.example already belongs to osterburg"):
        create_tenant(
            NewTenant(
                slug="thale",
                official_name="Stadt Thale",
                kind="stadt",
                state="ST",
                plan="full",
                domain="termine.osterburg.example",
            )
        )
    assert not schema_exists("t_thale")


def is_nothing_left() -> bool:
    left = Tenant.objects.filter(slug=WISH.slug).exists() or Domain.objects.filter(domain=WISH.host).exists()
    return not left and browser_for(WISH.host).get("/").status_code == 404


@pytest.mark.parametrize("part", ["_create_rows", "ensure_roles", "set_up_municipality", "invite_staff"])
def test_a_failure_in_the_middle_leaves_nothing(own_database, monkeypatch, mailoutbox, part):
    def fail(*_args, **_kwargs):
        raise TenantError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(provisioning, part, fail)
        with pytest.raises(TenantError, match="the disk is full"):
            create_tenant(WISH)
    assert is_nothing_left()
    assert not schema_exists("t_osterburg")
    assert not mailoutbox
    assert create_tenant(WISH)[1]


def test_a_killed_command_leaves_nothing_that_is_served_and_the_next_one_succeeds(own_database):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", STOPS_IN_THE_MIDDLE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout.readline() == "in the middle\n"
        assert schema_exists("t_osterburg")
        assert is_nothing_left()
        process.send_signal(signal.SIGKILL)
    assert is_nothing_left()
    tenant, is_new = create_tenant(WISH)
    assert is_new
    with enter(tenant):
        assert Locality.objects.count() == 2


@pytest.mark.parametrize("schema", ["public", "t_musterstadt"])
@pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditseal", "django_migrations"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_everyday_role_cannot_rewrite_the_record(postgres, database, schema, table, statement):
    with psycopg.connect(postgres.url(database)) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement.format(f"{schema}.{table}"))


@pytest.mark.parametrize("statement", ["CREATE SCHEMA t_mine", "DROP SCHEMA t_musterstadt CASCADE"])
def test_the_everyday_role_cannot_make_or_drop_schemas(postgres, database, statement):
    with psycopg.connect(postgres.url(database)) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"slug": "Stendal"}, "must have 2 to 40 characters"),
        ({"slug": "s"}, "must have 2 to 40 characters"),
        ({"slug": "a--b"}, "must have 2 to 40 characters"),
        ({"slug": "x" * 41}, "must have 2 to 40 characters"),
        ({"slug": "admin"}, "is reserved"),
        ({"slug": "xn-umlaut"}, "is reserved"),
        ({"kind": "dorf"}, "Unknown kind 'dorf'. Known: stadt, einheitsgemeinde"),
        ({"state": "XX"}, "Unknown Bundesland 'XX'. Known: BW, BY"),
        ({"plan": "gold"}, "Unknown plan 'gold'. Known: appointments, full"),
        ({"official_name": "  "}, "The official name is missing."),
        ({"ags": "1509"}, "The AGS '1509' must have eight digits."),
        ({"domain": "no domain"}, "is not a host name"),
        ({"domain": "localhost"}, "is not a host name"),
        ({"admin_email": "chefin"}, "'chefin' is not an e-mail address."),
    ],
)
def test_a_wrong_wish_is_refused_with_one_line(changes, line):
    wish = NewTenant(**{**WISH.__dict__, **changes})
    with pytest.raises(TenantError) as refused:
        provisioning.validate_wish(wish)
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_operators_own_domain_is_nobodys(settings):
    settings.BASE_DOMAIN = "rathaus.example"
    with pytest.raises(TenantError, match="the operators' own domain"):
        provisioning.validate_wish(NewTenant(**{**WISH.__dict__, "domain": "rathaus.example"}))
