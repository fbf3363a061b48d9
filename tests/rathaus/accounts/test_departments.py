"""Departments, who works in them, who heads them."""

import pytest

from rathaus.accounts.models import Department, User
from rathaus.accounts.organisation import departments as services
from rathaus.accounts.organisation.errors import CircularDepartmentError, DepartmentInUseError, NameTakenError
from rathaus.accounts.organisation.selectors import (
    department_tree,
    departments_of,
    is_head_of,
    may_arrange_for,
    people_to_arrange_for,
)
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import StaffFactory
from tests.factories.organisation import DepartmentFactory

pytestmark = pytest.mark.django_db

PAGE = "/verwaltung/personen/abteilungen/"


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def names(lines) -> list[str]:
    return [line.indented_name for line in lines]


def add(name: str, parent: Department | None = None) -> Department:
    return services.save_department(department=Department(name=name, parent=parent), actor=None)


@pytest.fixture
def tree(tenant):
    first, second = add("Ordnung"), add("Bau")
    return first, second, add("Gewerbe", first), add("Meldewesen", first)


def test_each_department_is_followed_by_those_within_it(tree):
    assert names(department_tree()) == ["Ordnung", "– Gewerbe", "– Meldewesen", "Bau"]


def test_moving_changes_the_order_among_siblings_alone(tree):
    _first, second, _trade, registry = tree

    services.move_department(department=second, by=-1, actor=None)
    services.move_department(department=registry, by=-1, actor=None)
    services.move_department(department=registry, by=-1, actor=None)  # is the first already

    assert names(department_tree()) == ["Bau", "Ordnung", "– Meldewesen", "– Gewerbe"]


def test_no_department_lies_within_itself(tree):
    first, _second, trade, _registry = tree
    first.parent = trade

    with pytest.raises(CircularDepartmentError):
        services.save_department(department=first, actor=None)


def test_a_name_is_given_once(tree):
    with pytest.raises(NameTakenError):
        add("Bau")


def test_only_an_empty_department_is_deleted(tree):
    first, second, trade, _registry = tree
    StaffFactory().departments.add(trade)

    for department in (first, trade):
        with pytest.raises(DepartmentInUseError):
            services.delete_department(department=department, actor=None)
    services.delete_department(department=second, actor=None)

    assert not Department.objects.filter(name="Bau").exists()


def test_staff_work_in_the_departments_that_are_in_use(tree):
    _first, second, trade, _registry = tree
    member = StaffFactory()
    services.set_departments(membership=member, departments=[second.pk, trade.pk], actor=None)
    Department.objects.filter(pk=second.pk).update(is_active=False)

    assert departments_of(again(member.user)) == {trade.pk}
    assert AuditEntry.objects.filter(action="accounts.departments_changed").count() == 1


def test_a_head_heads_everything_within_and_nothing_beside(tree):
    first, second, trade, registry = tree
    head = StaffFactory(roles=["department_head"])
    Department.objects.filter(pk=first.pk).update(head=head)
    user = again(head.user)

    assert departments_of(user) == {first.pk, trade.pk, registry.pk}
    assert is_head_of(user, trade)
    assert is_head_of(user, registry.pk)
    assert not is_head_of(user, second)
    assert not is_head_of(StaffFactory().user, first)


def test_a_head_arranges_for_their_own_people_but_not_for_an_administrator(tree):
    first, second, trade, _registry = tree
    head, own, other = StaffFactory(), StaffFactory(), StaffFactory()
    chief = StaffFactory(roles=["administrator"])
    Department.objects.filter(pk=first.pk).update(head=head)
    own.departments.add(trade)
    other.departments.add(second)
    chief.departments.add(trade)
    user = again(head.user)

    assert [may_arrange_for(user, one) for one in (head, own, other, chief)] == [True, True, False, False]
    assert people_to_arrange_for(user) == [head, own]
    assert may_arrange_for(again(chief.user), other)


def test_the_tree_costs_one_query(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        department_tree()


def test_an_administrator_adds_orders_and_deletes_departments(signed_in_administrator, administrator):
    head = administrator.staff_membership
    assert "Noch keine Abteilung" in signed_in_administrator.get(PAGE).content.decode()

    for name in ("Ordnung und Soziales", "Bau"):
        wish = {"name": name, "short_name": "FB", "head": str(head.pk), "is_active": "on"}
        assert signed_in_administrator.post(f"{PAGE}neu/", wish).url == PAGE
    last = Department.objects.get(name="Bau")
    signed_in_administrator.post(f"{PAGE}{last.pk}/ordnen/", {"direction": "up"})

    page = signed_in_administrator.get(PAGE).content.decode().partition("<table")[2]
    assert page.index(">Bau<") < page.index("Ordnung und Soziales")
    assert administrator.full_name in page
    done = signed_in_administrator.post(f"{PAGE}{last.pk}/loeschen/", follow=True).content.decode()
    assert "Bau ist gelöscht." in done
    assert not Department.objects.filter(name="Bau").exists()


def test_a_wrong_department_says_what_to_do_and_keeps_what_was_typed(signed_in_administrator):
    first = DepartmentFactory(name="Ordnung")
    child = DepartmentFactory(name="Gewerbe", parent=first)

    taken = signed_in_administrator.post(f"{PAGE}neu/", {"name": "Ordnung", "short_name": "Amt 32"}).content.decode()
    assert "Diesen Namen gibt es schon" in taken
    assert "Amt 32" in taken
    wish = {"name": "Ordnung", "parent": str(child.pk), "is_active": "on"}
    circle = signed_in_administrator.post(f"{PAGE}{first.pk}/", wish).content.decode()
    assert "nicht in sich selbst liegen" in circle
    kept = signed_in_administrator.post(f"{PAGE}{first.pk}/loeschen/", follow=True).content.decode()
    assert "sind noch Personen oder weitere Abteilungen" in kept


def test_departments_are_given_on_the_persons_page(signed_in_administrator):
    department = DepartmentFactory(name="Gewerbe")
    member = StaffFactory(roles=["case_worker"])
    path = f"/verwaltung/personen/{member.pk}/"

    signed_in_administrator.post(path, {"roles": ["front_desk"], "departments": [str(department.pk)]})

    assert list(member.departments.all()) == [department]
    assert [role.slug for role in member.roles.all()] == ["front_desk"]
    assert "checked" in signed_in_administrator.get(path).content.decode().split(str(department.pk))[1][:200]


@pytest.mark.parametrize("path", ["", "neu/"])
def test_case_workers_change_no_department(signed_in, case_worker, path):
    assert signed_in(case_worker).get(PAGE + path).status_code == 403
