"""Whoever is linked signs in there; administrators keep their emergency way in."""

from rathaus.accounts.models import Role
from rathaus.privacy.handlers import handlers
from rathaus.sso import services
from rathaus.sso.models import IdentityProvider, LinkedIdentity
from tests.factories.accounts import PASSWORD, StaffFactory
from tests.factories.sso import identity, map_groups, openid_provider

SIGN_IN = "/konto/anmelden/"


def linked(provider, **further):
    """Return a colleague who signs in by the provider, and has a password from before."""
    membership = StaffFactory(user__email="katrin.voss@stadt.example", **further)
    services.admit(provider=provider, identity=identity(provider))
    return membership


def enter(browser, user):
    """Sign in with the password."""
    return browser.post(SIGN_IN, {"login": user.email, "password": PASSWORD})


def test_a_linked_colleague_is_sent_there(tenant, tenant_client):
    map_groups()
    user = linked(openid_provider()).user

    answer = enter(tenant_client, user)

    assert answer.status_code == 403
    assert "Mit Rathauskonto anmelden" in answer.content.decode()
    assert "_auth_user_id" not in tenant_client.session


def test_an_administrator_may_always_use_the_password(tenant, tenant_client):
    map_groups()
    membership = linked(openid_provider())
    membership.roles.add(Role.objects.get(slug="administrator"))

    enter(tenant_client, membership.user)

    assert tenant_client.session["_auth_user_id"] == str(membership.user_id)


def test_while_it_is_off_everybody_s_own_ways_work(tenant, tenant_client):
    map_groups()
    user = linked(openid_provider()).user
    IdentityProvider.objects.update(is_active=False)

    enter(tenant_client, user)

    assert tenant_client.session["_auth_user_id"] == str(user.pk)


def test_whoever_is_not_linked_signs_in_as_before(tenant, tenant_client):
    map_groups()
    openid_provider()
    user = StaffFactory().user

    enter(tenant_client, user)

    assert tenant_client.session["_auth_user_id"] == str(user.pk)


def test_the_link_is_part_of_what_is_known_about_a_person_and_goes_with_the_access(tenant):
    map_groups()
    membership = linked(openid_provider())
    handler = handlers()["sso"]

    [record] = handler.export(email="katrin.voss@stadt.example")
    kept = handler.erase(email="katrin.voss@stadt.example")
    membership.is_active = False
    membership.save()
    erased = handler.erase(email="katrin.voss@stadt.example")

    assert (record["kind"], record["subject"]) == ("linked_identity", "katrin-1")
    assert (kept, erased) == (0, 1)
    assert not LinkedIdentity.objects.exists()
