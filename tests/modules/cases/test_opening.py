"""Opening a case: number, responsibility, first entries, who hears of it."""

import uuid
from dataclasses import replace

import pytest
from django.db import transaction

from modules.cases.errors import UnknownKindError
from modules.cases.models import Case, CaseCounter, CaseRoute, EntryKind, Status
from modules.cases.opening import NewCase
from modules.cases.own_cases import CALLBACK, MESSAGE
from modules.cases.services.opening import open_case
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from tenants.municipality.models import Locality
from tests.factories.accounts import StaffFactory
from tests.factories.cases import applicant_of, make_case, make_file
from tests.factories.inbox import make_citizen
from tests.factories.organisation import DepartmentFactory

pytestmark = pytest.mark.django_db


def test_numbers_follow_the_order_of_opening_and_begin_anew_each_year():
    first, second = make_case(), make_case()

    year = first.opened_at.year
    assert [first.reference, second.reference] == [f"{year}-000001", f"{year}-000002"]
    assert first.opened_at < second.opened_at


def test_a_rollback_gives_the_number_back():
    make_case()
    with transaction.atomic():
        make_case()
        transaction.set_rollback(True)

    assert make_case().reference.endswith("-000002")
    assert CaseCounter.objects.get().last == 2


def test_the_same_key_opens_one_case():
    key = uuid.uuid4()

    assert make_case(idem_key=key) == make_case("Anderes", idem_key=key)
    assert Case.objects.count() == 1


def test_a_kind_that_nobody_declared_is_refused():
    with pytest.raises(UnknownKindError):
        open_case(new=NewCase(kind="nobody.knows", title="x"), idem_key=uuid.uuid4())


def test_what_was_written_is_the_first_message_and_the_timeline_tells_it():
    person = make_citizen()
    case = make_case(person=person, text="Darf die Hecke 3 m hoch sein?")

    assert [entry.kind for entry in case.entries.all()] == [EntryKind.OPENED, EntryKind.MESSAGE_IN]
    assert case.is_new_for_staff
    assert not case.is_new_for_person
    assert case.status == Status.RECEIVED
    assert TimelineEntry.objects.filter(person=person, matter_id=case.pk).count() == 2
    assert not OutboxMessage.objects.filter(to=person.email).exists()


def test_an_urgent_case_is_told_to_its_department_without_content():
    department = DepartmentFactory()
    clerk = StaffFactory()
    clerk.departments.add(department)
    StaffFactory()

    case = make_case("Rohrbruch bei Familie Reimann", department=department, is_urgent=True)

    mail = OutboxMessage.objects.get(kind="cases.urgent")
    assert mail.to == clerk.user.email
    assert case.reference in mail.subject
    assert "Reimann" not in mail.text + mail.subject


def test_opening_is_in_the_record_with_codes_only():
    case = make_case()

    entry = AuditEntry.objects.get(action="cases.case_opened")
    assert entry.target_id == str(case.pk)
    assert entry.details == {"kind": MESSAGE, "channel": "online"}


class TestResponsibility:
    def test_the_rule_that_says_most_decides(self):
        order, office, village = DepartmentFactory(), DepartmentFactory(), DepartmentFactory()
        locality = Locality.objects.create(name="Birkholz")
        clerk = StaffFactory().user
        CaseRoute.objects.create(department=office)
        CaseRoute.objects.create(service_key="osterfeuer", department=order, responsible=clerk)
        CaseRoute.objects.create(service_key="osterfeuer", locality=locality, department=village)

        assert make_case().department == office
        fire = make_case(service_key="osterfeuer")
        assert (fire.department, fire.responsible) == (order, clerk)
        assert make_case(service_key="osterfeuer", locality=locality).department == village

    def test_a_closed_department_or_somebody_who_left_is_nobody(self):
        clerk = StaffFactory().user
        department = DepartmentFactory()
        route = CaseRoute.objects.create(kind=CALLBACK, department=department, responsible=clerk)
        clerk.is_active = False
        clerk.save()

        case = make_case(kind=CALLBACK)
        assert (case.department, case.responsible) == (department, None)
        route.department.is_active = False
        route.department.save()
        assert make_case(kind=CALLBACK).department is None

    def test_a_department_that_the_caller_names_comes_first(self):
        CaseRoute.objects.create(department=DepartmentFactory())
        named = DepartmentFactory()

        assert make_case(department=named).department == named


def test_files_of_a_request_belong_to_the_case():
    case = make_case()

    assert make_file(case).case == case
    assert case.files.get().filename == "Lageplan.png"


def test_an_address_is_kept_in_lower_case():
    who = replace(applicant_of(None), email=" Jonas@Post.Example ")

    assert make_case(applicant=who).applicant_email == "jonas@post.example"
