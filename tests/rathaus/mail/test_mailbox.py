import pytest
from django.test import Client

NOBODY = "00000000-0000-4000-8000-00000000abcd"

URL = "/entwicklung/postfach/"


@pytest.fixture
def development(settings):
    settings.DEBUG = True


def test_the_mailbox_shows_the_outbox_with_working_links(development, tenant_client, enqueue_one):
    message = enqueue_one(text="Bitte bestätigen: https://musterstadt.localhost/t/1", html="<p>Hallo</p>")

    listing = tenant_client.get(URL)
    page = tenant_client.get(f"{URL}{message.pk}/")

    assert f"{URL}{message.pk}/" in listing.content.decode()
    assert 'href="https://musterstadt.localhost/t/1"' in page.content.decode()


def test_an_empty_mailbox_says_so(development, tenant_client, tenant):
    assert "Noch keine E-Mails" in tenant_client.get(URL).content.decode()


def test_the_html_part_may_style_but_not_run_anything(development, tenant_client, enqueue_one):
    message = enqueue_one(html="<p style='color:red'>Hallo</p>")

    response = tenant_client.get(f"{URL}{message.pk}/html/")

    assert response.content.decode() == "<p style='color:red'>Hallo</p>"
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"


@pytest.mark.parametrize("path", [URL, f"{URL}{NOBODY}/", f"{URL}{NOBODY}/html/"])
def test_there_is_no_mailbox_without_debug(tenant_client, path):
    assert tenant_client.get(path).status_code == 404


def test_there_is_no_mailbox_on_a_public_host(development, tenant):
    from tenants.models import Domain

    Domain.objects.create(tenant=tenant, domain="termine.musterstadt.example")

    assert Client(HTTP_HOST="termine.musterstadt.example").get(URL).status_code == 404


def test_operators_see_their_own_mailbox(development, operator_client, enqueue_one):
    enqueue_one(subject="Nur für Musterstadt")

    response = operator_client.get(URL)

    assert response.status_code == 200
    assert "Nur für Musterstadt" not in response.content.decode()
