"""What each role may do, changed by administrators without locking anybody out."""

import uuid

import pytest

from rathaus.accounts import services as accounts
from rathaus.accounts.models import Role, User
from rathaus.accounts.organisation import roles as services
from rathaus.accounts.organisation.errors import (
    DefaultRoleError,
    LentRightsError,
    LockedPermissionError,
    NameTakenError,
    RoleInUseError,
    UnknownPermissionError,
)
from rathaus.accounts.organisation.roles import default_permissions
from rathaus.accounts.permissions import PLATFORM_PERMISSIONS, all_permissions, has_permission
from rathaus.accounts.roles import DATA_PROTECTION_OFFICER
from rathaus.accounts.selectors import role_words
from rathaus.audit.models import AuditEntry
from tests.contracts.routes import tenant_routes
from tests.factories.accounts import StaffFactory
from tests.factories.organisation import SubstitutionFactory

pytestmark = pytest.mark.django_db

PAGE = "/verwaltung/personen/rollen/"


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def role(slug: str) -> Role:
    return Role.objects.get(slug=slug)


def test_a_changed_role_counts_for_its_people_at_once(front_desk, administrator):
    services.change_role(role=role("front_desk"), permissions=["platform.texts"], actor=administrator)

    assert has_permission(again(front_desk), "platform.texts")
    assert not has_permission(again(front_desk), "appointments.work")
    entry = AuditEntry.objects.get(action="accounts.role_changed")
    assert "platform.texts" in entry.details["added"]
    assert "appointments.work" in entry.details["removed"]


def test_a_choice_outlives_new_versions_which_still_bring_their_new_rights(administrator):
    services.change_role(role=role("front_desk"), permissions=["platform.texts"], actor=administrator)
    gone = next(iter(default_permissions("front_desk")))
    accounts.ensure_roles()
    assert role("front_desk").permissions == ["platform.texts"]

    Role.objects.filter(slug="front_desk").update(known=[c.code for c in all_permissions() if c.code != gone])
    accounts.ensure_roles()

    assert set(role("front_desk").permissions) == {"platform.texts", gone}
    accounts.ensure_roles()
    assert set(role("front_desk").permissions) == {"platform.texts", gone}


def test_the_administrators_role_cannot_lose_the_right_to_give_rights(administrator):
    with pytest.raises(LockedPermissionError):
        services.change_role(role=role("administrator"), permissions=["platform.texts"], actor=administrator)

    services.change_role(role=role("administrator"), permissions=["platform.staff"], actor=administrator)
    assert has_permission(again(administrator), "platform.staff")


def test_a_role_of_the_product_is_reset_to_its_first_rights(administrator):
    services.change_role(role=role("front_desk"), permissions=["platform.texts"], actor=administrator)

    services.reset_role(role=role("front_desk"), actor=administrator)

    assert set(role("front_desk").permissions) == set(default_permissions("front_desk"))
    assert not role("front_desk").is_customized


def test_a_right_that_does_not_exist_is_refused(administrator):
    with pytest.raises(UnknownPermissionError):
        services.change_role(role=role("front_desk"), permissions=["platform.everything"], actor=administrator)


def test_a_role_of_ones_own_is_given_renamed_and_deleted(administrator):
    own = services.add_role(
        name="Wahlhelfer", description="Nur zur Wahl", permissions=["platform.texts"], actor=administrator
    )
    member = StaffFactory()
    accounts.change_roles(membership=member, roles=[own.slug, "front_desk"], actor=administrator)
    services.rename_role(role=own, name="Wahlteam", description="", actor=administrator)

    assert has_permission(again(member.user), "platform.texts")
    assert role_words(again(member.user)) == "Empfang, Wahlteam"
    with pytest.raises(RoleInUseError):
        services.delete_role(role=own, actor=administrator)
    accounts.change_roles(membership=member, roles=["front_desk"], actor=administrator)
    services.delete_role(role=own, actor=administrator)
    assert not Role.objects.filter(name="Wahlteam").exists()


def test_names_of_roles_are_told_apart_also_from_those_of_the_product(administrator):
    for name in ("Empfang", " empfang "):
        with pytest.raises(NameTakenError):
            services.add_role(name=name, description="", permissions=[], actor=administrator)


def test_a_role_of_the_product_is_neither_renamed_nor_deleted(administrator):
    with pytest.raises(DefaultRoleError):
        services.delete_role(role=role("front_desk"), actor=administrator)
    with pytest.raises(DefaultRoleError):
        services.rename_role(role=role("front_desk"), name="Tresen", description="", actor=administrator)
    own = services.add_role(name="Wahlteam", description="", permissions=[], actor=administrator)
    with pytest.raises(DefaultRoleError):
        services.reset_role(role=own, actor=administrator)


def test_a_substitute_keeps_nothing_of_what_is_lent(administrator):
    desk = StaffFactory(roles=["front_desk"])
    SubstitutionFactory(absent=administrator.staff_membership, substitute=desk)
    actor = again(desk.user)
    assert has_permission(actor, "platform.staff")

    with pytest.raises(LentRightsError):
        accounts.change_roles(membership=desk, roles=["front_desk", "administrator"], actor=actor)
    with pytest.raises(LentRightsError):
        services.change_role(role=role("front_desk"), permissions=["platform.staff"], actor=actor)


