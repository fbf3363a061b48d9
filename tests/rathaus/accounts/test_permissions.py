"""Who may do what."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from rathaus.accounts.models import Role, User
from rathaus.accounts.permissions import all_permissions, has_permission, permission_required
from rathaus.accounts.rights import rights_of
from rathaus.accounts.roles import ROLE_NAMES
from rathaus.accounts.selectors import role_words
from rathaus.registry import all_modules
from rathaus.tenancy import enter_public
from tenants.models import Activation
from tests.factories.accounts import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    """Return the person as a new request would load them."""
    return User.objects.get(pk=user.pk)


def module_permission() -> tuple[str, str]:
    """Return a code of some module and a role that holds it by default."""
    right = next(right for spec in all_modules() for right in spec.permissions if right.default_roles)
    return right.code, right.default_roles[0]


def test_an_administrator_holds_every_right_of_the_platform(administrator):
    assert all(
        has_permission(administrator, right.code) for right in all_permissions() if right.code[:9] == "platform."
    )


def test_a_case_worker_invites_nobody(case_worker):
    assert not has_permission(case_worker, "platform.staff")


def test_rights_of_several_roles_add_up(tenant):
    user = StaffFactory(roles=["front_desk", "data_protection_officer"]).user

    assert has_permission(user, "platform.audit")
    assert role_words(user) == "Empfang, Datenschutz"


def test_all_questions_of_a_request_cost_one_query(administrator, django_assert_num_queries):
    user = again(administrator)

    with django_assert_num_queries(1):
        assert has_permission(user, "platform.staff")
        assert has_permission(user, "platform.modules")
        assert not has_permission(user, "platform.unheard_of")
        assert rights_of(user).is_staff


def test_a_modules_right_counts_only_while_the_module_is_on(tenant):
    code, role = module_permission()
    user = StaffFactory(roles=[role]).user
    assert has_permission(again(user), code)

    with enter_public():
        Activation.objects.filter(tenant=tenant, module=code.partition(".")[0]).update(is_on=False)
    tenant.__dict__.pop("active_modules", None)

    assert not has_permission(again(user), code)


@pytest.mark.parametrize("field", ["is_active", "user__is_active"])
def test_a_closed_access_holds_no_right(tenant, field):
    user = StaffFactory(roles=["administrator"], **{field: False}).user

    assert not has_permission(again(user), "platform.staff")
    assert not rights_of(again(user)).is_staff


def test_citizens_and_strangers_hold_no_right(tenant):
    assert not has_permission(UserFactory(), "platform.staff")
    assert not has_permission(AnonymousUser(), "platform.staff")


def test_on_the_operators_side_no_municipal_right_counts(administrator):
    with enter_public():
        assert not has_permission(administrator, "platform.staff")


def test_a_membership_without_roles_is_staff_without_rights(tenant):
    member = StaffFactory()
    member.roles.clear()

    rights = rights_of(again(member.user))

    assert rights.is_staff
    assert rights.permissions == frozenset()


def test_the_decorator_lets_holders_through_and_stops_others(administrator, case_worker):
    @permission_required("platform.staff")
    def view(request):
        return HttpResponse("in")

    request = RequestFactory().get("/verwaltung/personen/")
    request.user = administrator
    assert view(request).content == b"in"
    request.user = case_worker
    with pytest.raises(PermissionDenied):
        view(request)


def test_every_role_of_the_vocabulary_exists_with_exactly_its_declared_rights(tenant):
    for slug in ROLE_NAMES:
        declared = {right.code for right in all_permissions() if slug in right.default_roles}
        assert set(Role.objects.get(slug=slug).permissions) == declared


def test_no_right_is_declared_twice_and_each_has_a_known_holder():
    codes = [right.code for right in all_permissions()]

    assert len(codes) == len(set(codes))
    assert all(right.default_roles and set(right.default_roles) <= set(ROLE_NAMES) for right in all_permissions())


def test_there_is_no_way_around_the_roles():
    assert not hasattr(User, "is_superuser")
    assert not hasattr(User, "is_staff")
    assert not hasattr(User, "has_perm")
