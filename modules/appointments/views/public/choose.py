"""Steps 1 and 2: what somebody comes for, and where."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from modules.appointments.errors import UnclearVisitError
from modules.appointments.models import Audience, Concern
from modules.appointments.selectors.choosing import ConcernGroup, concern_groups
from modules.appointments.selectors.free import earliest_per_place
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.together import leading_booking
from modules.appointments.views.public.concern import duration_of
from modules.appointments.views.public.guards import of_chosen_concern, unlisted
from modules.appointments.views.public.steps import Step, concern_choice
from modules.appointments.views.public.wish import Wish, concern_url, next_step_url, uuid_in

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
    hold, follows = request.GET.get("halten", ""), request.GET.get("nach", "")
    location = uuid_in(request.GET, "standort")
    groups = concern_groups(query, location=location)
    context = {
        "step": Step.CONCERN.value,
        "query": query,
        "hold": hold,
        "follows": follows,
        "leader": leading_booking(follows),
        "location_id": location or "",
        "groups": [{"name": group.name, "lines": _lines(group, hold, follows)} for group in groups],
        "concern_count": sum(len(group.concerns) for group in groups),
        "booking_note": get_settings().booking_note,
    }
    return render(request, "appointments/public/concerns.html", context)


def _lines(group: ConcernGroup, hold: str, follows: str) -> list[ConcernLine]:
    return [ConcernLine(concern, duration_of(concern), first_url(concern, hold, follows)) for concern in group.concerns]


def first_url(concern: Concern, hold: str = "", follows: str = "") -> str:
    """Return where the choice leads: to the page of the concern; "" for one that only staff book.

    The concern comes from `concern_groups` or `get_public_concern`. With its `place_there` the place is chosen.
    """
    if concern.audience != Audience.PUBLIC:
        return ""
    kept = {name: value for name, value in (("halten", hold), ("nach", follows)) if value}
    if concern.place_count > 1 and (place := getattr(concern, "place_there", None)):  # type: ignore[attr-defined]
        kept["ort"] = str(place)
    address = reverse("appointments:concern", args=[concern.pk])
    return f"{address}?{urlencode(kept)}" if kept else address


@unlisted
@require_safe
@of_chosen_concern
def place(request: HttpRequest) -> HttpResponse:
    """Step 2: the places with the earliest free time beside each; skipped where there is but one."""
    try:
        wish = Wish.read(request.GET)
    except UnclearVisitError:
        return redirect(concern_url(request.GET.get("anliegen"), request.GET))
    if len(wish.places) == 1 or not wish.visit.is_in_person:
        return redirect(next_step_url(wish))
    earliest = earliest_per_place(places=wish.places, length=wish.visit.length)
    free = [time for time in earliest.values() if time]
    leader = leading_booking(wish.follows)
    context = {
        "step": Step.PLACE.value,
        "choices": [concern_choice(wish, request.GET)],
        "places": [(place, earliest[place.pk], wish.at(place).url("time")) for place in wish.places],
        "anywhere_url": wish.at(None).url("time"),
        "leader": leader,
        "earliest": min(free, key=lambda time: time.starts_at.timestamp(), default=None),
    }
    return render(request, "appointments/public/places.html", context)
