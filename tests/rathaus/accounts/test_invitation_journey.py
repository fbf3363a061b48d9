"""From the mail of an invitation to the dashboard."""

import re

import pytest

from rathaus.accounts import services
from rathaus.accounts.models import Invitation, StaffMembership, User
from rathaus.mail.models import OutboxMessage
from rathaus.tenancy import enter_public
from tests.clients import browser_for
from tests.factories.accounts import PASSWORD, UserFactory, code_for, with_second_factor

pytestmark = pytest.mark.django_db

DETAILS = {"first_name": "Jonas", "last_name": "Brandt", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def link(administrator):
    """The address that stands in the mail of an invitation."""
    services.invite_staff(
        email="jonas@stadt.example", roles=["front_desk"], actor=administrator, first_name="Jonas", last_name="Brandt"
    )
    message = OutboxMessage.objects.get(kind="accounts.invitation")
    return re.search(r"http://musterstadt\.localhost(/\S+)", message.text).group(1)


def test_an_invited_person_gets_to_the_dashboard(tenant_client, link):
    page = tenant_client.get(link).content.decode()
    assert "jonas@stadt.example" in page
    assert 'value="Brandt"' in page

    answer = tenant_client.post(link, DETAILS)
    assert answer.url == "/verwaltung/"
    assert tenant_client.get("/verwaltung/").url.startswith("/konto/zweiter-faktor/?next=")
    set_up = "/konto/zweiter-faktor/einrichten/"
    assert tenant_client.get(set_up).status_code == 200, "the password was set a moment ago: it is not asked again"
    answer = tenant_client.post(set_up, {"code": code_for(tenant_client.session["mfa.totp.secret"])})
    assert answer.url == "/konto/ersatzcodes/"
    assert "Ich habe die Codes gesichert" in tenant_client.get(answer.url).content.decode()
    assert tenant_client.get("/verwaltung/konto/").status_code == 200


def test_looking_at_the_link_changes_nothing(tenant_client, link):
    for _ in range(3):
        assert tenant_client.get(link).status_code == 200
        assert tenant_client.head(link).status_code == 200

    assert Invitation.objects.filter(accepted_at=None).exists()
    assert not User.objects.filter(email="jonas@stadt.example").exists()


def test_a_used_link_says_so_and_leads_to_the_sign_in_page(tenant_client, link):
    tenant_client.post(link, DETAILS)

    other = browser_for("musterstadt.localhost")
    for answer in (other.get(link), other.post(link, DETAILS)):
        assert answer.status_code == 410
        assert "gilt nicht mehr" in answer.content.decode()


def test_an_invented_link_is_refused(tenant_client):
    assert tenant_client.get("/konto/einladung/ausgedacht/").status_code == 410


def test_a_link_of_one_municipality_is_nothing_on_the_operators_side(operator_client, link):
    assert operator_client.get(link).status_code == 410


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "kurz", "password_again": "kurz"}, "12 Zeichen"),
        ({"password_again": "Etwas ganz anderes"}, "Die beiden Passwörter sind verschieden."),
        ({"password": "jonas@stadt.example", "password_again": "jonas@stadt.example"}, "ähnlich"),
        ({"password": "qwerty123456", "password_again": "qwerty123456"}, "üblich"),
        ({"first_name": " "}, "Bitte füllen Sie „Vorname“ aus."),
    ],
)
def test_wrong_input_says_what_to_do_and_loses_nothing_but_the_password(tenant_client, link, change, sentence):
    answer = tenant_client.post(link, DETAILS | change)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert 'value="Brandt"' in page
    assert PASSWORD not in page
    assert Invitation.objects.filter(accepted_at=None).exists()


def test_somebody_else_who_is_signed_in_here_is_signed_out_first(signed_in, case_worker, link):
    browser = signed_in(case_worker)

    browser.post(link, DETAILS)

    assert browser.session["_auth_user_id"] == str(User.objects.get(email="jonas@stadt.example").pk)


def test_who_has_a_second_factor_already_must_show_it(tenant_client, administrator, link):
    user = UserFactory(email="jonas@stadt.example")
    secret = with_second_factor(user)

    answer = tenant_client.post(link, DETAILS)

    assert answer.url == "/konto/zweiter-faktor/code/"
    assert tenant_client.post(answer.url, {"code": code_for(secret)}).url == "/verwaltung/"
    assert StaffMembership.objects.filter(user=user).exists()


def test_an_operator_accepts_on_the_base_domain(operator_client, db):
    with enter_public():
        services.invite_operator(email="betrieb@rathaus.example", actor=None)
        text = OutboxMessage.objects.get(kind="accounts.invitation").text
    path = re.search(r"http://localhost(/\S+)", text).group(1)

    assert operator_client.post(path, DETAILS).url == "/"
    assert operator_client.get("/").url.startswith("/konto/zweiter-faktor/?next=")
