"""The page between typing new hours and saving them: whose appointments would lie outside, and what becomes of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from modules.appointments.errors import UnresolvedBookingsError
from modules.appointments.forms.setup.decisions import (
    DecisionsForm,
    decision_initial,
    resolutions_in,
    typed_before,
)
from modules.appointments.selectors import affected_bookings
from modules.appointments.selectors.conflicts import Proposed
from modules.appointments.selectors.proposals import proposed_times
from modules.appointments.services import Outcome
from modules.appointments.services.hours import Resolutions


@dataclass(frozen=True)
class Change:
    """A change of when something is open: what it proposes, how to save it and what to say then."""

    title: str
    proposed: Proposed
    save: Callable[[Resolutions], Outcome]
    saved: str
    next_url: str
    reason: str = ""


def wants_back(request: HttpRequest) -> bool:
    """Return whether somebody went back from the page to what was typed before."""
    return "back" in request.POST


def carry_out(request: HttpRequest, change: Change) -> HttpResponseBase:
    """Save the change if everything is decided, else ask about each booking; raises SetupError."""
    if "bulk" not in request.POST:
        try:
            outcome = change.save(resolutions_in(request.POST))
        except UnresolvedBookingsError:
            return _ask(request, change)
        messages.success(request, " ".join([change.saved, *_told(outcome)]))
        if outcome.stuck:
            messages.warning(request, _stuck(len(outcome.stuck)))
        return redirect(change.next_url)
    return _ask(request, change)


def _ask(request: HttpRequest, change: Change) -> HttpResponse:
    bookings = affected_bookings(proposed=change.proposed)
    form = DecisionsForm(
        bookings=bookings,
        times=proposed_times(bookings=bookings, proposed=change.proposed),
        initial=decision_initial(bookings, request.POST, change.reason),
    )
    context: dict[str, Any] = {
        "change": change,
        "count": len(bookings),
        "form": form,
        "typed": typed_before(request.POST),
    }
    return render(request, "appointments/setup/affected.html", context)


def _told(outcome: Outcome) -> Iterator[str]:
    if count := len(outcome.moved):
        yield ngettext("Ein Termin ist verschoben.", "%(count)s Termine sind verschoben.", count) % {"count": count}
    if count := len(outcome.cancelled):
        yield ngettext("Ein Termin ist abgesagt.", "%(count)s Termine sind abgesagt.", count) % {"count": count}
    if count := len(outcome.kept):
        yield ngettext("Ein Termin bleibt bestehen.", "%(count)s Termine bleiben bestehen.", count) % {"count": count}


def _stuck(count: int) -> str:
    return ngettext(
        "Für einen Termin war keine andere Zeit frei. Er bleibt, wie er ist. Bitte rufen Sie die Person an.",
        "Für %(count)s Termine war keine andere Zeit frei. Sie bleiben, wie sie sind. Bitte rufen Sie die Personen an.",
        count,
    ) % {"count": count}
