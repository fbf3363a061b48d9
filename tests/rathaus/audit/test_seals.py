from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.audit import seals
from rathaus.audit.models import AuditEntry, AuditSeal
from rathaus.audit.seals import seal_entries, verify_record
from rathaus.audit.services import record
from rathaus.audit.tasks import seal


@pytest.fixture
def later(db):
    """Three entries after what provisioning has left and sealed, and a time at which they have settled."""
    seal_entries(now=timezone.now() + timedelta(hours=2))
    for number in range(3):
        record(action="test.done", details={"number": number})
    return timezone.now() + timedelta(hours=2)


class Doctored:
    """Stands for a change that only the database's owner could make: the everyday role cannot."""

    def __init__(self, monkeypatch, doctor):
        original = seals._entries_of
        monkeypatch.setattr(seals, "_entries_of", lambda seal: doctor(list(original(seal))))


def test_settled_entries_are_sealed_once(later):
    assert seal_entries(now=later) == 3
    assert seal_entries(now=later) == 0
    assert AuditSeal.objects.latest("id").count == 3


def test_fresh_entries_wait_because_older_ones_may_still_be_uncommitted(later):
    assert seal_entries(now=timezone.now()) == 0


def test_large_records_are_sealed_in_batches_that_form_a_chain(later, monkeypatch):
    monkeypatch.setattr(seals, "BATCH", 2)

    assert seal_entries(now=later) == 3
    assert [seal.count for seal in AuditSeal.objects.order_by("-id")[:2]] == [1, 2]
    assert verify_record().broken == []


def test_a_changed_entry_breaks_its_seal(later, monkeypatch):
    seal_entries(now=later)

    def change(entries):
        for entry in entries:
            if entry.details == {"number": 1}:
                entry.details = {"number": 99}
        return entries

    Doctored(monkeypatch, change)
    (broken,) = verify_record().broken
    assert broken.first_id <= AuditEntry.objects.get(details={"number": 1}).pk <= broken.last_id


def without_the_last(entries):
    return [entry for entry in entries if entry.details != {"number": 2}]


def with_one_more(entries):
    return [twin for entry in entries for twin in [entry] * (2 if entry.details == {"number": 2} else 1)]


@pytest.mark.parametrize("doctor", [without_the_last, with_one_more])
def test_a_removed_or_inserted_entry_breaks_its_seal(later, monkeypatch, doctor):
    seal_entries(now=later)
    Doctored(monkeypatch, doctor)

    assert len(verify_record().broken) == 1


def test_an_untouched_record_is_whole_even_after_more_was_written(later):
    seal_entries(now=later)
    record(action="test.done")

    assert verify_record().broken == []
    assert seal_entries(now=later + timedelta(hours=1)) == 1
    assert verify_record().broken == []


def test_the_hourly_job_seals(tenant, later, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: later)

    seal.delay(tenant_slug=tenant.slug)

    assert AuditSeal.objects.latest("id").last_id == AuditEntry.objects.latest("id").pk
