"""What lies ready for somebody: what, where, when, and a time of five minutes to fetch it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.errors import AppointmentError, SlotTakenError
from modules.appointments.forms.public import TimeForm
from modules.appointments.models import Collection, CollectionState
from modules.appointments.selectors.collecting import collection_by_token, hours_at, live_pickup, pickup_places
from modules.appointments.services.collecting import choose_pickup
from modules.appointments.services.days import ensure_todays_horizon
from modules.appointments.views.public.guards import keep_no_copy, see_other, unlisted
from modules.appointments.views.public.steps import Choice, place_words
from modules.appointments.views.public.times import TimeQuestion, first_error, render_times
from modules.appointments.visits import visit_of
from rathaus.web.origin import cookieless_post


def of_collection(view: Callable[[HttpRequest, Collection], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Hand a view the document whose token stands in the address; 404 for any other token, and no cookie needed."""

    @cookieless_post
    @unlisted
    @wraps(view)
    def guarded(request: HttpRequest, /, *, token: str) -> HttpResponse:
        try:
            found = collection_by_token(token)
        except Collection.DoesNotExist:
            raise Http404 from None
        return keep_no_copy(request, view(request, found))

    return guarded


@of_collection
@require_safe
def collection(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Show what lies ready, where and when, what to bring, and the way to a time of one's own."""
    places = pickup_places(collection)
    context = {
        "collection": collection,
        "location": collection.location,
        "is_ready": collection.state == CollectionState.READY,
        "pickup": live_pickup(collection),
        "has_times": bool(places),
        "documents": places[0].concern.document_list if places else [],
        "hours": hours_at(collection.location) if collection.location else [],
    }
    return render(request, "appointments/public/collection.html", context)


@of_collection
@require_http_methods(["GET", "HEAD", "POST"])
def pickup(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Choose a time to fetch the document; POST books it at once."""
    places = pickup_places(collection)
    if not places or live_pickup(collection) or collection.state != CollectionState.READY:
        return redirect("appointments:collection", collection.token)
    if request.method != "POST":
        return _times(request, collection)
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _times(request, collection, missing=first_error(form))
    time = form.cleaned_data["zeit"]
    try:
        booking = choose_pickup(
            collection=collection,
            place=places[0],
            day=time.day,
            cell_from=time.cell,
            idem_key=form.cleaned_data["idem_key"],
        )
    except SlotTakenError as error:
        return _times(request, collection, taken=error)
    except AppointmentError as error:
        return _times(request, collection, problem=str(error))
    return see_other("appointments:booking", booking.token)


def _times(
    request: HttpRequest,
    collection: Collection,
    *,
    problem: str = "",
    missing: str = "",
    taken: SlotTakenError | None = None,
) -> HttpResponse:
    ensure_todays_horizon()
    places = pickup_places(collection)
    visit = visit_of(places[0].concern)
    question = TimeQuestion(visit=visit, length=visit.length, places=places, path=request.path, params=[])
    context = question.context(request.GET) | {
        "choices": [Choice(_("Dokument"), collection.document), Choice(_("Ort"), place_words(places[0]))],
        "back_url": reverse("appointments:collection", args=[collection.token]),
        "back_label": _("Zurück zum Dokument"),
        "submit_label": _("Zeit buchen"),
        "problem": problem or missing,
        "is_time_missing": bool(missing),
    }
    return render_times(request, "appointments/public/pickup.html", context, taken)