def test_the_page_shows_every_role_with_its_rights_by_module(signed_in_administrator):
    page = signed_in_administrator.get(PAGE).content.decode()

    for words in ("Administration", "Leitung", "Datenschutz", "Protokoll lesen", "Portal", "Standard"):
        assert words in page


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_costs_the_same_queries_for_few_and_many_roles(
    signed_in_administrator, administrator, count, django_assert_max_num_queries
):
    for number in range(count):
        services.add_role(name=f"Rolle {number}", description="", permissions=[], actor=administrator)
    signed_in_administrator.get(PAGE)
    with django_assert_max_num_queries(7):
        signed_in_administrator.get(PAGE)


def test_an_administrator_changes_and_resets_a_role_on_its_page(signed_in_administrator):
    path = f"{PAGE}{role('front_desk').pk}/"
    assert "Auf Standard zurücksetzen" not in signed_in_administrator.get(path).content.decode()

    signed_in_administrator.post(path, {"rights_platform": ["platform.texts"]})

    assert role("front_desk").permissions == ["platform.texts"]
    page = signed_in_administrator.get(path).content.decode()
    assert "Auf Standard zurücksetzen" in page
    signed_in_administrator.post(f"{path}zuruecksetzen/")
    assert not role("front_desk").is_customized


def test_the_administrators_page_does_not_ask_for_what_cannot_be_taken(signed_in_administrator):
    path = f"{PAGE}{role('administrator').pk}/"
    assert 'value="platform.staff"' not in signed_in_administrator.get(path).content.decode()

    signed_in_administrator.post(path, {"rights_platform": ["platform.audit"]})

    assert set(role("administrator").permissions) == {"platform.staff", "platform.audit"}
    assert signed_in_administrator.get(PAGE).status_code == 200


def test_rights_of_a_module_that_is_off_stay_as_they_are(signed_in_administrator, tenant):
    from tenants import directory
    from tenants.models import Activation

    Activation.objects.filter(tenant=tenant, module="appointments").update(is_on=False)
    directory.forget_all()
    path = f"{PAGE}{role('front_desk').pk}/"
    assert 'value="appointments.work"' not in signed_in_administrator.get(path).content.decode()

    signed_in_administrator.post(path, {"rights_platform": ["platform.texts"]})

    assert {"platform.texts", "appointments.work"} <= set(role("front_desk").permissions)


def test_a_role_of_ones_own_is_added_once_and_deleted_on_the_pages(signed_in_administrator):
    wish = {"idem_key": str(uuid.uuid4()), "name": "Wahlteam", "rights_platform": ["platform.texts"]}
    for _ in range(2):
        assert signed_in_administrator.post(f"{PAGE}neu/", wish).url == PAGE
    own = Role.objects.get(name="Wahlteam")
    assert own.permissions == ["platform.texts"]

    taken = signed_in_administrator.post(f"{PAGE}neu/", {"name": "Wahlteam"}).content.decode()
    assert "Diesen Namen gibt es schon" in taken
    signed_in_administrator.post(f"{PAGE}{own.pk}/", {"name": "Wahlhelfer", "description": "Zur Wahl"})
    assert Role.objects.get(pk=own.pk).permissions == []
    signed_in_administrator.post(f"{PAGE}{own.pk}/loeschen/")
    assert not Role.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("path", ["", "neu/"])
def test_only_administrators_see_the_roles(signed_in, case_worker, path):
    assert signed_in(case_worker).get(PAGE + path).status_code == 403


def test_the_data_protection_officer_sees_record_and_exports_and_no_content(signed_in):
    """Besides pages about themself and the record, every page of the dashboard is closed to them."""
    codes = set(default_permissions(DATA_PROTECTION_OFFICER))
    about_themself = {"online_services.internal"}  # leave, purchases: what everybody in the town hall asks for
    known = {right.code for right in PLATFORM_PERMISSIONS}
    assert codes - about_themself <= known, "the record is the portal's, content the modules'"
    browser = signed_in(StaffFactory(roles=[DATA_PROTECTION_OFFICER]).user)
    own = {"portal_staff:home", "portal_staff:search", "staff:profile", "staff:substitutions"}
    own.add("online_services_staff:internal")

    for route in tenant_routes():
        if route.arguments or route.name in own or route.namespace == "audit":
            continue
        if not route.path().startswith("/verwaltung/"):
            continue
        assert browser.get(route.path()).status_code in (403, 405), route.name


def test_an_operator_never_holds_what_opens_lasting_ways_in_or_citizens_papers():
    codes = {right.code for right in all_permissions() if right.for_support}

    assert codes
    assert not {code for code in codes if code.startswith(("citizen_accounts.", "inbox.", "bundid."))}
    assert not codes & {"platform.staff", "platform.areas", "platform.support", "platform.api", "platform.audit"}
    assert not codes & {"platform.publish", "platform.sso"}
