"""A citizen's timeline with 2,000 entries: what its first page asks the database, against one with 40."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.tenancy import Tenant, enter
from rathaus.timeline.models import By, TimelineEntry
from tenants.services import switch_module
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, at_most, exactly, interleaved, keep_connected
from tests.bench.office import host_of
from tests.clients import Browser, browser_for

MANY: Final = 2_000
FEW: Final = 40  # a page of 30 and one entry more, so that both pages look alike
PAGES: Final = 10  # in one round
ROUNDS: Final = 7
ADDRESS: Final = "/postfach/verlauf/"


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield the queries of a request, session and person included, and the ratio of a long and a short timeline."""
    keep_connected()
    tenant = live_tenant("verlauf")
    for module in ("citizen_accounts", "inbox"):
        switch_module(tenant=tenant, module=module, is_on=True)
    with enter(tenant):
        long, short = _citizen(tenant, MANY), _citizen(tenant, FEW)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE timeline_timelineentry")
    many, few = _queries(long), _queries(short)
    yield at_most(f"timeline of {MANY} entries, queries of the first page", many, 6)
    yield exactly(f"timeline of {MANY} entries, queries more than with {FEW}", many - few, 0)
    with_many, with_few = interleaved(_pages(long), _pages(short), rounds=ROUNDS)
    detail = f"{with_many / PAGES * 1e3:.1f} ms against {with_few / PAGES * 1e3:.1f} ms"
    yield at_most(f"timeline, first page of {MANY} entries against {FEW}", with_many / with_few, 1.3, detail)


def _citizen(tenant: Tenant, entries: int) -> Browser:
    """Return the browser of somebody with so many entries, a page of 30 and more where there are enough."""
    person = User.objects.create_user(f"person{entries}@post.example", first_name="Aylin", last_name="Demir")
    now = timezone.now()
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            person=person,
            key=f"bench:{number}",
            kind="inbox.note_shared",
            title=f"Am Telefon besprochen: Anliegen {number}",
            text="Beide Eltern unterschreiben, das Formular liegt dem Termin bei.",
            matter_kind="bench.matter",
            matter_id=uuid.uuid5(uuid.NAMESPACE_OID, str(number // 5)),
            matter_label=f"Anliegen {number // 5}",
            at=now - timedelta(hours=3 * number),
            by=By.STAFF,
            by_name="Renate Timm",
        )
        for number in range(entries)
    )
    browser = browser_for(host_of(tenant))
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


def _queries(browser: Browser) -> int:
    """Return how many queries a request takes in a process that has seen the page before.

    Every two seconds one request asks besides whether hosts and switches have changed: the other requests count.
    """
    counts = []
    for _ in range(4):
        with CaptureQueriesContext(connection) as captured:
            _pages(browser, pages=1)()
        counts.append(len(captured))
    return min(counts[1:])


def _pages(browser: Browser, *, pages: int = PAGES) -> Callable[[], None]:
    def read() -> None:
        for _ in range(pages):
            answer = browser.get(ADDRESS)
            assert answer.status_code == 200, answer.content[:300]
            assert b"Anliegen 0" in answer.content

    return read
