"""What else there is about the person of a case: earlier cases, appointments."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Q

from modules.cases.models import Case
from modules.cases.selectors.access import cases_for, open_codes
from rathaus.accounts.models import User
from rathaus.timeline.models import TimelineEntry

MOST: Final = 5


def earlier_cases(case: Case, user: User) -> Sequence[Case]:
    """Return further cases of the same person or address that the member of staff may see, the latest first."""
    same = Q(person=case.person) if case.person_id else Q(applicant_email=case.applicant_email, person=None)
    if not case.person_id and not case.applicant_email:
        return []
    others = cases_for(user).filter(same).exclude(pk=case.pk).only("reference", "title", "opened_at", "closed_at")
    return list(others.order_by("-opened_at")[:MOST])


def appointments_of(case: Case, user: User) -> Sequence[TimelineEntry]:
    """Return the latest word on each of the person's appointments, by the timeline that every module writes."""
    if case.person_id is None:
        return []
    told = TimelineEntry.objects.filter(
        person_id=case.person_id, matter_kind="appointments.booking", area__in=open_codes(user)
    ).order_by("-at")[: MOST * 4]
    latest: dict[object, TimelineEntry] = {}
    for entry in told:
        latest.setdefault(entry.matter_id, entry)
    return list(latest.values())[:MOST]
