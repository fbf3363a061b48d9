"""About forty invented cases over all states, for demonstrations: the same town always gets the same.

Written at once, without mails and without a line in the record: nobody did it.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from modules.cases.demo_cases import COUNT, LIVES, PEOPLE, TOPICS, Life, Topic
from modules.cases.demo_decisions import create_demo_decisions
from modules.cases.models import Case, CaseEntry, CaseRoute, EntryKind, SavedView, Status
from modules.cases.own_cases import CALLBACK, MESSAGE, PLAIN
from modules.cases.sample_data import create_samples
from modules.cases.services.numbers import next_reference
from modules.cases.services.opening import opening_words
from modules.cases.services.telling import tell_timeline
from rathaus.accounts.models import Department, StaffMembership, User
from rathaus.timeline.models import By
from tenants.municipality.models import Locality

_ROUTES = (("", CALLBACK, "Bürgerbüro"), ("", MESSAGE, "Bürgerbüro"), ("", "", "Ordnung und Gewerbe"))


@transaction.atomic
def create_demo(now: datetime) -> None:
    """Fill the entered municipality with cases, rules and texts; a second time changes nothing."""
    create_samples(None)
    departments = {one.name: one for one in Department.objects.all()}
    for service, kind, name in _ROUTES:
        if name in departments:
            CaseRoute.objects.get_or_create(
                service_key=service, kind=kind, locality=None, defaults={"department": departments[name]}
            )
    if Case.objects.filter(kind=PLAIN).exists():
        return
    clerks = _clerks()
    localities = list(Locality.objects.all()[:4])
    for number in sorted(range(COUNT), key=lambda one: -LIVES[one % len(LIVES)].days_ago):
        _write(number, departments, clerks, localities, now)
    for clerk in clerks:
        SavedView.objects.get_or_create(owner=clerk, name="Heute fällig", defaults={"query": "ordnung=frist"})
    create_demo_decisions(now)


def _clerks() -> list[User]:
    people = StaffMembership.objects.filter(roles__slug__in=["administrator", "case_worker"])
    return [one.user for one in people.select_related("user").order_by("user__last_name").distinct()]


def _write(
    number: int,
    departments: dict[str, Department],
    clerks: list[User],
    localities: list[Locality],
    now: datetime,
) -> None:
    topic, life = TOPICS[number % len(TOPICS)], LIVES[number % len(LIVES)]
    name = PEOPLE[(number * 3 + number // len(TOPICS)) % len(PEOPLE)]
    clerk = clerks[number % len(clerks)] if clerks and life.is_taken else None
    opened_at = now - timedelta(days=life.days_ago, hours=1 + number % 7, minutes=number)
    case = Case.objects.create(
        **_facts(topic, life, now, opened_at),
        **_applicant(name),
        reference=next_reference(),
        department=departments.get(topic.department),
        responsible=clerk,
        locality=localities[number % len(localities)] if localities and number % 3 == 0 else None,
        idem_key=uuid.uuid4(),
    )
    _tell(case, topic, life, clerk)


def _facts(topic: Topic, life: Life, now: datetime, opened_at: datetime) -> dict[str, Any]:
    is_over = life.status == Status.COMPLETED
    closed_at = opened_at + timedelta(days=max(1, life.days_ago // 2)) if is_over else None
    today = timezone.localdate(now)
    return {
        "kind": topic.kind,
        "service_key": topic.service_key,
        "service_name": topic.service,
        "title": topic.title,
        "request_kind": topic.request_kind,
        "status": life.status,
        "outcome": life.outcome,
        "channel": life.channel,
        "is_urgent": life.is_urgent,
        "is_new_for_staff": life.is_new,
        "is_new_for_person": life.status == Status.ACTION_REQUIRED,
        "opened_at": opened_at,
        "last_at": opened_at,
        "closed_at": closed_at,
        "due_on": None if life.due_in is None else today + timedelta(days=life.due_in),
        "resubmit_on": None if life.resubmit_in is None else today + timedelta(days=life.resubmit_in),
        "fee_cents": topic.fee_cents,
        "search_text": topic.asked,
    }


def _applicant(name: str) -> dict[str, Any]:
    first, _space, last = name.partition(" ")
    person = User.objects.filter(first_name=first, last_name=last, staff_membership=None).first()
    address = "".join(char for char in name.lower() if char.isalpha() and char.isascii())
    return {
        "applicant_name": name,
        "applicant_email": person.email if person else f"{address}@post.example",
        "applicant_phone": "03935 000000",
        "applicant_address": "Lindenstraße 8, 39517 Tangerhütte",
        "person": person,
    }


def _tell(case: Case, topic: Topic, life: Life, clerk: User | None) -> None:
    """Write the course: it came, it was answered, colleagues remarked, it ended."""
    at = case.opened_at
    _entry(case, EntryKind.OPENED, at, title=opening_words(case), is_public=True, by=By.PERSON)
    _entry(case, EntryKind.MESSAGE_IN, at, text=topic.asked, is_public=True, by=By.PERSON)
    if clerk and life.status in {Status.ACTION_REQUIRED, Status.COMPLETED, Status.PROCESSING}:
        at += timedelta(hours=min(20, 1 + life.days_ago * 2))
        _entry(case, EntryKind.MESSAGE_OUT, at, text=topic.answered, is_public=True, author=clerk)
    if clerk and topic.remark:
        at += timedelta(minutes=25)
        _entry(case, EntryKind.REMARK, at, text=topic.remark, author=clerk)
    if case.closed_at:
        at = case.closed_at
        _entry(case, EntryKind.STATE, at, title="Abgeschlossen", is_public=True, author=clerk)
    Case.objects.filter(pk=case.pk).update(last_at=at, version=case.entries.count())


def _entry(
    case: Case,
    kind: EntryKind,
    at: datetime,
    *,
    by: By = By.STAFF,
    author: User | None = None,
    **more: Any,
) -> None:
    who = author or (case.person if by == By.PERSON else None)
    is_read = kind == EntryKind.MESSAGE_OUT or not case.is_new_for_staff
    entry = CaseEntry.objects.create(
        case=case,
        kind=kind,
        at=at,
        author=who,
        author_name=author.full_name if author else case.applicant_name,
        read_at=at + timedelta(minutes=40) if is_read else None,
        idem_key=uuid.uuid4(),
        **more,
    )
    if entry.is_public and case.person:
        tell_timeline(case=case, entry=entry, by=by)
