"""Old entries go in whole sealed batches, by the owner alone, and the chain can still be verified."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rathaus.audit import seals
from rathaus.audit.keeping import keep_record
from rathaus.audit.models import AuditEntry, AuditPreferences, AuditSeal
from rathaus.audit.retention import forget_entries
from rathaus.audit.seals import seal_entries, verify_record
from rathaus.audit.services import record
from rathaus.audit.tasks import forget
from rathaus.tenancy.owner import owner_connection

A_YEAR = timedelta(days=31 * 12)


@pytest.fixture
def sealed(fresh_tenant, monkeypatch):
    """A municipality whose record has several sealed batches of two entries, made today."""
    monkeypatch.setattr(seals, "BATCH", 2)
    for number in range(5):
        record(action="test.done", details={"number": number})
    seal_entries(now=timezone.now() + timedelta(hours=2))
    return fresh_tenant


def age(days: int) -> None:
    """Make all seals older, as only the owner can."""
    with owner_connection(connection.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute("UPDATE audit_auditseal SET at = at - make_interval(days => %s)", [days])


def test_nothing_goes_before_its_time(sealed):
    age(360)

    assert forget_entries(now=timezone.now()) == 0


def test_old_batches_go_and_what_stays_is_verified_from_the_first_kept_seal(sealed):
    newest, total = AuditSeal.objects.latest("id"), AuditEntry.objects.count()
    age(380)

    gone = forget_entries(now=timezone.now())

    assert gone == total - newest.count
    assert list(AuditSeal.objects.all()) == [newest]
    found = verify_record()
    assert found.is_whole
    assert found.begins_after == newest.first_id - 1
    note = AuditEntry.objects.get(action="audit.entries_deleted")
    assert note.details["count"] == gone
    assert forget_entries(now=timezone.now()) == 0


def test_batches_that_vanish_without_a_note_break_the_chain(sealed):
    first = AuditSeal.objects.earliest("id")
    with owner_connection(connection.schema_name) as owner, owner.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry WHERE id <= %s", [first.last_id])
        cursor.execute("DELETE FROM audit_auditseal WHERE id = %s", [first.pk])

    assert not verify_record().is_whole


def test_a_shorter_time_takes_effect_in_the_next_night(sealed):
    age(120)
    keep_record(months=3, actor=None)

    forget.delay(tenant_slug=sealed.slug)

    assert AuditSeal.objects.count() == 1


def test_the_sealing_goes_on_after_a_deletion(sealed):
    age(380)
    forget_entries(now=timezone.now())
    record(action="test.done")

    assert seal_entries(now=timezone.now() + timedelta(hours=2)) >= 1
    assert verify_record().is_whole


def test_the_choice_is_a_row_of_its_own(tenant, administrator):
    keep_record(months=12, actor=administrator)
    assert not AuditPreferences.objects.exists()
    keep_record(months=6, actor=administrator)
    assert AuditPreferences.objects.get().kept_months == 6
