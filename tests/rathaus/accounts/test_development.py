"""The sign-in without password: for development alone."""

import pytest

from rathaus.tenancy import enter_public
from tests.clients import browser_for
from tests.factories.accounts import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/entwicklung/anmelden/"


@pytest.fixture
def development(settings):
    settings.DEBUG = True


def test_without_debug_there_is_no_such_page(tenant_client, operator_client, administrator):
    for browser in (tenant_client, operator_client):
        assert browser.get(PAGE).status_code == 404
        assert browser.post(PAGE, {"person": str(administrator.pk)}).status_code == 404


@pytest.mark.parametrize("host", ["stadt-musterstadt.example", "localhost.example", "xlocalhost"])
def test_on_a_real_host_there_is_no_such_page_even_with_debug(development, tenant, administrator, host):
    from tenants import directory
    from tenants.models import Domain

    with enter_public():
        Domain.objects.create(tenant=tenant, domain=host)
    directory.forget_all()
    browser = browser_for(host)

    assert browser.get("/konto/anmelden/").status_code == 200, "the host itself answers"
    assert browser.get(PAGE).status_code == 404
    assert browser.post(PAGE, {"person": str(administrator.pk)}).status_code == 404


def test_one_click_signs_in_with_second_factor(development, tenant_client, administrator):
    page = tenant_client.get(PAGE).content.decode()
    assert administrator.full_name in page
    assert "Administration" in page

    answer = tenant_client.post(PAGE, {"person": str(administrator.pk)})

    assert answer.url == "/verwaltung/"
    assert tenant_client.get("/verwaltung/personen/").status_code == 200


def test_only_invented_people_with_an_open_access_are_offered(development, tenant_client, tenant):
    real = StaffFactory(user__email="person@stadt.invalid").user
    closed = StaffFactory(is_active=False).user

    page = tenant_client.get(PAGE).content.decode()

    for user in (real, closed):
        assert str(user.pk) not in page
        assert tenant_client.post(PAGE, {"person": str(user.pk)}).status_code == 404
    assert tenant_client.post(PAGE, {"person": "nobody"}).status_code == 404


def test_invented_citizens_sign_in_to_their_own_pages_without_a_second_factor(development, tenant_client, tenant):
    citizen = UserFactory()
    assert "Bürgerkonto" in tenant_client.get(PAGE).content.decode()

    answer = tenant_client.post(PAGE, {"person": str(citizen.pk)})

    assert answer.url == "/mein/"
    assert tenant_client.get("/mein/").status_code == 200
    assert tenant_client.get("/verwaltung/").status_code == 403


def test_operators_sign_in_on_the_base_domain(development, operator_client):
    with enter_public():
        user = UserFactory()

    assert operator_client.post(PAGE, {"person": str(user.pk)}).url == "/"
    assert operator_client.get("/konto/").status_code == 200


def test_switching_to_another_person_leaves_nothing_of_the_first(
    development, tenant_client, administrator, case_worker
):
    tenant_client.post(PAGE, {"person": str(administrator.pk)})
    tenant_client.post(PAGE, {"person": str(case_worker.pk)})

    assert tenant_client.get("/verwaltung/personen/").status_code == 403
