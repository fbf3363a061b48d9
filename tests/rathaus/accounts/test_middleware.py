"""Who passes the door, and that caches and htmx are told the right thing."""

import pytest

from rathaus.accounts.places import is_dashboard
from rathaus.tenancy import enter_public
from tests.factories.accounts import StaffFactory, UserFactory, with_second_factor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/verwaltung/", True),
        ("/verwaltung/personen/", True),
        ("/en/verwaltung/", True),
        ("/en/verwaltung/konto/", True),
        ("/verwaltung", True),
        ("/verwaltungen/", False),
        ("/termine/verwaltung/", False),
        ("/en/", False),
        ("/", False),
        ("", False),
    ],
)
def test_the_dashboard_is_recognised_by_its_path_in_every_language(path, expected):
    assert is_dashboard(path) is expected


def test_strangers_are_sent_to_the_sign_in_page_also_in_english(tenant_client):
    assert tenant_client.get("/verwaltung/konto/").url.startswith("/konto/anmelden/?next=")
    assert tenant_client.get("/en/verwaltung/konto/").url.startswith("/en/konto/anmelden/?next=")


def test_a_form_of_a_stranger_is_not_replayed_after_signing_in(tenant_client):
    assert tenant_client.post("/verwaltung/personen/einladen/", {"email": "a@b.example"}).url == "/konto/anmelden/"


def test_signed_in_people_who_are_not_staff_are_stopped(signed_in, tenant):
    citizen = signed_in(UserFactory())

    answer = citizen.get("/verwaltung/konto/")

    assert answer.status_code == 403
    assert "dürfen Sie nicht öffnen" in answer.content.decode()


def test_a_right_that_is_missing_shows_the_403_page(signed_in, case_worker):
    assert signed_in(case_worker).get("/verwaltung/personen/").status_code == 403


def test_without_second_factor_staff_go_nowhere_but_to_its_set_up(signed_in, administrator):
    browser = signed_in(administrator, second_factor=False)

    assert browser.get("/verwaltung/personen/").url.startswith("/konto/zweiter-faktor/?next=")
    assert browser.post("/verwaltung/personen/einladen/").url == "/konto/zweiter-faktor/"


def test_a_recorded_second_factor_of_somebody_else_does_not_count(signed_in, administrator):
    """The session's record names its person; a record that was left over opens nothing."""
    browser = signed_in(StaffFactory().user)
    session = browser.session
    session["account_authentication_methods_user"] = str(administrator.pk)
    session.save()

    assert browser.get("/verwaltung/konto/").status_code == 302


def test_htmx_loads_the_sign_in_page_whole_and_comes_back_to_the_page(tenant_client):
    answer = tenant_client.get(
        "/verwaltung/konto/",
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://musterstadt.localhost/verwaltung/personen/?q=voss",
    )

    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/konto/anmelden/?next=%2Fverwaltung%2Fpersonen%2F%3Fq%3Dvoss"
    assert answer.content == b""


def test_pages_of_the_dashboard_stay_out_of_every_cache(signed_in, administrator):
    browser = signed_in(administrator)

    for path in ("/verwaltung/konto/", "/konto/"):
        assert "no-store" in browser.get(path)["Cache-Control"]


def test_public_pages_ask_for_no_session(tenant_client, django_assert_num_queries, rf):
    """The door must not cost citizens a query or a cookie."""
    from types import SimpleNamespace

    from rathaus.accounts.middleware import StaffOnlyMiddleware

    class Untouchable:
        def __getattr__(self, name):
            raise AssertionError("the session was read")

    request = rf.get("/termine/")
    request.user = SimpleNamespace()
    request.session = Untouchable()
    request.resolver_match = SimpleNamespace(view_name="appointments:start")

    with django_assert_num_queries(0):
        assert StaffOnlyMiddleware(lambda _: None).process_view(request, lambda _: None, (), {}) is None


def test_a_page_of_the_dashboard_costs_three_queries_for_session_person_and_rights(
    signed_in, administrator, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = signed_in(administrator)
    browser.get("/verwaltung/konto/")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        browser.get("/verwaltung/personen/einladen/")

    about_people = [
        query["sql"] for query in captured if "django_session" in query["sql"] or "accounts_" in query["sql"]
    ]
    reads = [sql for sql in about_people if sql.startswith("SELECT") and 'FROM "accounts_role"' not in sql]
    assert len(reads) == 3, "\n".join(reads)


def test_the_console_is_closed_to_strangers_and_open_to_operators_with_second_factor(operator_client, signed_in):
    assert operator_client.get("/").url.startswith("/konto/anmelden/")
    with enter_public():
        user = UserFactory()
        half, whole = signed_in(user, second_factor=False), signed_in(user)

        assert half.get("/").url.startswith("/konto/zweiter-faktor/?next=")
        with_second_factor(user)
        assert half.get("/").url.startswith("/konto/zweiter-faktor/bestaetigen/")
        assert whole.get("/").status_code == 200


def test_an_inactive_operator_is_nobody(signed_in, db):
    with enter_public():
        user = UserFactory()
        browser = signed_in(user)
        user.is_active = False
        user.save()

        assert browser.get("/").url.startswith("/konto/anmelden/")
