"""Draw a number without an appointment."""

import uuid

from django.db import transaction
from django.utils import timezone

from modules.appointments.errors import NoNumberError
from modules.appointments.models import ConcernPlace, QueueRules, QueueTicket
from modules.appointments.moments import today
from modules.appointments.selectors.admission import admission_to, letter_of, team_of
from modules.appointments.selectors.queue import rules_of
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record


def draw_ticket(*, place: ConcernPlace, persons: int, idem_key: uuid.UUID, language: str) -> QueueTicket:
    """Return a new number for a concern; numbers begin anew each day, one series per team.

    The same key returns the first number. Raises NoNumberError where the location takes nobody now, with the reason.
    """
    with transaction.atomic():
        rules = QueueRules.objects.select_for_update().filter(location=place.location_id).first()  # one at a time
        if first := QueueTicket.objects.filter(idem_key=idem_key).first():
            return first
        now, team = timezone.now(), team_of(place)
        if team is None:
            raise NoNumberError
        admission = admission_to(place=place, team=team, rules=rules or rules_of(place.location_id), now=now)
        if admission.refusal:
            raise NoNumberError(admission)
        ticket = QueueTicket.objects.create(
            idem_key=idem_key,
            location=place.location,
            day=today(now),
            label=_next_label(place, letter_of(team)),
            concern=place.concern,
            pool=team,
            persons=min(max(persons, 1), place.concern.max_persons),
            language=language,
            arrived_at=now,
        )
        record(action="appointments.ticket_drawn", target=ticket, actor_kind=ActorKind.CITIZEN)
    return ticket


def _next_label(place: ConcernPlace, letter: str) -> str:
    drawn = QueueTicket.objects.filter(
        location=place.location_id, day=today(), label__startswith=f"{letter} "
    ).values_list("label", flat=True)
    return f"{letter} {max((int(label[2:]) for label in drawn), default=0) + 1}"
