"""Before a time is held: who asks, how often and with which work done; and what people see when it is too much."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from modules.appointments.errors import BusyError, CrowdedNetworkError
from modules.appointments.forms.public import HoldForm
from modules.appointments.models import Booking
from modules.appointments.proof import give_back_proof
from modules.appointments.services.admitting import admit_hold
from modules.appointments.views.public.proof import may_ask_for_work
from rathaus.limits.networks import client_network
from rathaus.limits.responses import as_too_many

RETRY_SECONDS: Final = 6
_SENT_AGAIN: Final = ("idem_key", "zeit", "gezeigt", "rechnung")


def admit(request: HttpRequest, *, idem_key: UUID, replaces: Booking | None = None) -> None:
    """Count the hold that a request asks for; raises CrowdedNetworkError and ProofMissingError."""
    proof = request.POST.get("rechnung", "")
    admit_hold(network=client_network(request), idem_key=idem_key, proof=proof, replaces=replaces)


def too_many(response: HttpResponse, error: CrowdedNetworkError) -> HttpResponse:
    """Return the page, which shows the error's sentence and what was typed, as the answer 429."""
    return as_too_many(response, error.refusal)


def hold_guards(request: HttpRequest) -> dict[str, Any]:
    """Return what pages need that hold a time for somebody who has none: hidden fields, and the time chosen before."""
    return {
        "hold_form": HoldForm(initial={"gezeigt": request.POST.get("gezeigt", "")}),
        "asks_for_work": may_ask_for_work(),
        "picked": request.POST.get("zeit") or request.GET.get("zeit", ""),
    }


def busy_page(request: HttpRequest, error: BusyError, *, idem_key: UUID) -> HttpResponse:
    """Return a calm page that sends the same choice again by itself; it costs next to nothing."""
    proof = request.POST.get("rechnung", "")
    if proof:
        give_back_proof(proof=proof, idem_key=idem_key, now=timezone.now())
    kept = [(name, request.POST[name][:4000]) for name in _SENT_AGAIN if request.POST.get(name)]
    query = request.GET.copy()
    query["zeit"] = request.POST.get("zeit", "")[:100]
    context = {
        "problem": str(error),
        "kept": kept,
        "retry_seconds": RETRY_SECONDS,
        "reload_url": f"{request.path}?{query.urlencode()}",
    }
    response = render(request, "appointments/public/busy.html", context, status=429)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
