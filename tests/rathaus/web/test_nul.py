import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/termine/t/%00/", "/termine/?q=%00", "/verwaltung/personen/?q=a%00b"])
def test_an_address_with_a_nul_character_is_refused_and_does_not_fail(tenant_client, address):
    assert tenant_client.get(address).status_code == 400


@pytest.mark.django_db
def test_the_console_refuses_it_too(operator_client):
    assert operator_client.get("/?q=%00").status_code == 400


@pytest.mark.django_db
def test_a_percent_sign_that_was_typed_is_no_nul_character(tenant_client):
    assert tenant_client.get("/termine/", {"q": "%00"}).status_code == 200
