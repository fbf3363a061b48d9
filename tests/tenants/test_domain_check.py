import pytest
from django.test import Client

from rathaus.tenancy import enter_public
from tenants import directory
from tenants.domain_check import is_known
from tenants.models import Domain, Status, Tenant


def set_status(tenant: Tenant, status: Status) -> None:
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=status)
    directory.forget_all()


@pytest.mark.parametrize(
    "domain", ["localhost", "musterstadt.localhost", "MUSTERSTADT.localhost", "musterstadt.localhost."]
)
def test_the_base_domain_and_a_municipality_are_known(tenant, domain) -> None:
    assert is_known(domain)


def test_a_municipalitys_own_domain_is_known(tenant) -> None:
    with enter_public():
        Domain.objects.create(tenant=tenant, domain="termine.musterstadt.example")
    assert is_known("termine.musterstadt.example")


@pytest.mark.parametrize(
    "domain", ["", "web", "fremd.example", "musterstadt.localhost.fremd.example", "127.0.0.1", "%00"]
)
def test_nothing_else_is_known(tenant, domain) -> None:
    assert not is_known(domain)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(Status.PREPARING, True), (Status.LIVE, True), (Status.SUSPENDED, True), (Status.ARCHIVED, False)],
)
def test_only_an_archived_municipality_gets_no_certificate_any_more(tenant, status, expected) -> None:
    set_status(tenant, status)
    assert is_known("musterstadt.localhost") is expected


def ask(domain: str, **headers: str):
    return Client(HTTP_HOST="web:8000").get("/intern/domain", {"domain": domain}, **headers)


def test_the_proxy_is_answered_under_any_host(tenant) -> None:
    assert ask("musterstadt.localhost").status_code == 200
    assert ask("fremd.example").status_code == 404
    assert ask("musterstadt.localhost")["Cache-Control"] == "no-store"


def test_nobody_behind_the_proxy_is_answered(tenant, tenant_client) -> None:
    forwarded = {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    assert tenant_client.get("/intern/domain", {"domain": "localhost"}, **forwarded).status_code == 404
    assert ask("musterstadt.localhost", **forwarded).status_code == 404


def test_a_question_without_a_domain_is_answered_with_no(tenant) -> None:
    assert Client(HTTP_HOST="web:8000").get("/intern/domain").status_code == 404
