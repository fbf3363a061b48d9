"""Tax and social data: open for named people only, whatever role, department or substitution says."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from rathaus.accounts import areas
from rathaus.accounts.areas import SOCIAL, TAX, UnknownAreaError, all_areas, areas_here, demand_area, may_open
from rathaus.accounts.errors import OwnRightsError
from rathaus.accounts.models import RestrictedAreaMember, User
from rathaus.accounts.organisation.areas import name_for_area, remove_from_area
from rathaus.accounts.organisation.errors import NotYoursError
from rathaus.audit.models import AuditEntry
from rathaus.registry import RestrictedAreaSpec
from rathaus.tenancy import enter_public
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.organisation import DepartmentFactory, SubstitutionFactory, open_area

pytestmark = pytest.mark.django_db

PAGE = "/verwaltung/personen/bereiche/"


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_staff_of_one_department_cannot_open_what_is_restricted_to_people_of_another(tenant):
    office = DepartmentFactory(name="Steueramt")
    named, colleague, stranger = StaffFactory(), StaffFactory(), StaffFactory()
    named.departments.add(office)
    colleague.departments.add(office)
    stranger.departments.add(DepartmentFactory(name="Bauamt"))
    open_area(named, TAX)

    assert may_open(again(named.user), TAX)
    assert not may_open(again(colleague.user), TAX), "the same department is not enough"
    assert not may_open(again(stranger.user), TAX)
    assert not may_open(again(named.user), SOCIAL)


@pytest.mark.parametrize("role", ["administrator", "department_head", "approver", "data_protection_officer"])
def test_no_role_opens_an_area(tenant, role):
    assert not may_open(StaffFactory(roles=[role]).user, TAX)


def test_citizens_strangers_and_operators_open_nothing(tenant):
    assert not may_open(UserFactory(), TAX)
    assert not may_open(AnonymousUser(), TAX)
    named = StaffFactory()
    open_area(named, TAX)
    with enter_public():
        assert not may_open(again_in_tenant(tenant, named.user), TAX)


def again_in_tenant(tenant, user):
    from rathaus.tenancy import enter

    with enter(tenant):
        return again(user)


def test_a_closed_access_opens_nothing(tenant):
    named = StaffFactory(is_active=False)
    open_area(named, TAX)

    assert not may_open(again(named.user), TAX)


def test_an_area_that_nobody_declared_is_a_mistake_and_not_an_open_door(administrator):
    with pytest.raises(UnknownAreaError):
        may_open(administrator, "platform.gossip")
    with pytest.raises(UnknownAreaError):
        name_for_area(membership=StaffFactory(), area="platform.gossip", actor=administrator)


def test_an_area_of_a_module_that_is_off_stays_closed(tenant, monkeypatch):
    from dataclasses import replace

    from rathaus.registry import get_module
    from tenants import directory
    from tenants.models import Activation

    area = RestrictedAreaSpec("appointments.tax_visits", "Steuertermine")
    spec = replace(get_module("appointments"), restricted_areas=(area,))
    monkeypatch.setattr(areas, "all_modules", lambda: (spec,))
    monkeypatch.setattr(areas, "active_modules", lambda t: (spec,) if t.has_module("appointments") else ())
    named = StaffFactory()
    open_area(named, area.code)
    assert may_open(again(named.user), area.code)
    assert area in areas_here()

    Activation.objects.filter(tenant=tenant, module="appointments").update(is_on=False)
    directory.forget_all()
    tenant.__dict__.pop("active_modules", None)

    assert not may_open(again(named.user), area.code)
    assert area not in areas_here()
    assert area in all_areas()


def test_views_may_demand_an_area_and_data_without_one_stays_open(tenant):
    user = StaffFactory().user
    demand_area(user, "")
    with pytest.raises(PermissionDenied):
        demand_area(user, TAX)


def test_naming_and_closing_are_in_the_record(administrator):
    member = StaffFactory()

    row = name_for_area(membership=member, area=TAX, actor=administrator)
    assert name_for_area(membership=member, area=TAX, actor=administrator) == row
    assert may_open(again(member.user), TAX)
    remove_from_area(member=row, actor=administrator)

    assert not may_open(again(member.user), TAX)
    opened = AuditEntry.objects.get(action="accounts.area_opened")
    assert (opened.actor_id, opened.target_id, opened.details["area"]) == (administrator.pk, str(member.pk), TAX)
    assert AuditEntry.objects.filter(action="accounts.area_closed").count() == 1


def test_nobody_names_themself(administrator):
    with pytest.raises(OwnRightsError):
        name_for_area(membership=administrator.staff_membership, area=TAX, actor=administrator)


def test_a_substitute_names_nobody(administrator):
    desk, friend = StaffFactory(roles=["front_desk"]), StaffFactory()
    SubstitutionFactory(absent=administrator.staff_membership, substitute=desk)

    with pytest.raises(NotYoursError):
        name_for_area(membership=friend, area=TAX, actor=again(desk.user))


def test_an_administrator_opens_and_closes_an_area_on_the_page(signed_in_administrator):
    member = StaffFactory(user__last_name="Timm")
    assert "Noch für niemanden offen." in signed_in_administrator.get(PAGE).content.decode()

    signed_in_administrator.post(PAGE, {"area": TAX, "person": str(member.pk)})

    row = RestrictedAreaMember.objects.get()
    assert (row.membership, row.area) == (member, TAX)
    page = signed_in_administrator.get(PAGE).content.decode()
    assert "Steuerdaten" in page
    assert f"{PAGE}{row.pk}/schliessen/" in page
    assert "Steuerdaten" in signed_in_administrator.get(f"/verwaltung/personen/{member.pk}/").content.decode()
    signed_in_administrator.post(f"{PAGE}{row.pk}/schliessen/")
    assert not RestrictedAreaMember.objects.exists()


def test_the_page_offers_neither_oneself_nor_an_unknown_area(signed_in_administrator, administrator):
    own = str(administrator.staff_membership.pk)

    assert own not in signed_in_administrator.get(PAGE).content.decode()
    signed_in_administrator.post(PAGE, {"area": TAX, "person": own})
    signed_in_administrator.post(PAGE, {"area": "platform.gossip", "person": own})

    assert not RestrictedAreaMember.objects.exists()


def test_case_workers_open_nothing_on_the_page(signed_in, case_worker):
    assert signed_in(case_worker).get(PAGE).status_code == 403
