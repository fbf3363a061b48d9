"""Sign-in against a real OpenID provider, a process of its own: there and back, roles, second factor, cancelling."""

from urllib.parse import parse_qs, urlsplit

import pytest

from rathaus.accounts.models import StaffMembership, User
from rathaus.audit.models import AuditEntry
from rathaus.sso.credentials import sealed
from rathaus.sso.models import LinkedIdentity
from tests.clients import browser_for
from tests.factories.accounts import StaffFactory, UserFactory, with_second_factor
from tests.rathaus.sso.visits import START, path_of


def sign_in(browser, provider, username="katrin", *, start=START):
    """Go to the provider, sign in there, and return the answer to coming back."""
    sent = browser.get(start)
    assert sent.status_code == 302, sent.content
    return browser.get(path_of(provider.sign_in(sent["Location"], username)))


def roles_of(email="katrin.voss@stadt.example"):
    """Return the slugs of the person's roles."""
    return {role.slug for role in StaffMembership.objects.get(user__email=email).roles.all()}


def test_the_first_sign_in_makes_an_account_with_the_roles_of_the_groups(real, tenant_client):
    subject = real.employ("neu", email="neu@stadt.example", groups=["/Bauamt", "Kantine"])

    answer = sign_in(tenant_client, real, "neu")

    assert (answer.status_code, answer["Location"]) == (302, "/verwaltung/")
    user = User.objects.get(email="neu@stadt.example")
    assert (user.full_name, user.has_usable_password(), roles_of(user.email)) == ("Katrin Voss", False, {"case_worker"})
    assert LinkedIdentity.objects.get(user=user).subject == subject
    assert tenant_client.session["_auth_user_id"] == str(user.pk)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"sso.account_made", "sso.roles_renewed", "accounts.signed_in"} <= actions


def test_whoever_comes_without_a_second_factor_sets_one_up_before_seeing_anything(real, tenant_client):
    real.employ("neu", email="neu@stadt.example", groups=["Bauamt"])
    sign_in(tenant_client, real, "neu")

    answer = tenant_client.get("/verwaltung/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/zweiter-faktor/")


def test_our_own_second_factor_is_asked_of_whoever_has_one(real, tenant_client):
    user = StaffFactory(user__email="katrin.voss@stadt.example").user
    with_second_factor(user)
    real.employ(groups=["Bauamt"], amr=["pwd", "otp"])

    answer = sign_in(tenant_client, real)

    assert "_auth_user_id" not in tenant_client.session
    assert answer["Location"].startswith("/konto/zweiter-faktor/code/")


@pytest.mark.parametrize("proof", [{"amr": ["pwd", "mfa"]}, {"amr": ["pwd", "otp"]}, {"acr": "gold"}])
def test_the_provider_s_second_factor_counts_where_the_administrator_said_so(real, tenant_client, proof):
    user = StaffFactory(user__email="katrin.voss@stadt.example").user
    with_second_factor(user)
    type(real.row).objects.update(trusts_second_factor=True, strong_context="gold")
    real.employ(groups=["Bauamt"], **proof)

    answer = sign_in(tenant_client, real)

    assert answer["Location"] == "/verwaltung/"
    assert tenant_client.get("/verwaltung/").status_code == 200


def test_a_provider_that_proves_no_second_factor_is_not_believed_to_have(real, tenant_client):
    user = StaffFactory(user__email="katrin.voss@stadt.example").user
    with_second_factor(user)
    type(real.row).objects.update(trusts_second_factor=True)
    real.employ(groups=["Bauamt"], amr=["pwd"])

    assert sign_in(tenant_client, real)["Location"].startswith("/konto/zweiter-faktor/code/")


def test_a_colleague_is_recognised_by_address_once_and_by_subject_from_then_on(real, tenant_client):
    user = StaffFactory(user__email="katrin.voss@stadt.example").user
    real.employ(groups=["Bauamt"])
    sign_in(tenant_client, real)
    tenant_client.logout()
    real.employ(email="katrin.meier@anderswo.example", groups=["Bauamt"])

    sign_in(tenant_client, real)

    assert tenant_client.session["_auth_user_id"] == str(user.pk)
    assert LinkedIdentity.objects.count() == 1


def test_a_group_that_is_gone_takes_the_role_along(real, tenant_client):
    real.employ(groups=["Bauamt", "IT"])
    sign_in(tenant_client, real)
    assert roles_of() == {"case_worker", "administrator"}
    StaffFactory(roles=["administrator"])
    real.employ(groups=["Bauamt"])

    sign_in(tenant_client, real)

    assert roles_of() == {"case_worker"}


