"""What the dashboard's navigation counts."""

import re
from functools import partial

import pytest

from modules.cases.models import Case
from modules.inbox.models import Conversation
from rathaus.registry import NavCount, NavEntry
from rathaus.web.navigation import COUNTED
from tenants.municipality.navigation import staff_navigation
from tenants.municipality.waiting import waiting_counts
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case
from tests.factories.inbox import make_citizen, make_conversation
from tests.factories.organisation import DepartmentFactory

pytestmark = pytest.mark.django_db

CASES = NavEntry("Vorgänge", "cases_staff:cases", "draft", "cases.work", count=NavCount("x.cases", "%(count)s"))
OTHERS = NavEntry("Andere", "cases_staff:releases", "draft", "cases.work", count=NavCount("x.others", "%(count)s"))
PLAIN = NavEntry("Auskunft", "cases_staff:desk", "search", "cases.overview")


@pytest.fixture
def rows(monkeypatch):
    """What entries count, by the path they name."""
    found = {}
    monkeypatch.setattr("tenants.municipality.waiting.import_string", lambda path: lambda _user: found[path])
    return found


def shown(browser, url):
    """Return what the navigation says after the label of the entry with this address."""
    page = browser.get("/verwaltung/").content.decode()
    match = re.search(rf'<a href="{url}".*?</a>', page)
    return re.findall(r'kern-sr-only">\(([^<]+)\)<', match.group()) if match else None


def test_a_clerk_reads_in_the_navigation_what_waits(case_worker, signed_in):
    browser = signed_in(case_worker)
    assert shown(browser, "/verwaltung/vorgaenge/") == []

    for number in range(3):
        make_case(f"Nr. {number}")
    make_conversation(make_citizen())

    assert shown(browser, "/verwaltung/vorgaenge/") == ["3 neue Vorgänge"]
    assert shown(browser, "/verwaltung/postfach/") == ["1 Nachricht ohne Antwort"]


def test_what_was_read_answered_or_belongs_to_others_is_not_counted(case_worker, signed_in):
    make_case("Gelesen")
    make_case("Fremd", department=DepartmentFactory(), responsible=StaffFactory().user)
    Case.objects.filter(title="Gelesen").update(is_new_for_staff=False)
    make_conversation(make_citizen())
    Conversation.objects.update(last_side="staff")

    assert shown(signed_in(case_worker), "/verwaltung/vorgaenge/") == []
    assert shown(signed_in(case_worker), "/verwaltung/postfach/") == []


def test_all_counts_of_a_page_cost_one_query(administrator, tenant, django_assert_num_queries):
    make_case("Neu")
    staff_navigation(administrator, tenant)  # rights and areas are read once

    with django_assert_num_queries(1):
        groups = staff_navigation(administrator, tenant)

    counts = {str(item.label): item.count for group in groups for item in group.items if item.count_words}
    assert counts == {"Vorgänge": 1}


def test_entries_that_count_nothing_cost_nothing(administrator, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert waiting_counts(administrator, [PLAIN]) == {}


def test_a_single_entry_and_one_that_sees_nothing_are_counted_too(administrator, rows):
    make_case("Eins")
    rows.update({"x.cases": Case.objects.all(), "x.others": Case.objects.none()})

    assert waiting_counts(administrator, [CASES]) == {"cases_staff:cases": 1}
    assert waiting_counts(administrator, [OTHERS, CASES]) == {"cases_staff:cases": 1, "cases_staff:releases": 0}
    assert waiting_counts(administrator, [OTHERS]) == {"cases_staff:releases": 0}


def test_a_full_inbox_says_that_there_is_more(administrator, tenant, django_assert_num_queries):
    pattern = make_case("Nr. 0")
    again = partial(Case, kind=pattern.kind, opened_at=pattern.opened_at, last_at=pattern.last_at)
    Case.objects.bulk_create(
        again(title=f"Nr. {number}", reference=f"X-{number}", idem_key=f"{number:032x}") for number in range(COUNTED)
    )

    items = [item for group in staff_navigation(administrator, tenant) for item in group.items]
    entry = next(item for item in items if item.label == "Vorgänge")

    assert entry.count_figure == "99+"
    assert entry.count_words == "mehr als 99 neue Vorgänge"
