"""The list of the day: where it goes, a try, and today's list at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.appointments.errors import AppointmentError
from modules.appointments.forms.setup.day_list import DayListForm
from modules.appointments.permissions import SETUP
from modules.appointments.selectors import get_settings
from modules.appointments.services.day_list import file_name, make_day_list, save_day_list, try_day_list
from modules.appointments.views.papers import pdf_answer
from modules.appointments.views.staff.common import actor_of, attempt, today
from rathaus.accounts.permissions import permission_required

_PAGE = "appointments_staff:day_list"


@permission_required(SETUP, for_support=False)
@require_http_methods(["GET", "HEAD", "POST"])
def day_list(request: HttpRequest) -> HttpResponseBase:
    """Choose mailbox and password."""
    settings = get_settings()
    form = DayListForm(request.POST or None, instance=settings)
    if request.method == "POST" and form.is_valid():
        save_day_list(settings=form.instance, password=form.cleaned_data["password"], actor=actor_of(request))
        messages.success(request, _("Gespeichert."))
        return redirect(_PAGE)
    context = {"form": form, "settings": get_settings()}
    return render(request, "appointments/setup/day_list.html", context)


@permission_required(SETUP, for_support=False)
@require_POST
def try_list(request: HttpRequest) -> HttpResponseBase:
    """Mail today's list at once."""
    sent = _("Die Liste von heute ist unterwegs. Bitte sehen Sie im Postfach nach, ob sie sich öffnen lässt.")
    attempt(request, lambda: try_day_list(actor=actor_of(request)), sent)
    return redirect(_PAGE)


@permission_required(SETUP, for_support=False)
@require_POST
def download_list(request: HttpRequest) -> HttpResponseBase:
    """Hand out today's list, encrypted as in the mail."""
    try:
        pdf = make_day_list(actor=actor_of(request))
    except AppointmentError as error:
        messages.error(request, str(error))
        return redirect(_PAGE)
    return pdf_answer(pdf, file_name(today()))
