"""What a process remembers about hosts."""

import pytest

from tenants import directory
from tenants.models import Tenant

HOST = "musterstadt.localhost"


@pytest.fixture
def reading(monkeypatch):
    """Let something happen between the reading of a municipality and its being remembered."""

    def between(happens):
        read = directory._read

        def read_slowly(host):
            entry = read(host)
            happens()
            return entry

        monkeypatch.setattr(directory, "_read", read_slowly)
        return lambda: monkeypatch.setattr(directory, "_read", read)

    return between


def test_what_was_read_before_a_change_is_not_remembered_after_it(tenant, reading, monkeypatch):
    def change_seen_by_another_thread():
        Tenant.objects.filter(pk=tenant.pk).update(status="suspended")
        directory.announce_change()
        monkeypatch.setattr(directory, "COMPARE_SECONDS", 0.0)
        directory._compare(0.0)

    done = reading(change_seen_by_another_thread)
    assert directory.find(HOST).tenant.status == "live"
    done()
    assert directory.find(HOST).tenant.status == "suspended"


def test_a_host_is_read_once_while_nothing_changes(tenant, reading):
    count = []
    reading(lambda: count.append(HOST))
    directory.find(HOST)
    directory.find(HOST)
    assert count == [HOST]
