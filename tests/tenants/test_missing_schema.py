"""A municipality whose schema is missing must answer 503 and never fall through to `public`."""

import pytest

from rathaus.accounts.models import StaffMembership
from rathaus.tenancy import enter_public
from tenants.models import Status
from tests.clients import browser_for
from tests.factories.operators import make_tenant

PATHS = ["/", "/termine/", "/verwaltung/", "/konto/anmelden/", "/verwaltung/module/", "/en/"]


@pytest.mark.parametrize("status", [Status.LIVE, Status.PREPARING])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_a_municipality_without_schema_answers_503(db, status, path):
    make_tenant("geist", status=status)
    response = browser_for("geist.localhost").get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"]


@pytest.mark.parametrize("path", PATHS)
def test_an_operators_cookie_gives_nothing_there(console, operator, path):
    make_tenant("geist", status=Status.LIVE)
    with enter_public():
        StaffMembership.objects.create(user=operator)
    assert console.get("/").status_code == 200
    browser = browser_for("geist.localhost")
    browser.cookies = console.cookies
    response = browser.get(path)
    assert response.status_code == 503
    assert "Ines" not in response.content.decode()


def test_an_operators_cookie_gives_nothing_in_a_municipality_that_is_there(console, operator, tenant):
    browser = browser_for(f"{tenant.slug}.localhost")
    browser.cookies = console.cookies
    assert browser.get("/verwaltung/").url.startswith("/konto/anmelden/")
