"""Serve somebody without appointment at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import AppointmentError, NotOfferedError, SlotTakenError
from modules.appointments.forms.staff import WalkInForm
from modules.appointments.models import Audience
from modules.appointments.permissions import OVERBOOK
from modules.appointments.selectors import offered_places
from modules.appointments.services import Details, serve_now
from modules.appointments.views.staff.common import COUNTER, actor_of, day_url, for_work
from modules.appointments.views.staff.unready import unready_page
from rathaus.accounts.permissions import has_permission
from rathaus.web.answers import see_other


@for_work
@require_http_methods(["GET", "HEAD", "POST"])
def serve(request: HttpRequest) -> HttpResponse:
    """Ask for the concern and perhaps a name; POST starts the visit now."""
    places = list(offered_places(Audience.STAFF))
    if not places:
        return unready_page(request, _("Sofort bedienen"))
    form = WalkInForm(request.POST or None, initial={"counter": request.session.get(COUNTER, "")})
    form.offer(places)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    return _serve(request, form)


def _serve(request: HttpRequest, form: WalkInForm) -> HttpResponse:
    typed = form.cleaned_data
    is_forced = typed["is_forced"] and has_permission(request.user, OVERBOOK)
    try:
        serve_now(
            place=form.place,
            actor=actor_of(request),
            idem_key=typed["idem_key"],
            details=Details(last_name=typed["last_name"]),
            persons=typed["persons"] or 1,
            force=is_forced,
            counter=typed["counter"],
        )
    except (SlotTakenError, NotOfferedError):
        return _page(request, form, problem=_("Jetzt ist für dieses Anliegen kein Platz frei."), is_full=True)
    except AppointmentError as error:
        return _page(request, form, problem=str(error))
    request.session[COUNTER] = typed["counter"]
    messages.success(request, _("Die Person wird jetzt bedient."))
    return see_other(day_url())


def _page(request: HttpRequest, form: WalkInForm, *, problem: str = "", is_full: bool = False) -> HttpResponse:
    context = {
        "form": form,
        "problem": problem,
        "asks_to_force": (is_full or "is_forced" in request.POST) and has_permission(request.user, OVERBOOK),
    }
    return render(request, "appointments/staff/walk_in.html", context, status=409 if is_full else 200)
