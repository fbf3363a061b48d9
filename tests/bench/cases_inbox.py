"""The clerks' list of cases: 100,000 cases against 1,000, the first page against a deep one, and what each asks."""

from collections.abc import Callable, Iterator
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.cases.cursors import RowCursor
from modules.cases.filters import CaseFilter, Order, Scope
from modules.cases.selectors.inbox import listed, ordered
from rathaus.accounts.models import Department, User
from rathaus.tenancy import Tenant, enter
from tenants.services import switch_module
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, at_most, interleaved, keep_connected
from tests.bench.office import host_of
from tests.clients import Browser, browser_for
from tests.factories.accounts import StaffFactory, sign_in

MANY: Final = 100_000
FEW: Final = 1_000
OPEN_SHARE: Final = 20  # one case in twenty is open
PAGES: Final = 5
ROUNDS: Final = 7
ADDRESS: Final = "/verwaltung/vorgaenge/"
QUERIES: Final = 12
VIEWS: Final = {
    "all open ones": "",
    "overdue, by deadline": "?nur=ueberfaellig&ordnung=frist",
    "mine": "?sicht=meine",
    "one service and channel": "?leistung=dienst-3&weg=phone",
    "a word and a name": "?q=Hecke+Person+77",
    "closed ones": "?sicht=fertig",
}
_INSERT: Final = """
INSERT INTO cases_case (
    id, reference, kind, service_key, service_name, title, request_kind, status, outcome, channel, language,
    in_name_of, applicant_name, applicant_email, applicant_phone, applicant_address, department_id, responsible_id,
    area, is_urgent, is_new_for_staff, is_new_for_person, opened_at, last_at, due_on, resubmit_on, closed_at, place,
    search_text, keep_days, hold_reason, version, idem_key
)
SELECT gen_random_uuid(), '2026-' || lpad(n::text, 6, '0'), 'cases.plain', 'dienst-' || n %% 25, 'Dienst ' || n %% 25,
    (ARRAY['Hecke am Gehweg', 'Hund anmelden', 'Osterfeuer', 'Gewerbe anmelden'])[1 + n %% 4], 'application',
    CASE WHEN n %% %(share)s = 0 THEN 'processing' ELSE 'completed' END, '',
    (ARRAY['online', 'phone', 'counter'])[1 + n %% 3], 'de',
    '', 'Person ' || n, 'person' || n || '@post.example', '', '',
    (SELECT id FROM accounts_department ORDER BY name OFFSET n %% 10 LIMIT 1), NULL,
    '', n %% 97 = 0, n %% 40 = 0, FALSE,
    now() - n * interval '5 minutes', now() - n * interval '5 minutes', current_date + (n %% 60) - 20,
    CASE WHEN n %% 7 = 0 THEN current_date ELSE NULL END,
    CASE WHEN n %% %(share)s = 0 THEN NULL ELSE now() - n * interval '4 minutes' END, '',
    'Antrag mit Anlagen Nummer ' || n, 90, '', 1, gen_random_uuid()
FROM generate_series(1, %(count)s) AS n
"""


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield the queries of each view of 100,000 cases, and its ratio to 1,000 cases and to a deep page."""
    keep_connected()
    many, few = _office("eingang-viel", MANY), _office("eingang-wenig", FEW)
    for name, query in VIEWS.items():
        yield at_most(f"inbox of {MANY} cases, queries: {name}", _queries(many, query), QUERIES)
    for name, query in VIEWS.items():
        with_many, with_few = interleaved(_pages(many, query), _pages(few, query), rounds=ROUNDS)
        detail = f"{with_many / PAGES * 1e3:.1f} ms against {with_few / PAGES * 1e3:.1f} ms"
        limit = 5 if "q=" in query else 2  # each word stands in a quarter of all cases, or in all
        yield at_most(f"inbox, {MANY} cases against {FEW}: {name}", with_many / with_few, limit, detail)
    yield from _deep(many)


def _deep(browser: Browser) -> Iterator[Finding]:
    """Yield what a page deep in the list costs against the first one."""
    wishes = {
        "page 50 of the open ones": (CaseFilter(), 2_450),
        "page 1,000 of the closed ones": (CaseFilter(scope=Scope.CLOSED), 50_000),
        "page 50 by deadline": (CaseFilter(order=Order.DUE), 2_450),
    }
    for name, (wish, offset) in wishes.items():
        deep = _address(wish, offset)
        yield at_most(f"inbox, queries: {name}", _queries(browser, deep), QUERIES)
        far, near = interleaved(_pages(browser, deep), _pages(browser, wish.address()), rounds=ROUNDS)
        detail = f"{far / PAGES * 1e3:.1f} ms against {near / PAGES * 1e3:.1f} ms"
        yield at_most(f"inbox, {name} against the first", far / near, 1.3, detail)


def _address(wish: CaseFilter, offset: int) -> str:
    with enter(live_tenant("eingang-viel")):
        clerk = User.objects.get(email="katrin.voss@stadt.example")
        row = ordered(listed(clerk, wish), wish.order)[offset]
        return wish.but(after=str(RowCursor.of(row, wish.order))).address()


def _office(slug: str, count: int) -> Browser:
    """Return the browser of somebody who sees all of so many cases in ten departments."""
    tenant = live_tenant(slug)
    for module in ("citizen_accounts", "cases"):
        switch_module(tenant=tenant, module=module, is_on=True)
    with enter(tenant):
        for number in range(10):
            Department.objects.create(name=f"Fachbereich {number}")
        _fill(count)
        return _clerk(tenant)


def _fill(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"count": count, "share": OPEN_SHARE})
        cursor.execute("ANALYZE cases_case")


def _clerk(tenant: Tenant) -> Browser:
    user = StaffFactory(roles=["administrator"], user__email="katrin.voss@stadt.example").user
    return sign_in(browser_for(host_of(tenant)), user)


def _queries(browser: Browser, query: str) -> int:
    """Return how many queries a request takes in a process that has seen the page before."""
    counts = []
    for _ in range(4):
        with CaptureQueriesContext(connection) as captured:
            _pages(browser, query, pages=1)()
        counts.append(len(captured))
    return min(counts[1:])


def _pages(browser: Browser, query: str, *, pages: int = PAGES) -> Callable[[], None]:
    def read() -> None:
        for _ in range(pages):
            answer = browser.get(ADDRESS + query)
            assert answer.status_code == 200, answer.content[:300]

    return read
