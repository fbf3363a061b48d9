"""One object for each address of the work with cases; every text of it carries the marker."""

import uuid
from typing import Any

from django.utils import timezone

from modules.cases.models import BulkChange, Case, CaseRoute, SavedView, TextModule
from modules.cases.opening import Applicant
from modules.cases.services.guests import ask_for_code, enter_code
from modules.cases.services.writing import add_remark
from modules.cases.views.staff.case import PREVIEW
from rathaus.accounts.models import User
from rathaus.mail.models import OutboxMessage
from rathaus.signing import sign
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case, make_file, make_message
from tests.factories.organisation import DepartmentFactory


def work_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of citizens' and staff's addresses by their name."""
    viewer = first_administrator() or StaffFactory(roles=["administrator"]).user
    return staff_examples(marker, viewer) | my_examples(marker, viewer) | guest_examples(marker)


def first_administrator() -> User | None:
    """Return who looks at the examples: citizens' pages show only what is one's own."""
    return User.objects.filter(staff_membership__roles__slug="administrator").order_by("created_at").first()


def marked_case(marker: str, **more: Any) -> Case:
    """Return a case of which every text carries the marker."""
    who = Applicant(name=marker, email=f"kennwort{uuid.uuid4().hex[:8]}@post.example", address=marker)
    case = make_case(f"{marker} Anliegen", **{"applicant": who, "text": marker} | more)
    make_message(case, marker, filename=f"{marker}.png")
    return case


def staff_examples(marker: str, viewer: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the dashboard's pages."""
    case = marked_case(marker)
    add_remark(case=case, text=marker, idem_key=uuid.uuid4(), actor=viewer)
    file = make_file(case, f"{marker}.png")
    view = SavedView.objects.create(owner=viewer, name=f"{marker[:20]} Ansicht", query="nur=neu")
    change = BulkChange.objects.create(actor=viewer, step="gelesen", made_at=timezone.now(), idem_key=uuid.uuid4())
    department = DepartmentFactory(name=f"{marker} Abteilung")
    route = CaseRoute.objects.create(service_key=f"{marker[:20]}-leistung", department=department)
    text = TextModule.objects.create(title=f"{marker} Baustein", text=marker)
    keys = {
        **dict.fromkeys(("case", "step", "ask", "dates", "hand_on"), case.pk),
        "file": file.pk,
        "view_remove": view.pk,
        "undo": change.pk,
        **dict.fromkeys(("route", "route_remove"), route.pk),
        **dict.fromkeys(("text", "text_remove"), text.pk),
    }
    token = {"cases_staff:preview": {"token": sign(purpose=PREVIEW, value=str(file.pk))}}
    return {f"cases_staff:{name}": {"key": key} for name, key in keys.items()} | token


def my_examples(marker: str, viewer: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the person's own pages."""
    who = Applicant(name=marker, email=viewer.email, person=viewer)
    case = marked_case(marker, applicant=who)
    file = case.files.first()
    assert file is not None
    return {
        "cases:case": {"key": case.pk},
        "cases:withdraw": {"key": case.pk},
        "cases:file": {"key": case.pk, "file": file.pk},
    }


def guest_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of a guest's pages: the way in is open."""
    case = marked_case(marker)
    file = case.files.first()
    assert file is not None
    token = opened_token(case)
    return {
        "cases:sent": {"token": sign(purpose="cases.sent", value=str(case.pk))},
        "cases:guest_code": {"token": token},
        "cases:guest_case": {"token": token},
        "cases:guest_withdraw": {"token": token},
        "cases:guest_file": {"token": token, "file": file.pk},
    }


def opened_token(case: Case) -> str:
    """Return the token of a guest who has entered the code from the mail."""
    network = f"192.0.2.{uuid.uuid4().int % 250}/32"
    token = ask_for_code(reference=case.reference, email=case.applicant_email, network=network)
    enter_code(token=token, code=mailed_code(case))
    return token


def mailed_code(case: Case) -> str:
    """Return the digits of the latest mail about this case."""
    mail = OutboxMessage.objects.filter(kind="cases.guest_code", reference=str(case.pk)).latest("created_at")
    return "".join(char for char in mail.text.partition(f"{case.reference}: ")[2][:7] if char.isdigit())
