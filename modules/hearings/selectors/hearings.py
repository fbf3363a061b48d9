"""Find hearings."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from modules.hearings.codes import hashes_of, normal_reference
from modules.hearings.models import Evidence, Hearing, HearingSettings, LetterRun
from modules.online_services.api import request_of
from rathaus.accounts.models import User

STATES = ("offen", "ohne-brief", "beantwortet", "abzuholen", "verstrichen", "beendet")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many letters are in which state."""

    without_letter: int
    open: int
    answered: int
    to_fetch: int
    overdue: int
    closed: int


def listed(*, state: str, query: str, today: date) -> QuerySet[Hearing]:
    """Return the hearings in this state (one of STATES), the earliest deadline first, whose reference contains this."""
    found = Hearing.objects.filter(_state(state, today)).order_by("due_on", "file_reference", "recipient", "id")
    wanted = normal_reference(query)
    return found.filter(normal_reference__contains=wanted) if wanted else found


def counts(*, today: date) -> Counts:
    """Return how many there are in each state: one query."""
    names = {
        "without_letter": "ohne-brief",
        "open": "offen",
        "answered": "beantwortet",
        "to_fetch": "abzuholen",
        "overdue": "verstrichen",
        "closed": "beendet",
    }
    found = Hearing.objects.aggregate(
        **{name: Count("id", filter=_state(state, today)) for name, state in names.items()}
    )
    return Counts(**found)


def answers_to_fetch(_user: User) -> QuerySet[Hearing]:
    """Return the hearings whose answer nobody has fetched yet, for the navigation."""
    return Hearing.objects.filter(_state("abzuholen", timezone.localdate()))


def find_hearing(key: uuid.UUID) -> Hearing | None:
    """Return the hearing with its letter run."""
    return Hearing.objects.select_related("letter_run").filter(pk=key).first()


def by_access_code(*, file_reference: str, code: str) -> Hearing | None:
    """Return the one letter that has this file reference and this code."""
    hashes = hashes_of(code)
    wanted = normal_reference(file_reference)
    if not hashes or not wanted:
        return None
    return Hearing.objects.filter(normal_reference=wanted, access_code__in=hashes).first()


def evidence_of(hearing: Hearing) -> Sequence[Evidence]:
    """Return the photographs."""
    return list(hearing.evidence.all())


def latest_runs() -> QuerySet[LetterRun]:
    """Return the times that letter data were given out, the latest first."""
    return LetterRun.objects.select_related("made_by").order_by("-made_at")[:5]


def hearing_settings() -> HearingSettings:
    """Return what holds for all hearings; the defaults where nobody has set anything."""
    return HearingSettings.objects.first() or HearingSettings()


def payable_fine(hearing: Hearing, today: date) -> int | None:
    """Return the warning fine in cents while it is offered, and on until the deadline once accepted (§ 56 (2) OWiG)."""
    if not hearing.is_running(today) or (hearing.is_answered and not _has_accepted(hearing)):
        return None
    return hearing.warning_fine_cents


def _has_accepted(hearing: Hearing) -> bool:
    request = request_of(hearing.case_id) if hearing.case_id else None
    return request is not None and request.answers.get("verwarnungsgeld") == "ja"


def _state(state: str, today: date) -> Q:
    closed = Q(closed_at__isnull=False)
    answered = Q(answered_at__isnull=False)
    waits = ~closed & ~answered
    return {
        "ohne-brief": waits & Q(access_code=""),
        "offen": waits & ~Q(access_code="") & Q(due_on__gte=today),
        "beantwortet": answered,
        "abzuholen": answered & Q(fetched_at__isnull=True),
        "verstrichen": waits & Q(due_on__lt=today),
        "beendet": closed,
    }[state]
