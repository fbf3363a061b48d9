"""Who sees which case: departments, substitution, restricted areas, owners; nobody by knowing an address."""

import pytest

from modules.cases.selectors.access import case_for, cases_for, my_case, my_cases
from modules.cases.selectors.desk import desk_lines
from rathaus.accounts.areas import SOCIAL
from rathaus.accounts.models import StaffMembership
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case
from tests.factories.inbox import make_citizen
from tests.factories.organisation import DepartmentFactory, SubstitutionFactory, open_area

pytestmark = pytest.mark.django_db


def clerk_in(*departments, roles=("case_worker",)) -> StaffMembership:
    membership = StaffFactory(roles=list(roles))
    membership.departments.set(departments)
    return membership


def again(membership):
    """Return the person as the next request reads them."""
    return type(membership.user).objects.get(pk=membership.user.pk)


def test_a_clerk_sees_the_own_department_the_own_cases_and_what_nobody_has():
    order, taxes = DepartmentFactory(), DepartmentFactory()
    clerk = clerk_in(order)
    mine = make_case("Meiner", department=taxes, responsible=clerk.user)
    ours, free = make_case("Unserer", department=order), make_case("Freier")
    make_case("Fremder", department=taxes)

    assert set(cases_for(again(clerk))) == {mine, ours, free}


def test_a_substitute_sees_the_cases_of_the_absent_person():
    order = DepartmentFactory()
    absent, substitute = clerk_in(order), clerk_in(DepartmentFactory())
    case = make_case(department=order)
    assert case_for(again(substitute), case.pk) is None

    SubstitutionFactory(absent=absent, substitute=substitute)

    assert case_for(again(substitute), case.pk) == case


def test_a_restricted_area_opens_for_named_people_alone_also_for_administrators_and_substitutes():
    office = DepartmentFactory()
    named, other = clerk_in(office), clerk_in(office, roles=["administrator"])
    open_area(named, SOCIAL)
    case = make_case(department=office, area=SOCIAL)

    assert case_for(again(named), case.pk) == case
    assert case_for(again(other), case.pk) is None
    SubstitutionFactory(absent=named, substitute=other)
    assert case_for(again(other), case.pk) is None


def test_the_front_desk_reads_no_case():
    case = make_case()

    assert case_for(StaffFactory(roles=["front_desk"]).user, case.pk) is None


def test_citizens_see_their_own_cases_alone():
    person, stranger = make_citizen(), make_citizen("fremd@post.example")
    case = make_case(person=person)
    make_case(person=stranger)

    assert list(my_cases(person)) == [case]
    assert my_case(stranger, case.pk) is None


class TestFrontDesk:
    def test_it_sees_service_state_deadline_and_person_but_no_content(self):
        clerk = StaffFactory().user
        make_case("Schulden von Frau Köhler", service_name="Wohngeld", responsible=clerk, text="Ich habe Schulden.")

        (line,) = desk_lines(StaffFactory(roles=["front_desk"]).user)

        assert (line.service, line.responsible) == ("Wohngeld", clerk.full_name)
        assert "Schulden" not in repr(line)
        assert "Reimann" not in repr(line)

    def test_it_finds_by_number_or_by_the_whole_name(self):
        desk = StaffFactory(roles=["front_desk"]).user
        case = make_case()

        assert desk_lines(desk, case.reference)[0].id == case.pk
        assert desk_lines(desk, "jonas reimann")[0].id == case.pk
        assert desk_lines(desk, "Reimann") == []

    def test_a_restricted_area_is_not_there(self):
        make_case(area=SOCIAL)

        assert desk_lines(StaffFactory(roles=["front_desk"]).user) == []
