"""Invented decisions: a letter that waits for release, missing documents, fires of a day, an account. No mails."""

import uuid
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from modules.cases.handlers import NoticeTemplate
from modules.cases.models import (
    Case,
    DecisionSettings,
    DocumentItem,
    DocumentRequest,
    FeeNote,
    FeeState,
    Notice,
    NoticeState,
    Outcome,
    Signing,
    SigningAuthority,
    Status,
)
from modules.cases.own_cases import PLAIN
from modules.cases.selectors.notices import STANDARD_REMEDY
from modules.cases.services.notices import template_text
from modules.cases.services.numbers import next_reference
from rathaus.accounts.models import Department, Role, StaffMembership, User
from tenants.municipality.models import Locality
from tenants.municipality.selectors import get_profile

_PERMIT: Final = NoticeTemplate(
    key="erlaubnis",
    title="Sondernutzungserlaubnis",
    outcome=Outcome.GRANTED,
    subject="Erlaubnis: {title}",
    paragraphs=(
        "auf Ihren Antrag vom {received} erlauben wir Ihnen, den Gehweg für acht Stände zu nutzen.",
        "Die Erlaubnis beruht auf § 18 StrG LSA und unserer Satzung. Ihr Plan ist Teil dieser Erlaubnis.",
    ),
    conditions=(
        "Halten Sie auf der ganzen Länge einen Rettungsweg von 3,50 m frei.",
        "Räumen Sie den Gehweg bis 20 Uhr und hinterlassen Sie ihn sauber.",
        "Stellen Sie keine Stände auf Hydranten und Schachtdeckel.",
    ),
    legal_remedy=STANDARD_REMEDY,
    needs_release=True,
)
_FIRES: Final = (
    ("Osterfeuer am Sportplatz", "Sportplatz, Am Anger", "Freiwillige Feuerwehr Lüderitz", "03935 000001", ""),
    ("Osterfeuer des Heimatvereins", "Festwiese hinter der Kirche", "Heimatverein Grieben e. V.", "", "verein"),
    ("Osterfeuer der Familie Schulze", "Lindenstraße 8, Hof", "Heinz Schulze", "03935 000002", ""),
    ("Osterfeuer der Landjugend", "Alter Schafstall", "Landjugend Bellingen", "0151 0000003", "landjugend"),
)


def create_demo_decisions(now: datetime) -> None:
    """Add to the invented cases of the entered municipality what is decided about them."""
    clerks = _people("administrator", "case_worker")
    heads = _people("department_head", "approver")
    if not clerks:
        return
    if not heads and len(clerks) > 1:
        heads = [clerks[-1]]
        StaffMembership.objects.get(user=clerks[-1]).roles.add(*Role.objects.filter(slug="approver"))
    _set_up(clerks, heads)
    _light_fires(now, clerks[0])
    open_cases = Case.objects.filter(kind=PLAIN, closed_at=None).order_by("-opened_at")
    writer = next((one for one in clerks if one not in heads), clerks[0])
    if case := open_cases.filter(service_key="sondernutzung", status=Status.PROCESSING).first():
        _let_wait(case, writer, now)
    if case := open_cases.filter(status=Status.ACTION_REQUIRED).first():
        _ask_for_papers(case, writer, now)


def _people(*roles: str) -> list[User]:
    found = StaffMembership.objects.filter(roles__slug__in=roles).select_related("user").order_by("user__last_name")
    return [one.user for one in found.distinct()]


def _set_up(clerks: list[User], heads: list[User]) -> None:
    profile = get_profile()
    DecisionSettings.objects.get_or_create(
        pk=DecisionSettings.ONLY_ID,
        defaults={
            "account_holder": f"Stadtkasse {profile.city}"[:70],
            "iban": "DE02120300000000202051",
            "bic": "BYLADEM1001",
            "kassenzeichen_prefix": "RH-",
            "release_from_cents": 20_000,
            "handover_email": "fachverfahren@stadt.example",
        },
    )
    for user in dict.fromkeys([*clerks, *heads]):
        facts = {"name": user.full_name, "function": "Sachbearbeitung" if user in clerks else "Fachbereichsleitung"}
        SigningAuthority.objects.get_or_create(user=user, kind=Signing.BY_ORDER, defaults=facts)


def _light_fires(now: datetime, clerk: User) -> None:
    """Permit the fires of one Saturday in three weeks, one in each of the first localities."""
    today = timezone.localdate(now)
    day = today + timedelta(days=21 + (5 - today.weekday()) % 7)
    localities = list(Locality.objects.all()[: len(_FIRES)])
    department = Department.objects.filter(name="Ordnung und Gewerbe").first()
    for number, (title, place, name, phone, address) in enumerate(_FIRES):
        Case.objects.create(
            **_fire(title, place, day, now - timedelta(days=9, hours=number)),
            reference=next_reference(),
            applicant_name=name,
            is_for_organization="Familie" not in title,
            applicant_phone=phone,
            applicant_email=f"{address}@verein.example" if address else "",
            locality=localities[number] if number < len(localities) else None,
            department=department,
            responsible=clerk,
            idem_key=uuid.uuid4(),
        )


def _fire(title: str, place: str, day: date, opened_at: datetime) -> dict[str, object]:
    return {
        "kind": PLAIN,
        "service_key": "brauchtumsfeuer",
        "service_name": "Brauchtumsfeuer",
        "title": title,
        "place": place,
        "takes_place_from": day,
        "takes_place_until": day,
        "status": Status.COMPLETED,
        "outcome": Outcome.GRANTED,
        "is_new_for_staff": False,
        "opened_at": opened_at,
        "last_at": opened_at + timedelta(days=3),
        "closed_at": opened_at + timedelta(days=3),
        "keep_days": 365,
    }


def _let_wait(case: Case, writer: User, now: datetime) -> None:
    """Put a letter with its fee before a second person."""
    text = replace(template_text(case, _PERMIT), recipient=f"{case.applicant_name}\nLindenstraße 8\n39517 Tangerhütte")
    FeeNote.objects.create(
        case=case,
        state=FeeState.PLANNED,
        amount_cents=case.fee_cents or 4600,
        reason="Sondernutzung, zwei Tage",
        due_on=timezone.localdate(now) + timedelta(days=30),
        kassenzeichen=f"RH-{case.reference}-1",
        set_by=writer,
        set_at=now,
        idem_key=uuid.uuid4(),
    )
    Notice.objects.create(
        **asdict(text),
        case=case,
        state=NoticeState.WAITING,
        template_key=_PERMIT.key,
        wants_release=True,
        writer=writer,
        written_at=now - timedelta(hours=3),
        asked_at=now - timedelta(hours=2),
        idem_key=uuid.uuid4(),
    )


def _ask_for_papers(case: Case, clerk: User, now: datetime) -> None:
    request = DocumentRequest.objects.create(
        case=case,
        text="Fotos mit dem Handy genügen.",
        deadline_on=timezone.localdate(now) + timedelta(days=10),
        asked_by=clerk,
        asked_at=now - timedelta(days=1),
        idem_key=uuid.uuid4(),
    )
    here = now - timedelta(hours=5)
    DocumentItem.objects.create(request=request, position=0, label="Lageplan mit Maßen", received_at=here)
    DocumentItem.objects.create(request=request, position=1, label="Nachweis der Haftpflichtversicherung")
