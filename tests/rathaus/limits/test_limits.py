from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from rathaus.limits import tasks
from rathaus.limits.models import LimitWindow
from rathaus.limits.networks import client_network, network_of
from rathaus.limits.services import clear_windows, hit, use_once
from rathaus.tenancy import enter

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def hits(count, *, key="somebody", name="tests.knock", limit=3, now=NOW):
    return [hit(name=name, key=key, limit=limit, seconds=60, now=now) for _ in range(count)]


def later(seconds):
    return NOW + timedelta(seconds=seconds)


def test_the_first_hits_pass_and_the_next_one_says_when_to_come_back(db):
    *passed, refused = hits(4)

    assert passed == [None, None, None]
    assert (refused.retry_at, refused.retry_after) == (later(60), 60)


def test_refused_hits_do_not_lengthen_the_window(db):
    hits(4)

    assert hits(1, now=later(50))[0].retry_after == 10
    assert hits(1, now=later(59.9))[0].retry_after == 1


def test_a_new_window_begins_with_the_first_hit_after_the_old_one(db):
    hits(4)

    *passed, refused = hits(4, now=later(60))
    assert passed == [None, None, None]
    assert refused.retry_at == later(120)


def test_limits_and_visitors_are_counted_apart(db):
    hits(4)

    assert hits(1, key="somebody else") == [None]
    assert hits(1, name="tests.ring") == [None]


def test_a_thing_is_used_once_until_its_time_is_over(db):
    uses = [use_once(name="tests.riddle", key="solved", seconds=60, now=now) for now in (NOW, NOW, later(60))]

    assert uses == [True, False, True]


@pytest.fixture
def no_windows(db):
    """No row of anybody: a browser test may have left one."""
    LimitWindow.objects.all().delete()


def test_no_row_tells_whose_it_is(no_windows, settings):
    hits(1, key="203.0.113.0/24")
    row = LimitWindow.objects.get()
    assert "203.0.113" not in str(list(LimitWindow.objects.values_list()))

    settings.SECRET_KEY = "another-key-nobody-uses-for-anything-else-than-this"
    hits(1, key="203.0.113.0/24")
    assert LimitWindow.objects.exclude(pk=row.pk).count() == 1


def test_the_job_deletes_only_what_is_over(no_windows):
    hits(1, key="old", now=NOW - timedelta(days=1))
    hits(1, key="new")

    assert clear_windows(now=NOW) == 1
    assert LimitWindow.objects.count() == 1


def test_the_job_runs_in_a_municipality(tenant):
    hits(1, now=datetime(2020, 1, 1, tzinfo=UTC))

    tasks.clear.delay(tenant_slug=tenant.slug)

    assert not LimitWindow.objects.exists()


@pytest.mark.fresh_tenant
def test_exactly_the_limit_passes_among_many_at_once(fresh_tenant):
    passed = []

    def knock():
        try:
            with enter(fresh_tenant):
                passed.extend(result is None for result in hits(5, limit=7))
        finally:
            connection.close()

    threads = [Thread(target=knock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (passed.count(True), passed.count(False)) == (7, 13)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff:aa::1", "2001:db8:1:200::/56"),
        ("fe80::1%eth0", "fe80::/56"),
    ],
)
def test_neighbours_on_one_line_are_one_network(address, network):
    assert network_of(address) == network


@given(st.ip_addresses())
def test_every_address_has_a_network(address):
    assert network_of(str(address))


def test_the_environment_says_how_wide_a_network_is(settings):
    settings.LIMIT_IPV4_PREFIX, settings.LIMIT_IPV6_PREFIX = 32, 64

    assert network_of("203.0.113.77") == "203.0.113.77/32"
    assert network_of("2001:db8:1:2ff:aa::1") == "2001:db8:1:2ff::/64"


def test_a_forged_header_changes_no_network(rf):
    plain = rf.get("/", REMOTE_ADDR="198.51.100.9")
    forged = rf.get("/", REMOTE_ADDR="198.51.100.9", headers={"x-forwarded-for": "203.0.113.1, 192.0.2.5"})

    assert client_network(plain) == client_network(forged) == "198.51.100.0/24"


def test_behind_our_proxy_only_what_it_wrote_itself_counts(rf, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = rf.get("/", REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": "203.0.113.1, 198.51.100.9"})

    assert client_network(request) == "198.51.100.0/24"


def test_a_request_without_a_usable_address_is_refused(rf):
    with pytest.raises(PermissionDenied):
        client_network(rf.get("/", REMOTE_ADDR=""))
