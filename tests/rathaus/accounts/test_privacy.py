"""What is known about a person, what is erased, what is forgotten in time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from rathaus.accounts import services
from rathaus.accounts.areas import TAX
from rathaus.accounts.models import CodeTries, Invitation, Substitution, SupportGrant, User
from rathaus.accounts.privacy import PERSONAL_DATA
from rathaus.accounts.support.services import Operator, hand_over
from tests.factories.accounts import StaffFactory, UserFactory, with_second_factor
from tests.factories.organisation import DepartmentFactory, SubstitutionFactory, SupportGrantFactory, open_area

pytestmark = pytest.mark.django_db


def open_session(user: User) -> str:
    """Make a session of the person as signing in does, and return its key."""
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store.create()
    UserSession.objects.create(user=user, session_key=store.session_key, ip="203.0.113.7", user_agent="Firefox")
    return str(store.session_key)


def test_staff_read_their_place_in_the_town_hall(tenant):
    member = StaffFactory()
    member.departments.add(DepartmentFactory(name="Gewerbe"))
    open_area(member, TAX)
    SubstitutionFactory(absent=member)

    records = PERSONAL_DATA.export(email=member.user.email)

    assert [record["kind"] for record in records] == ["access", "organisation", "absence"]
    assert records[1]["departments"] == "Gewerbe"
    assert records[1]["restricted_areas"] == TAX


def test_absences_and_support_access_are_forgotten_in_time(tenant):
    now = timezone.now()
    old = SubstitutionFactory(first_on=(now - timedelta(days=400)).date(), last_on=(now - timedelta(days=370)).date())
    new = SubstitutionFactory()
    grant = SupportGrantFactory(operator_email="ines.falk@betrieb.example")
    hand_over(operator=Operator(uuid4(), "ines.falk@betrieb.example", "Ines", "Falk"))
    assert [record["kind"] for record in PERSONAL_DATA.export(email="ines.falk@betrieb.example")] == ["support"]

    PERSONAL_DATA.apply_retention(now=now)
    assert set(Substitution.objects.all()) == {new}
    assert not Substitution.objects.filter(pk=old.pk).exists()
    assert User.objects.filter(is_operator=True).exists()

    PERSONAL_DATA.apply_retention(now=grant.expires_at + timedelta(days=3 * 365 + 1))
    assert not SupportGrant.objects.exists()
    assert not User.objects.filter(is_operator=True).exists()


def test_a_person_reads_everything_but_secrets(administrator):
    user = UserFactory(email="jonas@stadt.example", last_name="Brandt")
    with_second_factor(user)
    open_session(user)
    open_session(UserFactory(last_name="Fremd"))

    records = PERSONAL_DATA.export(email="jonas@stadt.example")

    assert {record["kind"] for record in records} == {"access", "session"}
    assert "Brandt" in str(records)
    assert "Fremd" not in str(records)
    assert user.password not in str(records)


def test_an_invited_person_reads_the_invitation(administrator):
    services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=administrator)

    assert [record["kind"] for record in PERSONAL_DATA.export(email="jonas@stadt.example")] == ["invitation"]


def test_working_staff_are_not_erased(administrator):
    assert PERSONAL_DATA.erase(email=administrator.email) == 0
    assert User.objects.filter(pk=administrator.pk).exists()


def test_a_former_colleague_is_erased_with_sessions_and_invitations(administrator):
    former = StaffFactory(is_active=False, user__email="jonas@stadt.example").user
    key = open_session(former)
    Invitation.objects.create(email=former.email, token_hash="h", expires_at=timezone.now())

    assert PERSONAL_DATA.erase(email="jonas@stadt.example") == 2

    assert not User.objects.filter(pk=former.pk).exists()
    assert not Session.objects.filter(session_key=key).exists()
    assert PERSONAL_DATA.export(email="jonas@stadt.example") == []


def test_what_is_over_is_forgotten_in_time_and_what_runs_is_kept(administrator):
    now = timezone.now()
    for days, email in ((91, "alt@stadt.example"), (89, "neu@stadt.example")):
        Invitation.objects.create(email=email, token_hash=email, expires_at=now - timedelta(days=days))
    CodeTries.objects.create(user=administrator, count=3, since=now - timedelta(days=2))
    running, over = open_session(administrator), open_session(administrator)
    Session.objects.filter(session_key=over).update(expire_date=now - timedelta(hours=1))

    assert PERSONAL_DATA.apply_retention(now=now) == 4
    assert PERSONAL_DATA.apply_retention(now=now) == 0

    assert list(Invitation.objects.values_list("email", flat=True)) == ["neu@stadt.example"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [running]
