"""Inviting, accepting, granting and taking rights."""

import uuid
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from rathaus.accounts import services
from rathaus.accounts.errors import (
    AlreadyInvitedError,
    AlreadyOperatorError,
    AlreadyStaffError,
    InvitationClosedError,
    InvitationInvalidError,
    LastAdministratorError,
    NoRoleError,
    OwnRightsError,
    TooManyCodesError,
    UnknownRoleError,
)
from rathaus.accounts.models import CodeTries, Invitation, Role, StaffMembership, User
from rathaus.accounts.selectors import find_invitation
from rathaus.accounts.tokens import hash_of
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from rathaus.tenancy import enter_public
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory, with_second_factor

pytestmark = pytest.mark.django_db


def token_of(invitation: Invitation) -> str:
    """Return the token from the latest mail of the invitation, as its reader would."""
    message = OutboxMessage.objects.filter(reference=str(invitation.pk)).latest("created_at")
    return message.text.split("/konto/einladung/")[1].split("/")[0]


def accept(token: str) -> User:
    return services.accept_invitation(token=token, first_name=" Jonas ", last_name="Brandt", password=PASSWORD)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_an_invitation_is_mailed_and_only_the_hash_of_its_token_is_stored(administrator):
    invitation = services.invite_staff(
        email=" Jonas.Brandt@Stadt.example ", roles=["case_worker", "front_desk"], actor=administrator
    )

    token = token_of(invitation)
    assert invitation.email == "jonas.brandt@stadt.example"
    assert invitation.token_hash == hash_of(token) != token
    assert {role.slug for role in invitation.roles.all()} == {"case_worker", "front_desk"}
    assert "accounts.invited" in actions()
    message = OutboxMessage.objects.get(reference=str(invitation.pk))
    assert message.to == "jonas.brandt@stadt.example"
    assert f"http://musterstadt.localhost/konto/einladung/{token}/" in message.text
    assert token in message.html
    assert PASSWORD not in message.text


def test_accepting_makes_the_person_staff_with_the_roles_of_the_invitation(administrator):
    invitation = services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=administrator)

    user = accept(token_of(invitation))

    assert user.full_name == "Jonas Brandt"
    assert user.check_password(PASSWORD)
    membership = StaffMembership.objects.get(user=user)
    assert [role.slug for role in membership.roles.all()] == ["front_desk"]
    assert "accounts.invitation_accepted" in actions()


def test_a_link_works_once(administrator):
    token = token_of(services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=administrator))
    accept(token)

    with pytest.raises(InvitationInvalidError):
        accept(token)
    with pytest.raises(InvitationInvalidError):
        find_invitation(token)


def test_a_link_ends_after_seven_days(administrator):
    invitation = services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=administrator)
    assert timedelta(days=7) - timedelta(minutes=1) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(InvitationInvalidError):
        find_invitation(token_of(invitation))
    with pytest.raises(InvitationInvalidError):
        accept(token_of(invitation))


def test_a_link_that_ran_out_does_not_block_a_new_invitation(administrator):
    first = services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=administrator)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    second = services.invite_staff(email="jonas@stadt.example", roles=["case_worker"], actor=administrator)

    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert find_invitation(token_of(second)) == second


def test_a_withdrawn_link_does_not_work(administrator):
    invitation = services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=administrator)
    services.withdraw_invitation(invitation=invitation, actor=administrator)

    with pytest.raises(InvitationInvalidError):
        accept(token_of(invitation))
    with pytest.raises(InvitationClosedError):
        services.resend_invitation(invitation=invitation, actor=administrator)


def test_sending_again_ends_the_former_link(administrator):
    invitation = services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=administrator)
    former = token_of(invitation)

    services.resend_invitation(invitation=invitation, actor=administrator)

    assert token_of(invitation) != former
    with pytest.raises(InvitationInvalidError):
        accept(former)
    assert accept(token_of(invitation)).email == "jonas@stadt.example"


def test_an_open_invitation_is_not_sent_twice(administrator):
    services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=administrator)

    with pytest.raises(AlreadyInvitedError):
        services.invite_staff(email="JONAS@stadt.example", roles=["front_desk"], actor=administrator)


def test_a_second_click_shows_the_first_invitation(administrator):
    key = uuid.uuid4()
    wish = {"email": "jonas@stadt.example", "roles": ["front_desk"], "actor": administrator, "key": key}

    first = services.invite_staff(**wish)
    second = services.invite_staff(**wish)

    assert first.pk == second.pk == key
    assert OutboxMessage.objects.filter(reference=str(key)).count() == 1


@pytest.mark.parametrize("is_active", [True, False])
def test_who_is_staff_is_not_invited_again(administrator, is_active):
    member = StaffFactory(is_active=is_active)

    with pytest.raises(AlreadyStaffError):
        services.invite_staff(email=member.user.email.upper(), roles=["front_desk"], actor=administrator)


def test_an_invitation_needs_roles_that_exist(administrator):
    with pytest.raises(NoRoleError):
        services.invite_staff(email="jonas@stadt.example", roles=[], actor=administrator)
    with pytest.raises(UnknownRoleError):
        services.invite_staff(email="jonas@stadt.example", roles=["mayor"], actor=administrator)
    assert not Invitation.objects.exists()


