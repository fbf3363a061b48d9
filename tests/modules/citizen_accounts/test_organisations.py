"""Companies and clubs: founding, inviting, roles, leaving, handing over."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from modules.citizen_accounts.errors import (
    AlreadyMemberError,
    InvitationOverError,
    LastOwnerError,
    NotAloneError,
    NotOwnerError,
    TooManyError,
    TooOftenError,
)
from modules.citizen_accounts.models import MemberRole, Membership, MembershipInvitation, Organisation
from modules.citizen_accounts.services.members import (
    change_role,
    hand_over,
    invite_member,
    join,
    remove_member,
    withdraw_member_invitation,
)
from modules.citizen_accounts.services.organisations import close_organisation, found_organisation
from rathaus.mail.models import OutboxMessage
from tests.factories.citizens import CitizenFactory, MembershipFactory

pytestmark = pytest.mark.django_db

VALUES = {
    "name": "Heimatverein",
    "register_number": "VR 1",
    "street": "Am Anger 3",
    "postal_code": "39517",
    "city": "Bellingen",
}
LIST = "/mein/organisationen/"


@pytest.fixture
def owner(tenant):
    return MembershipFactory()


@pytest.fixture
def club(owner):
    return owner.organisation


def member(club, role=MemberRole.ACTING):
    return MembershipFactory(organisation=club, role=role)


def token_for(address: str) -> str:
    text = OutboxMessage.objects.filter(to=address).latest("created_at").text
    return text.partition("/mein/einladung/")[2].partition("/")[0]


def test_whoever_founds_a_club_owns_it(at_home, citizen):
    key = uuid.uuid4()
    typed = VALUES | {"kind": "club", "idem_key": str(key)}

    answer = at_home.post(f"{LIST}neu/", typed)
    at_home.post(f"{LIST}neu/", typed)  # a double click

    assert answer.url == f"{LIST}{key}/"
    assert Membership.objects.get(user=citizen).role == MemberRole.OWNER
    assert Organisation.objects.get().name == "Heimatverein"
    assert "Heimatverein" in at_home.get(LIST).content.decode()


def test_a_form_with_a_mistake_says_what_to_do(at_home):
    shown = at_home.post(f"{LIST}neu/", VALUES | {"idem_key": str(uuid.uuid4()), "name": ""}).content.decode()

    assert "Bitte wählen Sie bei „Was möchten Sie anlegen?“ eine Möglichkeit aus." in shown
    assert "Bitte füllen Sie „Name“ aus." in shown
    assert not Organisation.objects.exists()


def test_nobody_has_more_than_twenty(citizen):
    for _ in range(20):
        MembershipFactory(user=citizen)

    with pytest.raises(TooManyError):
        found_organisation(user=citizen, key=uuid.uuid4(), kind="club", values=VALUES)


def test_an_invitation_works_once_and_by_post_alone(club, owner, as_citizen):
    guest = CitizenFactory().user
    invite_member(organisation=club, actor=owner.user, email=guest.email.upper(), role=MemberRole.ACTING)
    path = f"/mein/einladung/{token_for(guest.email)}/"
    browser = as_citizen(guest)

    shown = browser.get(path).content.decode()
    assert club.name in shown
    assert not Membership.objects.filter(user=guest).exists(), "mail scanners follow links"

    browser.post(path)
    assert Membership.objects.get(user=guest).role == MemberRole.ACTING
    assert as_citizen(CitizenFactory().user).post(path).status_code == 410


def test_an_anonymous_guest_signs_in_before_joining(club, owner, tenant_client):
    invite_member(organisation=club, actor=owner.user, email="gast@post.example", role=MemberRole.READER)
    path = f"/mein/einladung/{token_for('gast@post.example')}/"

    assert tenant_client.get(path).url == f"/konto/anmelden/?next={path}"


def test_the_database_knows_only_the_hash_of_a_link(club, owner):
    invite_member(organisation=club, actor=owner.user, email="gast@post.example", role=MemberRole.READER)

    assert token_for("gast@post.example") not in str(MembershipInvitation.objects.values())


def test_an_invitation_runs_out_and_can_be_withdrawn(club, owner):
    invitation = invite_member(organisation=club, actor=owner.user, email="gast@post.example", role=MemberRole.READER)
    token = token_for("gast@post.example")
    MembershipInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(InvitationOverError):
        join(token=token, user=CitizenFactory().user)

    MembershipInvitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    withdraw_member_invitation(invitation=invitation, actor=owner.user)
    with pytest.raises(InvitationOverError):
        join(token=token, user=CitizenFactory().user)


def test_a_second_invitation_ends_the_first_link(club, owner):
    invite_member(organisation=club, actor=owner.user, email="gast@post.example", role=MemberRole.READER)
    first = token_for("gast@post.example")
    OutboxMessage.objects.all().delete()
    invite_member(organisation=club, actor=owner.user, email="gast@post.example", role=MemberRole.OWNER)

    with pytest.raises(InvitationOverError):
        join(token=first, user=CitizenFactory().user)
    assert join(token=token_for("gast@post.example"), user=CitizenFactory().user).role == MemberRole.OWNER


def test_members_are_not_invited_again_and_do_not_join_twice(club, owner):
    known = member(club)
    with pytest.raises(AlreadyMemberError):
        invite_member(organisation=club, actor=owner.user, email=known.user.email, role=MemberRole.READER)

    invite_member(organisation=club, actor=owner.user, email="gast@post.example", role=MemberRole.READER)
    with pytest.raises(AlreadyMemberError):
        join(token=token_for("gast@post.example"), user=known.user)


def test_thirty_invitations_a_day_are_enough(club, owner):
    for number in range(30):
        invite_member(organisation=club, actor=owner.user, email=f"gast{number}@post.example", role="reader")

    with pytest.raises(TooOftenError):
        invite_member(organisation=club, actor=owner.user, email="gast@post.example", role="reader")


@pytest.mark.parametrize("role", [MemberRole.ACTING, MemberRole.READER])
def test_only_owners_change_members(club, owner, role):
    other, victim = member(club, role), member(club)
    calls = (
        lambda: invite_member(organisation=club, actor=other.user, email="g@post.example", role="reader"),
        lambda: change_role(membership=victim, role="reader", actor=other.user),
        lambda: hand_over(membership=victim, actor=other.user),
        lambda: remove_member(membership=victim, actor=other.user),
        lambda: close_organisation(organisation=club, actor=other.user),
    )
    for call in calls:
        with pytest.raises(NotOwnerError):
            call()


def test_the_last_owner_stays(club, owner):
    member(club)

    with pytest.raises(LastOwnerError):
        remove_member(membership=owner, actor=owner.user)
    with pytest.raises(LastOwnerError):
        change_role(membership=owner, role=MemberRole.READER, actor=owner.user)


def test_everybody_else_may_leave(club, owner, as_citizen):
    leaving = member(club, MemberRole.READER)

    as_citizen(leaving.user).post(f"/mein/mitglieder/{leaving.pk}/entfernen/")

    assert not Membership.objects.filter(pk=leaving.pk).exists()


def test_handing_over_makes_the_other_one_the_owner(club, owner, as_citizen):
    heir = member(club)

    as_citizen(owner.user).post(f"/mein/mitglieder/{heir.pk}/uebergeben/")

    heir.refresh_from_db()
    owner.refresh_from_db()
    assert (heir.role, owner.role) == (MemberRole.OWNER, MemberRole.ACTING)


def test_an_account_with_members_is_not_closed(club, owner):
    other = member(club)
    with pytest.raises(NotAloneError):
        close_organisation(organisation=club, actor=owner.user)

    remove_member(membership=other, actor=owner.user)
    close_organisation(organisation=club, actor=owner.user)

    assert not Organisation.objects.exists()


def test_strangers_learn_nothing_about_a_club(club, owner, at_home):
    for path in ("", "angaben/", "schliessen/", "einladen/"):
        answer = at_home.get(f"{LIST}{club.pk}/{path}")
        unknown = at_home.get(f"{LIST}{uuid.uuid4()}/{path}")
        assert answer.url == unknown.url == LIST
    for path in ("rolle/", "uebergeben/", "entfernen/"):
        assert at_home.post(f"/mein/mitglieder/{owner.pk}/{path}", {"role": "reader"}).url == LIST
    owner.refresh_from_db()
    assert owner.role == MemberRole.OWNER


def test_readers_see_members_but_no_buttons(club, owner, as_citizen):
    reader = member(club, MemberRole.READER)
    shown = as_citizen(reader.user).get(f"{LIST}{club.pk}/").content.decode()

    assert owner.user.full_name in shown
    assert "Rolle ändern" not in shown
    assert "Jemanden einladen" not in shown
    assert "handeln</span>" not in shown


def test_owners_change_details_and_roles_on_the_page(club, owner, as_citizen):
    browser, other = as_citizen(owner.user), member(club)
    browser.post(f"{LIST}{club.pk}/angaben/", VALUES | {"name": "Kulturverein"})
    browser.post(f"/mein/mitglieder/{other.pk}/rolle/", {"role": "reader"})
    browser.post(f"{LIST}{club.pk}/einladen/", {"email": "gast@post.example", "role": "reader"})

    shown = browser.get(f"{LIST}{club.pk}/").content.decode()
    assert "Kulturverein" in shown
    assert "gast@post.example" in shown
    other.refresh_from_db()
    assert other.role == MemberRole.READER
