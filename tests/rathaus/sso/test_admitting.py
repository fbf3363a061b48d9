"""Who comes in: recognised by subject, linked by address only under the administrator's conditions, roles of today."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.accounts.models import Role, StaffMembership, User
from rathaus.accounts.models_organisation import Department
from rathaus.audit.models import AuditEntry
from rathaus.sso import errors, services
from rathaus.sso.identity import groups_in
from rathaus.sso.models import GroupMapping, LinkedIdentity
from rathaus.sso.selectors import demanded_provider, granted_by
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.sso import identity, map_groups, openid_provider


@pytest.fixture
def provider(tenant):
    """A provider whose groups lead to two roles."""
    map_groups()
    return openid_provider()


def slugs(membership):
    """Return the roles as slugs."""
    return {role.slug for role in membership.roles.all()}


def test_a_colleague_on_the_list_is_linked_once(provider):
    membership = StaffFactory(user__email="katrin.voss@stadt.example")

    user = services.admit(provider=provider, identity=identity(provider))
    services.admit(provider=provider, identity=identity(provider, email="anders@stadt.example"))

    assert user == membership.user
    assert LinkedIdentity.objects.count() == 1
    assert AuditEntry.objects.filter(action="sso.linked").count() == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"email": ""}, errors.NoAddressError),
        ({"email": "katrin.voss@anderswo.example"}, errors.ForeignDomainError),
        ({"email": "katrin.voss@unter.stadt.example"}, errors.ForeignDomainError),
        ({"email": "katrin.voss@boesestadt.example"}, errors.ForeignDomainError),
        ({"groups": frozenset({"Kantine"})}, errors.NoRoleError),
        ({"groups": frozenset()}, errors.NoRoleError),
    ],
)
def test_nobody_new_comes_in_without_a_fitting_address_and_a_role(provider, wrong, error):
    with pytest.raises(error):
        services.admit(provider=provider, identity=identity(provider, **wrong))

    assert not User.objects.exists()
    assert AuditEntry.objects.get(action="sso.refused").details == {"code": error.code}


def test_nobody_without_a_role_is_linked_with_a_colleague(provider):
    """A guest in the directory may carry any address: neither link nor roles of the colleague change."""
    membership = StaffFactory(user__email="katrin.voss@stadt.example")

    with pytest.raises(errors.NoRoleError):
        services.admit(provider=provider, identity=identity(provider, groups=frozenset()))

    assert not LinkedIdentity.objects.exists()
    assert slugs(membership) == {"case_worker"}


def test_a_foreign_domain_leads_to_no_colleague_either(provider):
    StaffFactory(user__email="katrin.voss@anderswo.example")

    with pytest.raises(errors.ForeignDomainError):
        services.admit(provider=provider, identity=identity(provider, email="katrin.voss@anderswo.example"))


def test_a_citizen_is_never_taken_over(provider):
    citizen = UserFactory(email="katrin.voss@stadt.example")

    with pytest.raises(errors.AddressTakenError):
        services.admit(provider=provider, identity=identity(provider))

    assert not LinkedIdentity.objects.filter(user=citizen).exists()


def test_accounts_are_made_only_where_the_administrator_wants_it(provider):
    provider.creates_accounts = False
    provider.save()

    with pytest.raises(errors.NoAccountError):
        services.admit(provider=provider, identity=identity(provider))


def test_a_second_account_there_does_not_get_the_colleague_s_access(provider):
    StaffFactory(user__email="katrin.voss@stadt.example")
    services.admit(provider=provider, identity=identity(provider))

    with pytest.raises(errors.OtherIdentityError):
        services.admit(provider=provider, identity=identity(provider, subject="katrin-2"))


def test_the_same_subject_of_another_provider_is_somebody_else(provider):
    StaffFactory(user__email="katrin.voss@stadt.example")
    services.admit(provider=provider, identity=identity(provider))
    provider.issuer = "https://neu.stadt.example"
    provider.save()

    with pytest.raises(errors.NoAddressError):
        services.admit(provider=provider, identity=identity(provider, email=""))


@pytest.mark.parametrize("is_linked", [True, False])
def test_whoever_was_locked_out_here_stays_out(provider, is_linked):
    membership = StaffFactory(user__email="katrin.voss@stadt.example")
    if is_linked:
        services.admit(provider=provider, identity=identity(provider))
    StaffMembership.objects.filter(pk=membership.pk).update(is_active=False)

    with pytest.raises(errors.LockedError):
        services.admit(provider=provider, identity=identity(provider))


def test_roles_that_no_group_leads_to_stay_the_administrator_s(provider):
    membership = StaffFactory(user__email="katrin.voss@stadt.example", roles=["approver"])

    services.admit(provider=provider, identity=identity(provider))

    assert slugs(membership) == {"approver", "case_worker"}


def test_whoever_left_all_groups_loses_the_roles_and_the_sessions(provider, signed_in):
    membership = StaffFactory(user__email="katrin.voss@stadt.example", roles=["approver"])
    services.admit(provider=provider, identity=identity(provider))
    browser = signed_in(membership.user)
    browser.get("/verwaltung/")

    with pytest.raises(errors.NoRoleError):
        services.admit(provider=provider, identity=identity(provider, groups=frozenset()))

    assert slugs(membership) == {"approver"}


def test_the_last_administrator_keeps_the_role(provider):
    membership = StaffFactory(user__email="katrin.voss@stadt.example", roles=["administrator"])

    services.admit(provider=provider, identity=identity(provider))

    assert slugs(membership) == {"administrator", "case_worker"}
    assert AuditEntry.objects.filter(action="sso.last_administrator_kept").exists()


def test_one_of_two_administrators_loses_the_role(provider):
    membership = StaffFactory(user__email="katrin.voss@stadt.example", roles=["administrator"])
    StaffFactory(roles=["administrator"])

    services.admit(provider=provider, identity=identity(provider))

    assert slugs(membership) == {"case_worker"}


def test_a_group_may_lead_into_a_department_and_out_again(provider):
    building = Department.objects.create(name="Bauamt")
    own = Department.objects.create(name="Personalrat")
    GroupMapping.objects.update(department=building)
    membership = StaffFactory(user__email="katrin.voss@stadt.example")
    membership.departments.add(own)

    services.admit(provider=provider, identity=identity(provider))
    assert set(membership.departments.all()) == {building, own}
    with suppress(errors.NoRoleError):
        services.admit(provider=provider, identity=identity(provider, groups=frozenset()))

    assert set(membership.departments.all()) == {own}


def test_nothing_is_written_while_nothing_changes(provider):
    StaffFactory(user__email="katrin.voss@stadt.example")
    services.admit(provider=provider, identity=identity(provider))
    before = AuditEntry.objects.count()

    services.admit(provider=provider, identity=identity(provider))

    assert AuditEntry.objects.count() == before


def test_a_rehearsal_changes_nothing(provider):
    assert services.rehearse(provider=provider, identity=identity(provider)) is None
    found = services.rehearse(provider=provider, identity=identity(provider, groups=frozenset()))

    assert isinstance(found, errors.NoRoleError)
    assert not User.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="sso.").exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    groups=st.sets(st.sampled_from(["Bauamt", "IT", "Kantine"])),
    held=st.sets(st.sampled_from(["approver", "case_worker", "front_desk", "administrator"])),
)
def test_roles_are_those_of_the_groups_and_those_that_no_group_leads_to(tenant, groups, held):
    mapped = {"Bauamt": "case_worker", "IT": "administrator"}
    with transaction.atomic():
        map_groups(mapped)
        StaffFactory(roles=["administrator"])
        membership = StaffFactory()
        membership.roles.set(Role.objects.filter(slug__in=held))

        services.admitting.renew_roles(membership=membership, granted=granted_by(groups))
        result = slugs(membership)
        transaction.set_rollback(True)

    assert result == (held - set(mapped.values())) | {mapped[group] for group in groups if group in mapped}


@pytest.mark.parametrize(
    ("values", "claim", "found"),
    [
        ({"groups": ["/Bauamt", "IT"]}, "groups", {"Bauamt", "IT"}),
        ({"groups": "Bauamt"}, "groups", {"Bauamt"}),
        ({"realm_access": {"roles": ["Bauamt"]}}, "realm_access.roles", {"Bauamt"}),
        ({"https://stadt.example/groups": ["Bauamt"]}, "https://stadt.example/groups", {"Bauamt"}),
        ({"groups": [7, None, {"a": 1}, "Bauamt"]}, "groups", {"Bauamt"}),
        ({"groups": {"a": 1}}, "groups", set()),
        ({}, "groups", set()),
        ({"realm_access": "nichts"}, "realm_access.roles", set()),
    ],
)
def test_groups_are_found_however_products_write_them(values, claim, found):
    assert groups_in(values, claim) == found


def test_whoever_is_linked_comes_only_from_there_but_administrators(provider):
    worker = StaffFactory(user__email="katrin.voss@stadt.example").user
    chief = StaffFactory(user__email="chef@stadt.example", roles=["administrator"]).user
    stranger = StaffFactory().user
    services.admit(provider=provider, identity=identity(provider))
    everything = frozenset({"Bauamt", "IT"})
    services.admit(provider=provider, identity=identity(provider, subject="chef", email=chief.email, groups=everything))

    demanded = [demanded_provider(User.objects.get(pk=person.pk)) for person in (worker, chief, stranger)]

    assert demanded == [provider, None, None]