def test_somebody_with_an_account_keeps_it_and_the_second_factor(administrator):
    user = UserFactory(email="jonas@stadt.example", password="Das alte Passwort von Jonas")
    with_second_factor(user)
    invitation = services.invite_staff(email="jonas@stadt.example", roles=["case_worker"], actor=administrator)

    accepted = accept(token_of(invitation))

    assert accepted == user
    assert accepted.check_password(PASSWORD)
    assert Authenticator.objects.filter(user=user).exists()


def test_an_operator_is_invited_without_roles_and_becomes_no_staff(db):
    with enter_public():
        invitation = services.invite_operator(email="betrieb@rathaus.example", actor=None)
        message = OutboxMessage.objects.get(reference=str(invitation.pk))
        assert "http://localhost/konto/einladung/" in message.text

        user = accept(token_of(invitation))

        assert not StaffMembership.objects.exists()
        with pytest.raises(AlreadyOperatorError):
            services.invite_operator(email=user.email, actor=None)


def test_roles_are_replaced_as_a_whole(administrator):
    member = StaffFactory(roles=["case_worker"])

    services.change_roles(membership=member, roles=["front_desk", "approver"], actor=administrator)

    assert {role.slug for role in member.roles.all()} == {"front_desk", "approver"}
    entry = AuditEntry.objects.get(action="accounts.roles_changed")
    assert entry.details == {"roles": ["approver", "front_desk"]}
    with pytest.raises(NoRoleError):
        services.change_roles(membership=member, roles=[], actor=administrator)


def test_nobody_drops_their_own_administration(administrator):
    StaffFactory(roles=["administrator"])
    own = administrator.staff_membership

    with pytest.raises(OwnRightsError):
        services.change_roles(membership=own, roles=["case_worker"], actor=administrator)
    services.change_roles(membership=own, roles=["administrator", "case_worker"], actor=administrator)

    assert {role.slug for role in own.roles.all()} == {"administrator", "case_worker"}


def test_the_last_administrator_stays(administrator):
    last = administrator.staff_membership
    StaffFactory(roles=["administrator"], is_active=False)
    StaffFactory(roles=["administrator"], user__is_active=False)

    with pytest.raises(LastAdministratorError):
        services.change_roles(membership=last, roles=["case_worker"], actor=None)
    with pytest.raises(LastAdministratorError):
        services.deactivate_staff(membership=last, actor=None)
    last.refresh_from_db()
    assert last.is_active


def test_one_of_two_administrators_may_leave(administrator):
    other = StaffFactory(roles=["administrator"])

    services.change_roles(membership=other, roles=["case_worker"], actor=administrator)

    assert {role.slug for role in other.roles.all()} == {"case_worker"}


def test_deactivating_signs_the_person_out_everywhere(administrator, signed_in):
    member = StaffFactory()
    browser = signed_in(member.user)
    assert browser.get("/verwaltung/konto/").status_code == 200

    services.deactivate_staff(membership=member, actor=administrator)

    assert browser.get("/verwaltung/konto/").status_code in (302, 403)
    assert "accounts.deactivated" in actions()
    services.reactivate_staff(membership=member, actor=administrator)
    member.refresh_from_db()
    assert member.is_active


def test_nobody_deactivates_themselves(administrator):
    StaffFactory(roles=["administrator"])

    with pytest.raises(OwnRightsError):
        services.deactivate_staff(membership=administrator.staff_membership, actor=administrator)


def test_a_reset_second_factor_is_gone_and_its_owner_is_told(administrator):
    member = StaffFactory()
    with_second_factor(member.user)

    services.reset_second_factor(user=member.user, actor=administrator)

    assert not Authenticator.objects.filter(user=member.user).exists()
    message = OutboxMessage.objects.get(kind="accounts.second_factor_reset")
    assert message.to == member.user.email
    assert "accounts.second_factor_reset" in actions()


def test_nobody_resets_their_own_second_factor(administrator):
    with_second_factor(administrator)

    with pytest.raises(OwnRightsError):
        services.reset_second_factor(user=administrator, actor=administrator)
    assert Authenticator.objects.filter(user=administrator).exists()


def test_the_sixth_code_within_five_minutes_is_not_even_looked_at(administrator):
    for _ in range(5):
        services.count_code_try(user=administrator)

    with pytest.raises(TooManyCodesError):
        services.count_code_try(user=administrator)
    assert CodeTries.objects.get(user=administrator).count == 5

    CodeTries.objects.update(since=timezone.now() - timedelta(minutes=5))
    services.count_code_try(user=administrator)
    assert CodeTries.objects.get(user=administrator).count == 1


def test_seeding_roles_again_brings_new_rights_and_keeps_the_roles(tenant):
    before = {role.slug: role.pk for role in Role.objects.all()}
    Role.objects.filter(slug="administrator").update(permissions=[])
    Role.objects.filter(slug="approver").delete()

    services.ensure_roles()

    after = {role.slug: role.pk for role in Role.objects.all()}
    assert set(after) == set(before)
    assert after["administrator"] == before["administrator"]
    assert "platform.staff" in Role.objects.get(slug="administrator").permissions


def test_a_change_that_fails_half_way_leaves_neither_change_nor_line(administrator):
    member = StaffFactory(roles=["case_worker"])
    before = AuditEntry.objects.count()

    with pytest.raises(UnknownRoleError):
        services.change_roles(membership=member, roles=["case_worker", "mayor"], actor=administrator)

    assert AuditEntry.objects.count() == before
    assert {role.slug for role in member.roles.all()} == {"case_worker"}
