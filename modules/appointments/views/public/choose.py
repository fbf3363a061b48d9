"""Steps 1 and 2: what somebody comes for, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.appointments.errors import UnclearVisitError
from modules.appointments.forms.public import VisitForm
from modules.appointments.models import Audience, Concern
from modules.appointments.selectors.choosing import ConcernGroup, concern_groups, get_public_concern
from modules.appointments.selectors.free import earliest_per_place
from modules.appointments.selectors.places import questions_of
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.views.public.guards import of_chosen_concern, unlisted
from modules.appointments.views.public.steps import Step, concern_choice
from modules.appointments.views.public.wish import Wish, concern_url, next_step_url, uuid_in
from rathaus.web.wording import duration_words

QUERY_LENGTH = 100


@dataclass(frozen=True)
class ConcernLine:
    """A concern in the list. Without an address it is booked by telephone."""

    concern: Concern
    duration: str
    url: str = ""

    @property
    def is_by_phone(self) -> bool:
        """Whether only staff book it."""
        return not self.url


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Step 1: all concerns in groups, or those that fit what was typed."""
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    hold = request.GET.get("halten", "")
    location = uuid_in(request.GET, "standort")
    groups = concern_groups(query, location=location)
    context = {
        "step": Step.CONCERN.value,
        "query": query,
        "hold": hold,
        "location_id": location or "",
        "groups": [{"name": group.name, "lines": _lines(group, hold)} for group in groups],
        "concern_count": sum(len(group.concerns) for group in groups),
        "booking_note": get_settings().booking_note,
    }
    return render(request, "appointments/public/concerns.html", context)


def _lines(group: ConcernGroup, hold: str) -> list[ConcernLine]:
    return [ConcernLine(concern, _duration(concern), first_url(concern, hold)) for concern in group.concerns]


def first_url(concern: Concern, hold: str = "") -> str:
    """Return where the choice leads: to the questions, else to the place, else to the times.

    The concern comes from `concern_groups` or `get_public_concern`. With its `place_there` the place is chosen.
    """
    if concern.audience != Audience.PUBLIC:
        return ""
    kept = {"halten": hold} if hold else {}
    if concern.place_count > 1 and (place := getattr(concern, "place_there", None)):  # type: ignore[attr-defined]
        kept["ort"] = str(place)
    if concern.max_persons > 1 or concern.question_count:  # type: ignore[attr-defined]  # counted by the selector
        address, query = reverse("appointments:concern", args=[concern.pk]), kept
    else:
        asks_place = concern.place_count > 1 and "ort" not in kept  # type: ignore[attr-defined]
        step = "place" if asks_place else "time"
        address, query = reverse(f"appointments:{step}"), {"anliegen": str(concern.pk), **kept}
    return f"{address}?{urlencode(query)}" if query else address


def _duration(concern: Concern) -> str:
    first = duration_words(concern.first_minutes)
    if concern.max_persons < 2 or not concern.further_minutes:
        return first
    further = duration_words(concern.further_minutes)
    return _("%(first)s, für jede weitere Person %(further)s") % {"first": first, "further": further}


@unlisted
@require_safe
def concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Step 1, where a concern needs to know more: how many persons, and up to four questions."""
    try:
        found = get_public_concern(concern_id)
    except Concern.DoesNotExist:
        raise Http404 from None
    questions = list(questions_of(found))
    is_sent = "weiter" in request.GET
    form = VisitForm(
        request.GET if is_sent else None, concern=found, questions=questions, initial=_answered(request, questions)
    )
    if (is_sent and form.is_valid()) or not form.fields:
        return redirect(_next_url(request, found, form))
    context = {
        "step": Step.CONCERN.value,
        "concern": found,
        "form": form,
        "duration": _duration(found),
        "kept": [(name, request.GET[name]) for name in ("halten", "ort") if request.GET.get(name)],
    }
    return render(request, "appointments/public/concern.html", context)


def _answered(request: HttpRequest, questions: Sequence[Any]) -> dict[str, str]:
    """Return what the address says, as the form's first values."""
    given = set(request.GET.getlist("a"))
    initial = {
        f"frage-{question.pk}": str(answer.pk)
        for question in questions
        for answer in question.answers.all()
        if str(answer.pk) in given
    }
    return initial | {"personen": request.GET.get("personen", "1")}


def _next_url(request: HttpRequest, concern: Concern, form: VisitForm) -> str:
    query = [("anliegen", str(concern.pk))]
    if form.is_bound:
        query += [("personen", str(form.persons)), *(("a", answer) for answer in form.answers.values())]
    query += [(name, request.GET[name]) for name in ("halten", "ort") if request.GET.get(name)]
    step = "place" if concern.place_count > 1 and "ort" not in dict(query) else "time"  # type: ignore[attr-defined]
    return f"{reverse(f'appointments:{step}')}?{urlencode(query)}"


@unlisted
@require_safe
@of_chosen_concern
def place(request: HttpRequest) -> HttpResponse:
    """Step 2: the places with the earliest free time beside each; skipped where there is but one."""
    try:
        wish = Wish.read(request.GET)
    except UnclearVisitError:
        return redirect(concern_url(request.GET.get("anliegen"), request.GET))
    if len(wish.places) == 1:
        return redirect(next_step_url(wish))
    earliest = earliest_per_place(places=wish.places, persons=wish.visit.persons, answers=wish.answers)
    free = [time for time in earliest.values() if time]
    context = {
        "step": Step.PLACE.value,
        "choices": [concern_choice(wish, request.GET)],
        "places": [(place, earliest[place.pk], wish.at(place).url("time")) for place in wish.places],
        "anywhere_url": wish.at(None).url("time"),
        "earliest": min(free, key=lambda time: time.starts_at.timestamp(), default=None),
    }
    return render(request, "appointments/public/places.html", context)
