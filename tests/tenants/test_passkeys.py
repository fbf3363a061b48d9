"""A change of domain loses no passkey silently: browsers learn where they work, operators how many there are."""

from datetime import date

import pytest
from typer.testing import CliRunner

from rathaus.accounts.models import User
from rathaus.tenancy import enter_public
from tenants import cli, figures, services
from tenants.models import Domain
from tests.clients import browser_for
from tests.factories.accounts import sign_in
from tests.factories.passkeys import SIGN_IN, ask, origin_of, passkey_of
from tests.tenants.test_console_detail import address, text_of

pytestmark = pytest.mark.django_db
HOST, NEW = "musterstadt.localhost", "rathaus.musterstadt.example"


@pytest.fixture
def citizen(tenant):
    return User.objects.create_user("mirela.brandt@post.example")


@pytest.fixture
def key(citizen):
    return passkey_of(citizen, sign_in(browser_for(HOST), citizen, second_factor=False))


def test_each_domain_names_all_domains_of_its_municipality_and_no_other(tenant):
    services.add_domain(tenant=tenant, domain=NEW, is_primary=True)

    for host in (HOST, NEW):
        answer = browser_for(host).get("/.well-known/webauthn")
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.json() == {"origins": [f"http://{NEW}", f"http://{HOST}"]}


def test_browsers_learn_it_while_the_municipality_is_in_preparation(tenant):
    type(tenant).objects.filter(pk=tenant.pk).update(status="preparing")

    assert browser_for(HOST).get("/.well-known/webauthn").status_code == 200


def test_the_former_passkey_opens_the_new_address_where_the_browser_takes_it(tenant, key):
    services.add_domain(tenant=tenant, domain=NEW, is_primary=True)
    browser = browser_for(NEW)
    page = browser.get("/konto/anmelden/").content.decode()
    assert f"Passkey von {HOST} verwenden" in page

    question = ask(browser, "sign_in", host=HOST)
    assert question["rpId"] == HOST
    done = browser.post(SIGN_IN, {"credential": key.sign(question, origin_of(browser))})

    assert done.url == "/mein/"


def test_no_other_relying_party_can_be_asked_for(tenant, key):
    for wanted in ("evil.example", "localhost", "thale.localhost", "example"):
        assert ask(browser_for(HOST), "sign_in", host=wanted)["rpId"] == HOST


def test_the_command_says_how_many_passkeys_a_change_concerns(tenant, key):
    services.add_domain(tenant=tenant, domain=NEW, is_primary=False)
    with enter_public():
        added = CliRunner().invoke(cli.tenants, ["domain", "add", tenant.slug, NEW, "--dry-run"])
        harmless = CliRunner().invoke(cli.tenants, ["domain", "remove", tenant.slug, NEW, "--dry-run"])
        services.add_domain(tenant=tenant, domain=NEW, is_primary=True)
        removed = CliRunner().invoke(cli.tenants, ["domain", "remove", tenant.slug, HOST, "--dry-run"])

    assert f"Warning: 1 passkey belongs to {HOST}. Keep that domain" in added.stderr
    assert f"Warning: 1 passkey belongs to {HOST}. They will not work any more" in removed.stderr
    assert "passkey" not in harmless.stderr


def test_the_console_says_it_from_the_daily_figures(tenant, key, console):
    services.add_domain(tenant=tenant, domain=NEW, is_primary=False)
    figures.write_figures(day=date(2026, 11, 23))
    with enter_public():
        domains = {domain.domain: domain.pk for domain in Domain.objects.filter(tenant=tenant)}

    primary = text_of(console.get(address("make_primary", tenant.pk, domains[NEW])))
    removal = text_of(console.get(address("remove_domain", tenant.pk, domains[HOST])))

    assert f"Passkeys, die zu {HOST} gehören: 1. Lassen Sie diese Domain bestehen" in primary
    assert f"Passkeys, die zu {HOST} gehören: 1. Sie gelten danach nicht mehr." in removal
