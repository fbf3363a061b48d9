import uuid
from datetime import timedelta

import pytest
import structlog
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from rathaus.accounts.models import Role, User
from rathaus.audit import APPEND_ONLY_TABLES
from rathaus.audit.models import ActorKind, AuditEntry, AuditSeal
from rathaus.audit.services import UnfitAuditDetailError, record, record_read
from rathaus.tenancy import enter_public


@pytest.fixture
def clerk(db):
    return User.objects.create_user("klara.kunde@musterstadt.example", first_name="Klara", last_name="Kunde")


def test_an_entry_says_who_did_what_to_what_in_which_request(clerk):
    role = Role.objects.first()
    with structlog.contextvars.bound_contextvars(request_id="R7K2-9QXM"):
        record(action="appointments.booking_cancelled", actor=clerk, target=role, details={"reason": "ill", "count": 2})

    entry = AuditEntry.objects.first()
    assert (entry.action, entry.actor_id, entry.actor_kind) == ("appointments.booking_cancelled", clerk.pk, "staff")
    assert (entry.target_type, entry.target_id) == ("accounts.role", str(role.pk))
    assert entry.details == {"reason": "ill", "count": 2}
    assert entry.request_id == "R7K2-9QXM"


def test_without_an_actor_the_system_acted(db):
    assert record(action="mail.swept").actor_kind == ActorKind.SYSTEM


def test_outside_of_a_municipality_an_actor_is_an_operator(db):
    with enter_public():
        operator = User.objects.create_user("ines.falk@betrieb.example")
        assert record(action="tenants.created", actor=operator).actor_kind == ActorKind.OPERATOR


def test_the_caller_may_say_in_which_role_somebody_acted(db):
    assert record(action="tenants.created", actor_kind="cli").actor_kind == ActorKind.CLI
    with pytest.raises(ValueError, match="wizard"):
        record(action="tenants.created", actor_kind="wizard")


@pytest.mark.parametrize(
    "value", ["erika@stadt.example", "x" * 201, 1.5, ["ok", "erika@stadt.example"], {"nested": "text"}, uuid.uuid4()]
)
def test_what_is_no_id_or_code_is_refused(db, value):
    with pytest.raises(UnfitAuditDetailError):
        record(action="test.done", details={"detail": value})

    assert not AuditEntry.objects.filter(action="test.done").exists()


@pytest.mark.parametrize("action", ["", "invited", "Accounts.Invited", "a.b.c", "a b.c"])
def test_malformed_action_codes_are_refused(db, action):
    with pytest.raises(ValueError, match="audit action"):
        record(action=action)


def test_an_entry_vanishes_with_the_deed_that_failed(db):
    def fail_after_recording():
        with transaction.atomic():
            record(action="test.done")
            raise DatabaseError

    with pytest.raises(DatabaseError):
        fail_after_recording()

    assert not AuditEntry.objects.filter(action="test.done").exists()


@pytest.mark.parametrize("change", ["update", "delete"])
@pytest.mark.parametrize("model", [AuditEntry, AuditSeal])
def test_the_everyday_role_can_neither_change_nor_delete(db, model, change):
    statements = {
        "update": lambda: model.objects.update(at="2020-01-01T00:00:00Z"),
        "delete": lambda: model.objects.all()._raw_delete("default"),
    }
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        statements[change]()


def test_entries_and_seals_are_append_only(db):
    assert set(APPEND_ONLY_TABLES) == {model._meta.db_table for model in (AuditEntry, AuditSeal)}
    assert set(APPEND_ONLY_TABLES) <= set(connection.introspection.table_names())


class TestReading:
    def test_a_reload_within_a_quarter_of_an_hour_leaves_one_line(self, clerk, monkeypatch):
        role = Role.objects.first()
        start = timezone.now()
        for minutes in (0, 14, 16):
            monkeypatch.setattr(timezone, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
            record_read(action="test.person_read", actor=clerk, target=role)

        assert AuditEntry.objects.filter(action="test.person_read", target_id=str(role.pk)).count() == 2

    def test_another_person_object_or_list_is_another_line(self, clerk):
        other = User.objects.create_user("ada.graf@musterstadt.example")
        for actor, details in ((clerk, {"day": "2026-11-24"}), (clerk, {"day": "2026-11-25"}), (other, None)):
            record_read(action="test.day_read", actor=actor, details=details)

        assert AuditEntry.objects.filter(action="test.day_read").count() == 3
