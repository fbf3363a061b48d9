"""Absence: whoever stands in holds the rights of the absent person for these days, and nothing restricted."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.accounts.areas import SOCIAL, TAX, may_open
from rathaus.accounts.models import Department, Substitution, User
from rathaus.accounts.organisation import substitutions as services
from rathaus.accounts.organisation.errors import (
    AbsenceDaysError,
    AbsenceOverlapsError,
    NotYoursError,
    SubstituteError,
    SubstitutionOverError,
)
from rathaus.accounts.organisation.selectors import departments_of, is_head_of
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.rights import rights_of, running_substitutions
from rathaus.audit.models import ActorKind, AuditEntry
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.organisation import DepartmentFactory, SubstitutionFactory, open_area

pytestmark = pytest.mark.django_db

PAGE = "/verwaltung/vertretung/"
DAY = timedelta(days=1)


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def today():
    return timezone.localdate()


@pytest.fixture
def absent(tenant):
    """Somebody with rights, a department that they head, and a restricted area."""
    member = StaffFactory(roles=["administrator"], user__first_name="Jens", user__last_name="Albers")
    member.departments.add(DepartmentFactory(name="Ordnung", head=member))
    open_area(member, TAX)
    return member


@pytest.fixture
def substitute(tenant):
    """Somebody at the front desk who may open social data."""
    member = StaffFactory(roles=["front_desk"])
    open_area(member, SOCIAL)
    return member


def stand_in(absent, substitute, first=0, last=1):
    return services.set_substitution(
        absent=absent,
        substitute=substitute,
        first_on=today() + first * DAY,
        last_on=today() + last * DAY,
        actor=again(absent.user),
    )


def test_the_substitute_holds_rights_and_departments_and_keeps_their_own(absent, substitute):
    stand_in(absent, substitute)
    user = again(substitute.user)

    assert has_permission(user, "platform.staff")
    assert has_permission(user, "appointments.work")
    department = Department.objects.get(name="Ordnung")
    assert departments_of(user) == {department.pk}
    assert is_head_of(user, department)
    assert rights_of(user).roles == {"front_desk"}
    assert "platform.staff" not in rights_of(user).own_permissions


def test_restricted_areas_of_the_absent_person_stay_closed_to_the_substitute(absent, substitute):
    stand_in(absent, substitute)
    user = again(substitute.user)

    assert not may_open(user, TAX)
    assert may_open(user, SOCIAL)
    assert may_open(again(absent.user), TAX)


@pytest.mark.parametrize(("first", "last", "counts"), [(-2, -1, False), (-1, 0, True), (0, 0, True), (1, 3, False)])
def test_it_counts_from_the_first_to_the_last_day_and_ends_by_itself(absent, substitute, first, last, counts):
    SubstitutionFactory(
        absent=absent, substitute=substitute, first_on=today() + first * DAY, last_on=today() + last * DAY
    )

    assert has_permission(again(substitute.user), "platform.staff") is counts


def test_an_ended_substitution_counts_no_more(absent, substitute):
    made = stand_in(absent, substitute)
    services.end_substitution(substitution=made, actor=again(substitute.user))

    assert not has_permission(again(substitute.user), "platform.staff")
    with pytest.raises(SubstitutionOverError):
        services.end_substitution(substitution=made, actor=again(absent.user))


def test_what_somebody_holds_by_standing_in_is_not_passed_on(absent, substitute):
    third = StaffFactory(roles=["approver"])
    stand_in(absent, substitute)
    stand_in(substitute, third)

    assert not has_permission(again(third.user), "platform.staff")
    assert has_permission(again(third.user), "appointments.work")


@pytest.mark.parametrize("closed", ["is_active", "user__is_active"])
def test_a_closed_access_lends_nothing_and_borrows_nothing(tenant, closed):
    gone = StaffFactory(roles=["administrator"], **{closed: False})
    SubstitutionFactory(absent=gone, substitute=StaffFactory(roles=["front_desk"]))
    borrower = Substitution.objects.get(absent=gone).substitute
    assert not has_permission(again(borrower.user), "platform.staff")

    barred = StaffFactory(roles=["front_desk"], **{closed: False})
    SubstitutionFactory(absent=StaffFactory(roles=["administrator"]), substitute=barred)
    assert not rights_of(again(barred.user)).is_staff


def test_nobody_stands_in_for_themself_or_without_an_access(absent):
    with pytest.raises(SubstituteError):
        stand_in(absent, absent)
    with pytest.raises(SubstituteError):
        stand_in(absent, StaffFactory(is_active=False))


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-5, -1)])
def test_days_in_the_wrong_order_or_past_are_refused(absent, substitute, first, last):
    with pytest.raises(AbsenceDaysError):
        stand_in(absent, substitute, first, last)


def test_one_substitute_at_a_time(absent, substitute):
    stand_in(absent, substitute, 0, 5)

    with pytest.raises(AbsenceOverlapsError):
        stand_in(absent, StaffFactory(), 5, 9)
    stand_in(absent, StaffFactory(), 6, 9)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(-10, 10), length=st.integers(0, 6), asked=st.integers(-12, 18))
def test_whatever_the_days_it_runs_exactly_on_them(absent, substitute, first, length, asked):
    Substitution.objects.all().delete()
    start = today() + first * DAY
    SubstitutionFactory(absent=absent, substitute=substitute, first_on=start, last_on=start + length * DAY)

    assert running_substitutions(today() + asked * DAY).exists() is (first <= asked <= first + length)


def test_colleagues_set_nobody_elses_absence(absent, substitute):
    stranger = StaffFactory(roles=["department_head"])

    with pytest.raises(NotYoursError):
        services.set_substitution(
            absent=absent, substitute=substitute, first_on=today(), last_on=today(), actor=again(stranger.user)
        )


def test_a_head_sets_it_for_their_people_when_these_cannot(tenant, substitute):
    head, ill = StaffFactory(roles=["department_head"]), StaffFactory(roles=["case_worker"])
    ill.departments.add(DepartmentFactory(head=head))

    made = services.set_substitution(
        absent=ill, substitute=substitute, first_on=today(), last_on=today(), actor=again(head.user)
    )

    assert made.set_by == head.user
    entry = AuditEntry.objects.get(action="accounts.substitution_set")
    assert entry.actor_id == head.user_id
    assert entry.details["absent"] == str(ill.user_id)


def test_a_head_never_hands_out_an_administrators_rights(absent, substitute):
    head = StaffFactory(roles=["department_head"])
    absent.departments.add(DepartmentFactory(head=head))

    with pytest.raises(NotYoursError):
        services.set_substitution(
            absent=absent, substitute=head, first_on=today(), last_on=today(), actor=again(head.user)
        )


def test_rights_with_substitution_cost_one_query(absent, substitute, django_assert_num_queries):
    stand_in(absent, substitute)
    user = again(substitute.user)

    with django_assert_num_queries(1):
        assert has_permission(user, "platform.staff")
        assert may_open(user, SOCIAL)
        assert rights_of(user).stands_in_for[0].name == "Jens Albers"


def test_departments_of_a_head_cost_one_query_more(absent, django_assert_num_queries):
    user = again(absent.user)
    rights_of(user)

    with django_assert_num_queries(1):
        assert departments_of(user)
        assert is_head_of(user, next(iter(departments_of(user))))


def test_what_a_substitute_does_is_theirs_and_says_in_whose_place(absent, substitute, signed_in):
    stand_in(absent, substitute)
    member = StaffFactory()

    signed_in(again(substitute.user)).post(f"/verwaltung/personen/{member.pk}/", {"roles": ["front_desk"]})

    entry = AuditEntry.objects.get(action="accounts.roles_changed", target_id=str(member.pk))
    assert entry.actor_id == substitute.user_id
    assert entry.actor_kind == ActorKind.STAFF
    assert entry.details["in_place_of"] == str(absent.user_id)


def test_what_somebody_may_anyway_names_nobody(absent, signed_in):
    other = StaffFactory(roles=["administrator"])
    stand_in(absent, other)
    member = StaffFactory()

    signed_in(again(other.user)).post(f"/verwaltung/personen/{member.pk}/", {"roles": ["front_desk"]})

    assert "in_place_of" not in AuditEntry.objects.get(target_id=str(member.pk)).details


def test_the_dashboard_says_for_whom_one_stands_in_and_until_when(absent, substitute, signed_in):
    browser = signed_in(again(substitute.user))
    assert "Sie vertreten" not in browser.get("/verwaltung/").content.decode()
    stand_in(absent, substitute)

    page = browser.get("/verwaltung/").content.decode()

    assert "Sie vertreten <strong>Jens Albers</strong> bis" in page


def test_a_case_worker_sets_and_ends_their_own_absence(signed_in, case_worker, substitute):
    browser = signed_in(case_worker)
    page = browser.get(PAGE).content.decode()
    assert "Ich bin abwesend" in page
    assert f'name="absent" value="{case_worker.staff_membership.pk}"' in page
    wish = {
        "idem_key": str(uuid.uuid4()),
        "absent": str(case_worker.staff_membership.pk),
        "substitute": str(substitute.pk),
        "first_on": today().isoformat(),
        "last_on": (today() + DAY).isoformat(),
    }

    for _ in range(2):
        assert browser.post(PAGE, wish).url == PAGE

    made = Substitution.objects.get()
    assert (made.absent.user, made.substitute) == (case_worker, substitute)
    assert substitute.user.full_name in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}{made.pk}/beenden/")
    made.refresh_from_db()
    assert made.ended_at is not None


def test_a_form_cannot_name_somebody_else_as_absent(signed_in, case_worker, absent, substitute):
    wish = {
        "idem_key": str(uuid.uuid4()),
        "absent": str(absent.pk),
        "substitute": str(case_worker.staff_membership.pk),
        "first_on": today().isoformat(),
        "last_on": today().isoformat(),
    }

    page = signed_in(case_worker).post(PAGE, wish).content.decode()

    assert "angebotenen Möglichkeiten" in page
    assert not Substitution.objects.exists()


def test_an_administrator_sees_everybody_and_a_colleague_only_what_concerns_them(
    signed_in, signed_in_administrator, absent, substitute, case_worker
):
    stand_in(absent, substitute)

    assert "vertritt" in signed_in_administrator.get(PAGE).content.decode()
    assert "Niemand wird vertreten." in signed_in(case_worker).get(PAGE).content.decode()
    made = Substitution.objects.get()
    signed_in(case_worker).post(f"{PAGE}{made.pk}/beenden/")
    made.refresh_from_db()
    assert made.ended_at is None


def test_wrong_days_are_said_at_the_field(signed_in, case_worker, substitute):
    wish = {
        "idem_key": str(uuid.uuid4()),
        "absent": str(case_worker.staff_membership.pk),
        "substitute": str(substitute.pk),
        "first_on": (today() + 2 * DAY).isoformat(),
        "last_on": today().isoformat(),
    }

    assert "Der letzte Tag liegt vor dem ersten" in signed_in(case_worker).post(PAGE, wish).content.decode()


def test_a_citizen_stands_in_for_nobody(absent):
    assert rights_of(UserFactory()).stands_in_for == ()
