"""The page between typing new hours and saving them: whose appointments would lie outside, and what becomes of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from modules.appointments.errors import UnresolvedBookingsError
from modules.appointments.forms.setup.decisions import (
    ASKS,
    DecisionsForm,
    decided_elsewhere,
    decision_initial,
    resolutions_in,
    rest_in,
    typed_before,
)
from modules.appointments.models import Booking
from modules.appointments.moments import today
from modules.appointments.offers import FreeTime
from modules.appointments.selectors import affected_bookings
from modules.appointments.selectors.conflicts import Proposed
from modules.appointments.selectors.impact import impact_of
from modules.appointments.selectors.proposals import proposed_times
from modules.appointments.services import Outcome
from modules.appointments.services.reading import record_list_read
from modules.appointments.services.resolving import Resolutions
from modules.appointments.views.staff.common import actor_of

_ON_A_PAGE: Final = 50


@dataclass(frozen=True)
class Change:
    """A change of when something is open: what it proposes, how to save it and what to say then.

    `affected` names the bookings where the rules of pools do not tell them, `fits` says which times it leaves possible.
    """

    title: str
    proposed: Proposed
    save: Callable[[Resolutions], Outcome]
    saved: str
    next_url: str
    reason: str = ""
    affected: Callable[[], list[Booking]] | None = None
    fits: Callable[[FreeTime, int], bool] | None = None
    extra: dict[str, Any] = field(default_factory=dict)  # what further the page shows

    def bookings(self) -> list[Booking]:
        """Return the bookings that would lie outside."""
        return self.affected() if self.affected else affected_bookings(proposed=self.proposed)


def wants_back(request: HttpRequest) -> bool:
    """Return whether somebody went back from the page to what was typed before."""
    return "back" in request.POST


def carry_out(request: HttpRequest, change: Change, *, asks_first: bool = False) -> HttpResponseBase:
    """Save the change if everything is decided, else ask about each booking; raises SetupError.

    With "preview", or with `asks_first` until "save" was pressed, the page shows what would happen and saves nothing.
    """
    if any(name in request.POST for name in ASKS) or (asks_first and "save" not in request.POST):
        return _ask(request, change)
    try:
        outcome = change.save(resolutions_in(request.POST))
    except UnresolvedBookingsError:
        return _ask(request, change)
    messages.success(request, " ".join([change.saved, *_told(outcome)]))
    if outcome.stuck:
        messages.warning(request, _stuck(len(outcome.stuck)))
    return redirect(change.next_url)


def _ask(request: HttpRequest, change: Change) -> HttpResponse:
    bookings = change.bookings()
    page = Paginator(bookings, _ON_A_PAGE).get_page(request.POST.get("goto") or request.POST.get("shown"))
    of_page = list(page.object_list)
    if of_page:
        record_list_read(kind="affected", actor=actor_of(request))
    form = DecisionsForm(
        bookings=of_page,
        times=proposed_times(bookings=of_page, proposed=change.proposed, fits=change.fits),
        initial=decision_initial(of_page, request.POST, change.reason),
    )
    context: dict[str, Any] = {
        "change": change,
        "count": len(bookings),
        "form": form,
        "page": page,
        "typed": typed_before(request.POST),
        "elsewhere": decided_elsewhere(bookings, of_page, request.POST),
        "rest": rest_in(request.POST),
        "impact": impact_of(proposed=change.proposed, today=today()) if change.proposed else None,
    }
    return render(request, "appointments/setup/affected.html", context | change.extra)


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
