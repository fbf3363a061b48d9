"""`rathaus audit verify`: whole, broken, missing, and against the digest of the log."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from typer.testing import CliRunner

from rathaus.audit.cli import audit
from rathaus.audit.models import AuditEntry, AuditSeal
from rathaus.audit.seals import seal_entries
from rathaus.audit.services import record
from rathaus.tenancy import enter_public
from rathaus.tenancy.owner import owner_connection
from tenants.models import Tenant


@pytest.fixture
def sealed(fresh_tenant):
    """A municipality of its own with a sealed record."""
    record(action="test.done", details={"number": 1})
    seal_entries(now=timezone.now() + timedelta(hours=2))
    return fresh_tenant


def verify(*words: str):
    return CliRunner().invoke(audit, ["verify", *words])


def as_owner(statement: str, *values: object) -> None:
    """Do what the everyday role cannot."""
    with owner_connection(connection.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_untouched_record_is_whole(sealed):
    result = verify(sealed.slug)

    assert result.exit_code == 0, result.output
    assert "whole" in result.output


def test_a_changed_entry_names_its_batch_and_ends_with_one(sealed):
    seal, entry = AuditSeal.objects.latest("id"), AuditEntry.objects.get(action="test.done")
    as_owner("UPDATE audit_auditentry SET actor_kind = 'cli' WHERE id = %s", entry.pk)

    result = verify(sealed.slug, "--json")

    assert result.exit_code == 1
    (facts,) = json.loads(result.output)
    assert facts["whole"] is False
    assert facts["problems"] == [f"batch {seal.pk} (entries {seal.first_id} to {seal.last_id}) is not what was sealed"]


def test_an_entry_slipped_in_between_two_batches_is_found(sealed):
    first = AuditSeal.objects.latest("id")
    as_owner("SELECT setval(pg_get_serial_sequence('audit_auditentry', 'id'), %s)", first.last_id + 10)
    record(action="test.done")
    seal_entries(now=timezone.now() + timedelta(hours=2))
    assert verify(sealed.slug).exit_code == 0
    as_owner(
        "INSERT INTO audit_auditentry (id, at, action, actor_kind, target_type, target_id, details, request_id) "
        "OVERRIDING SYSTEM VALUE VALUES (%s, now(), 'test.forged', 'staff', '', '', '{}', '')",
        first.last_id + 1,
    )

    assert verify(sealed.slug).exit_code == 1


def test_a_digest_from_the_log_finds_out_who_rewrote_everything(sealed):
    digest = AuditSeal.objects.latest("id").digest
    assert verify(sealed.slug, "--digest", digest).exit_code == 0

    result = verify(sealed.slug, "--digest", "0" * 64)

    assert result.exit_code == 1
    assert "the digest from the log is not part of the chain" in result.output


def test_a_digest_needs_the_name_of_its_municipality(sealed):
    assert verify("--digest", "0" * 64).exit_code == 2


def test_without_a_name_all_municipalities_and_the_operators_are_verified(sealed):
    names = {facts["municipality"] for facts in json.loads(verify("--json").output)}

    assert {sealed.slug, "(operators)"} <= names


def test_a_municipality_that_left_with_its_schema_is_passed_by_and_a_lost_schema_is_not(tenant):
    with enter_public():
        Tenant.objects.create(slug="fort", schema_name="t_fort", official_name="Fort", status="archived")
        Tenant.objects.create(slug="weg", schema_name="t_weg", official_name="Weg", status="live")

    result = verify("--json")

    names = {facts["municipality"]: facts["whole"] for facts in json.loads(result.output)}
    assert "fort" not in names
    assert (names["weg"], result.exit_code) == (False, 1)


def test_an_unknown_municipality_is_one_clear_line(db):
    result = verify("nirgendwo")

    assert result.exit_code == 1
    assert "rathaus:" in result.output
    assert "There is no municipality 'nirgendwo'." in result.output