def test_whoever_left_all_groups_is_refused_and_has_no_role_any_more(real, tenant_client):
    real.employ(groups=["Bauamt"])
    sign_in(tenant_client, real)
    tenant_client.logout()
    real.employ(groups=[])

    answer = sign_in(tenant_client, real)

    assert answer.status_code == 403
    assert "noch keine Rolle" in answer.content.decode()
    assert roles_of() == set()
    assert "_auth_user_id" not in tenant_client.session


def test_groups_that_only_userinfo_tells_count_as_well(real, tenant_client):
    real.employ(groups=["Bauamt"], said_in="userinfo")

    sign_in(tenant_client, real)

    assert roles_of() == {"case_worker"}


def test_the_request_carries_state_nonce_and_a_code_challenge(real, tenant_client):
    sent = parse_qs(urlsplit(tenant_client.get(START)["Location"]).query)

    assert sent["code_challenge_method"] == ["S256"]
    assert all(len(sent[name][0]) >= 16 for name in ("state", "nonce", "code_challenge"))
    assert sent["redirect_uri"] == ["http://musterstadt.localhost/konto/sso/oidc/"]


def test_coming_back_a_second_time_is_refused(real, tenant_client):
    real.employ(groups=["Bauamt"])
    back = path_of(real.sign_in(tenant_client.get(START)["Location"]))
    tenant_client.get(back)
    tenant_client.logout()

    again = tenant_client.get(back)

    assert again.status_code == 403
    assert "abgelaufen oder wurde schon benutzt" in again.content.decode()


def test_an_answer_that_another_browser_brings_is_refused(real, tenant_client, operator_client):
    """Whoever plants their own answer in a colleague's browser (login CSRF) signs nobody in."""
    real.employ(groups=["Bauamt"])
    back = path_of(real.sign_in(tenant_client.get(START)["Location"]))
    victim = browser_for("musterstadt.localhost")
    victim.get(START)

    answer = victim.get(back)

    assert answer.status_code == 403
    assert "_auth_user_id" not in victim.session


def test_cancelling_leads_back_calmly(real, tenant_client):
    real.employ(groups=["Bauamt"])
    real.register(asks=True)

    back = real.sign_in(tenant_client.get(START)["Location"], goes_on=False)
    answer = tenant_client.get(path_of(back))

    assert parse_qs(urlsplit(back).query)["error"] == ["access_denied"]
    assert "Sie haben die Anmeldung abgebrochen" in answer.content.decode()
    assert "_auth_user_id" not in tenant_client.session


def test_a_page_that_was_asked_for_opens_after_the_sign_in_and_a_foreign_one_never(real, tenant_client):
    real.employ(groups=["Bauamt"])

    own = sign_in(tenant_client, real, start=f"{START}?next=/verwaltung/konto/")
    foreign = sign_in(tenant_client, real, start=f"{START}?next=https://boese.example/")

    assert own["Location"] == "/verwaltung/konto/"
    assert foreign["Location"] == "/verwaltung/"


def test_the_session_gets_a_new_key(real, tenant_client):
    real.employ(groups=["Bauamt"])
    sent = tenant_client.get(START)
    before = tenant_client.session.session_key

    tenant_client.get(path_of(real.sign_in(sent["Location"])))

    assert tenant_client.session.session_key != before


def test_a_wrong_secret_ends_in_a_clear_page_that_leaks_nothing(real, tenant_client):
    type(real.row).objects.update(client_secret=sealed("falsch"))
    real.employ(groups=["Bauamt"])

    answer = sign_in(tenant_client, real)

    assert answer.status_code == 403
    assert "Kennung oder Geheimnis stimmen nicht mehr" in answer.content.decode()
    assert "falsch" not in answer.content.decode()


def test_a_citizen_account_at_the_same_address_is_not_taken_over(real, tenant_client):
    citizen = UserFactory(email="katrin.voss@stadt.example")
    real.employ(groups=["Bauamt"])

    answer = sign_in(tenant_client, real)

    assert answer.status_code == 403
    assert "schon ein Bürgerkonto" in answer.content.decode()
    assert not StaffMembership.objects.filter(user=citizen).exists()


def test_another_municipality_s_host_has_no_such_button_nor_address(real, tenant_client, operator_client):
    assert operator_client.get(START).status_code == 404
    type(real.row).objects.update(is_active=False)

    assert tenant_client.get(START).status_code == 404
    assert "Rathauskonto" not in tenant_client.get("/konto/anmelden/").content.decode()
