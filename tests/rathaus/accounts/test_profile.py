"""One's own access."""

import pytest
from allauth.usersessions.models import UserSession

from rathaus.accounts.models import User
from rathaus.tenancy import enter_public
from tenants.services import switch_module
from tests.clients import browser_for
from tests.factories.accounts import PASSWORD, UserFactory, code_for, with_second_factor

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in_for_real(user: User, secret: str):
    """Sign in by the pages, so that the list of devices knows it."""
    browser = browser_for("musterstadt.localhost")
    browser.defaults["HTTP_USER_AGENT"] = FIREFOX
    browser.post("/konto/anmelden/", {"login": user.email, "password": PASSWORD})
    browser.post("/konto/zweiter-faktor/code/", {"code": code_for(secret)})
    return browser


def test_a_person_changes_how_colleagues_see_them(signed_in, case_worker):
    browser = signed_in(case_worker)

    answer = browser.post("/verwaltung/konto/", {"first_name": "Mira", "last_name": "Kern-Öz"})

    assert answer.url == "/verwaltung/konto/"
    case_worker.refresh_from_db()
    assert case_worker.full_name == "Mira Kern-Öz"
    assert "Kern-Öz" in browser.get("/verwaltung/konto/").content.decode()


def test_an_empty_name_is_refused_at_its_field(signed_in, case_worker):
    page = signed_in(case_worker).post("/verwaltung/konto/", {"first_name": "", "last_name": "Kern"}).content.decode()

    assert "Bitte füllen Sie „Vorname“ aus." in page
    assert 'value="Kern"' in page


def test_the_page_says_roles_and_state_of_the_second_factor(signed_in, administrator):
    browser = signed_in(administrator)
    assert "Noch ist keine Authenticator-App eingerichtet." in browser.get("/verwaltung/konto/").content.decode()

    with_second_factor(administrator)
    page = browser.get("/verwaltung/konto/").content.decode()
    assert "Administration" in page
    assert "Eine Authenticator-App ist eingerichtet." in page


def test_other_devices_are_listed_and_signed_out(case_worker, django_assert_num_queries):
    secret = with_second_factor(case_worker)
    elsewhere = sign_in_for_real(case_worker, secret)
    from django.core.cache import cache

    cache.clear()  # the app's code of this half minute is used up
    here = sign_in_for_real(case_worker, secret)

    page = here.get("/verwaltung/konto/").content.decode()
    assert page.count('class="strong">Firefox auf Windows') == 2
    assert page.count("dieses Gerät") == 1

    answer = here.post("/konto/geraete-abmelden/", follow=True)
    assert "Ein anderes Gerät ist abgemeldet." in answer.content.decode()
    assert here.get("/verwaltung/konto/").status_code == 200
    assert elsewhere.get("/verwaltung/konto/").status_code == 302
    assert UserSession.objects.filter(user=case_worker).count() == 1


def test_the_list_of_devices_costs_two_queries_however_many(case_worker, django_assert_num_queries):
    from rathaus.accounts.selectors import signed_in_devices
    from tests.rathaus.accounts.test_privacy import open_session

    for _ in range(5):
        open_session(case_worker)

    with django_assert_num_queries(2):
        assert len(signed_in_devices(case_worker, None)) == 5


def test_citizens_see_their_access_among_their_own_pages(signed_in, tenant):
    answer = signed_in(UserFactory()).get("/konto/")

    assert answer.status_code == 200
    assert "web/my.html" in [template.name for template in answer.templates]
    assert "Passwort" not in answer.content.decode()


def test_without_the_module_they_see_it_on_a_quiet_page(signed_in, tenant):
    for module in ("bundid", "inbox", "citizen_accounts"):
        switch_module(tenant=tenant, module=module, is_on=False)
    answer = signed_in(UserFactory()).get("/konto/")

    assert "web/signed_out.html" in [template.name for template in answer.templates]


def test_operators_have_the_page_in_their_console(signed_in, db):
    with enter_public():
        answer = signed_in(UserFactory()).get("/konto/")

    assert answer.status_code == 200
    assert "web/operator.html" in [template.name for template in answer.templates]
