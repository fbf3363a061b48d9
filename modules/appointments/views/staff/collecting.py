"""Finished documents: scan them one after the other, tell their people, hand them over."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from modules.appointments.errors import AppointmentError, UnknownCodeError
from modules.appointments.forms.collecting import DocumentForm, ScanForm, VisitDocumentsForm
from modules.appointments.models import Booking, Collection, CollectionState
from modules.appointments.selectors.collecting import (
    applied_with,
    live_pickup,
    lying_ready,
    missing_documents,
    possible_documents,
    to_be_told,
)
from modules.appointments.services.collecting import (
    enter_by_hand,
    hand_over,
    put_documents_ready,
    put_ready,
    tell,
    tell_all,
    withdraw,
)
from modules.appointments.services.reading import record_list_read, record_search
from modules.appointments.views.staff.common import actor_of, attempt, back, for_work, of_booking
from modules.appointments.views.staff.grid import name_of
from modules.appointments.views.staff.unready import unready_page
from rathaus.web.answers import see_other
from tenants.municipality.models import Location

_UNKNOWN: Final = "appointments_unknown_codes"  # where the session keeps what nobody could be found for
_MOST_UNKNOWN: Final = 50
_PAGE_SIZE: Final = 25


def _url() -> str:
    return reverse("appointments_staff:collections")


@for_work
@require_http_methods(["GET", "HEAD", "POST"])
def collections(request: HttpRequest) -> HttpResponse:
    """Show what was scanned, whom to call and what lies ready; POST takes one more number."""
    form = ScanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _scan(request, form.cleaned_data["code"].strip())
    query = request.GET.get("q", "").strip()
    record_list_read(kind="documents", actor=actor_of(request))
    if query:
        record_search(actor=actor_of(request))
    told = to_be_told()
    page = Paginator(lying_ready(query), _PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "unknown": request.session.get(_UNKNOWN, []),
        "by_mail": [found for found in told if found.email],
        "calls": [found for found in told if not found.email],
        "page": page,
        "lines": [(found, live_pickup(found), _weeks(found)) for found in page],
        "query": query,
    }
    return render(request, "appointments/staff/collections.html", context)


def _scan(request: HttpRequest, text: str) -> HttpResponse:
    """Note one document and say what it is; ask which, where the visit has several of them.

    A number that leads to nobody stays on the page until it is settled.
    """
    visit = applied_with(text)
    if visit and not visit.erased_at and len(possible_documents(visit)) > 1 and missing_documents(visit):
        _settle(request, text)
        return see_other(reverse("appointments_staff:collection_documents", args=[visit.pk]))
    _note(request, text)
    return see_other(_url())


def _note(request: HttpRequest, text: str) -> None:
    try:
        found = put_ready(text=text, actor=actor_of(request))
    except UnknownCodeError as error:
        messages.error(request, str(error))
        kept = [code for code in request.session.get(_UNKNOWN, []) if code != text[:60]]
        request.session[_UNKNOWN] = [*kept, text[:60]][-_MOST_UNKNOWN:]
        return
    _settle(request, text)
    _tell(request, found)


def _tell(request: HttpRequest, found: Collection) -> None:
    names = {"name": found.name, "document": found.document}
    if found.state == CollectionState.COLLECTED:
        messages.info(request, _("%(document)s von %(name)s ist schon übergeben.") % names)
    else:
        messages.success(request, _("Gefunden: %(document)s, %(name)s") % names)


@of_booking
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask which documents of a visit lie ready; POST notes them."""
    offered = possible_documents(booking) if request.method == "POST" else missing_documents(booking)
    form = VisitDocumentsForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            found = put_documents_ready(booking=booking, documents=form.chosen, actor=actor_of(request))
        except AppointmentError as error:
            form.add_error(None, str(error))
        else:
            _tell(request, found)
            return see_other(_url())
    noted = Collection.objects.filter(booking=booking).exclude(state=CollectionState.WITHDRAWN).order_by("ready_at")
    context = {"form": form, "booking": booking, "name": name_of(booking), "noted": noted}
    return render(request, "appointments/staff/collection_documents.html", context)


def _settle(request: HttpRequest, text: str) -> None:
    request.session[_UNKNOWN] = [code for code in request.session.get(_UNKNOWN, []) if code != text[:60]]


@for_work
@require_POST
def settle_code(request: HttpRequest) -> HttpResponse:
    """Take a number off the list of those that led to nobody."""
    _settle(request, request.POST.get("code", ""))
    return see_other(_url())


@for_work
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Note a document by hand."""
    if not Location.objects.filter(is_active=True).exists():
        return unready_page(request, _("Fertiges Dokument eintragen"))
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_by_hand(document=form.as_document(), idem_key=form.cleaned_data["idem_key"], actor=actor_of(request))
        except AppointmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Das Dokument ist eingetragen."))
            return see_other(_url())
    return render(request, "appointments/staff/collection_add.html", {"form": form})


@for_work
@require_POST
def tell_everybody(request: HttpRequest) -> HttpResponse:
    """Mail everybody whose document was noted."""
    count = tell_all(actor=actor_of(request))
    words = ngettext("%(count)s Person hat Bescheid bekommen.", "%(count)s Personen haben Bescheid bekommen.", count)
    messages.success(request, words % {"count": count})
    return see_other(_url())


def _of_collection(view: Callable[[HttpRequest, Collection], HttpResponse]) -> Callable[..., HttpResponseBase]:
    @for_work
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, /, *, collection_id: uuid.UUID) -> HttpResponse:
        found = Collection.objects.filter(pk=collection_id).first()
        if found is None:
            raise Http404
        return view(request, found)

    return guarded


@_of_collection
def step(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Note that somebody was called, that the document was handed over, or that it was noted by mistake."""
    actor = actor_of(request)
    steps: dict[str, tuple[Callable[[], Any], str]] = {
        "angerufen": (lambda: tell(collection=collection, actor=actor), _("Der Anruf ist vermerkt.")),
        "uebergeben": (lambda: hand_over(collection=collection, actor=actor), _("Das Dokument ist übergeben.")),
        "zuruecknehmen": (lambda: withdraw(collection=collection, actor=actor), _("Der Eintrag ist zurückgenommen.")),
    }
    if chosen := steps.get(request.POST.get("schritt", "")):
        attempt(request, *chosen)
    return back(request, _url())


def _weeks(collection: Collection) -> int:
    return (timezone.now() - collection.ready_at).days // 7
