"""The list of cases: filters, search, order, pages by key, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.cases.filters import CaseFilter, Flag, Order, Scope
from modules.cases.models import Case, Status
from modules.cases.selectors.inbox import flag_counts, inbox_page, listed
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case
from tests.factories.organisation import DepartmentFactory

pytestmark = pytest.mark.django_db


def found(user, **wish):
    return {case.title for case in listed(user, CaseFilter(**wish))}


def test_each_flag_means_what_it_says(administrator):
    today = timezone.localdate()
    make_case("Überfällig", due_on=today - timedelta(days=1))
    make_case("Heute", due_on=today)
    waiting, again = make_case("Wartet"), make_case("Wieder da")
    Case.objects.filter(pk=waiting.pk).update(status=Status.ACTION_REQUIRED, is_new_for_staff=False)
    Case.objects.filter(pk=again.pk).update(resubmit_on=today, responsible=administrator, is_new_for_staff=False)

    assert found(administrator, flags=frozenset({Flag.OVERDUE})) == {"Überfällig"}
    assert found(administrator, flags=frozenset({Flag.WAITING})) == {"Wartet"}
    assert found(administrator, flags=frozenset({Flag.RESUBMIT})) == {"Wieder da"}
    assert found(administrator, flags=frozenset({Flag.NEW})) == {"Überfällig", "Heute"}
    assert found(administrator, flags=frozenset({Flag.NEW, Flag.OVERDUE})) == {"Überfällig"}
    assert "Wieder da" not in found(administrator, flags=frozenset({Flag.UNASSIGNED}))
    counts = flag_counts(administrator)
    assert (counts[Flag.NEW], counts[Flag.OVERDUE], counts[Flag.RESUBMIT]) == (2, 1, 1)


def test_the_scope_chooses_mine_my_department_or_what_is_over():
    membership, office = StaffFactory(roles=["administrator"]), DepartmentFactory()
    membership.departments.add(office)
    clerk = membership.user
    make_case("Meiner", responsible=clerk, department=DepartmentFactory())
    make_case("Unserer", department=office)
    closed = make_case("Fertig")
    Case.objects.filter(pk=closed.pk).update(closed_at=timezone.now(), status=Status.COMPLETED)

    assert found(clerk, scope=Scope.MINE) == {"Meiner"}
    assert found(clerk, scope=Scope.DEPARTMENT) == {"Unserer"}
    assert found(clerk, scope=Scope.CLOSED) == {"Fertig"}
    assert found(clerk) == {"Meiner", "Unserer"}


@pytest.mark.parametrize(
    "words", ["Hecken", "reimann", "heck", "Jonas Reimann", "Reimahn", "überhängende Äste", "post.example"]
)
def test_search_knows_german_words_parts_of_names_and_typos(administrator, words):
    make_case("Hecke am Gehweg", search_text="Überhängender Ast am Spielplatz")
    make_case("Hundesteuer", applicant=None, search_text="Abmeldung")
    Case.objects.filter(title="Hundesteuer").update(applicant_name="Aylin Demir", applicant_email="aylin@web.example")

    assert found(administrator, query=words) == {"Hecke am Gehweg"}


def test_search_finds_the_number(administrator):
    make_case("Anderer")
    case = make_case()

    assert found(administrator, query=case.reference) == {case.title}


@pytest.mark.parametrize("order", list(Order))
def test_pages_hold_each_case_once_in_order(administrator, order):
    today = timezone.localdate()
    for number in range(7):
        make_case(f"Nr. {number}", due_on=today + timedelta(days=number % 3) if number % 2 else None)

    wish, seen = CaseFilter(order=order), []
    for _page in range(4):
        page = inbox_page(administrator, wish, size=2)
        seen += [case.title for case in page.cases]
        wish = wish.but(after=page.next)

    assert len(seen) == len(set(seen)) == 7
    if order == Order.OLDEST:
        assert seen == [f"Nr. {number}" for number in range(7)]
    if order == Order.LATEST:
        assert seen[0] == "Nr. 6"
    if order == Order.DUE:
        assert [int(title[-1]) % 2 for title in seen] == [1, 1, 1, 0, 0, 0, 0]


def test_a_page_costs_the_same_however_deep_it_lies(administrator, signed_in):
    for number in range(5):
        make_case(f"Nr. {number}", department=DepartmentFactory(), responsible=StaffFactory().user)
    browser = signed_in(administrator)
    address = "/verwaltung/vorgaenge/"
    browser.get(address)
    deep = inbox_page(administrator, CaseFilter(), size=2).next

    for query in ("", f"?ab={deep}", "?nur=neu&nur=offen&q=Nr&ordnung=frist", "?sicht=fertig"):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address + query).status_code == 200
        # Every two seconds a request asks besides whether hosts and switches have changed, in `public`.
        asked = [one["sql"] for one in captured.captured_queries if '"tenants_' not in one["sql"]]
        assert len(asked) <= 12, asked


@given(st.text(max_size=60))
@settings(max_examples=30)
def test_any_text_in_an_address_is_a_filter(text):
    query = QueryDict(mutable=True)
    for name in ("sicht", "nur", "art", "ortschaft", "stelle", "weg", "stand", "q", "ordnung", "ab"):
        query[name] = text

    wish = CaseFilter.of(query)

    assert CaseFilter.of(QueryDict(wish.address()[1:])) == wish


def test_a_filter_is_the_same_after_its_address():
    wish = CaseFilter(
        scope=Scope.MINE, flags=frozenset({Flag.NEW, Flag.OVERDUE}), channel="phone", order=Order.DUE, query="Hund & Co"
    )

    assert CaseFilter.of(QueryDict(wish.address()[1:])) == wish
