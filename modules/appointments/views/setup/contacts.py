"""Exceptions of the limit per person: see who has one, add and remove one."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import SetupError
from modules.appointments.forms.setup.contacts import ContactExceptionForm
from modules.appointments.models import ContactException
from modules.appointments.permissions import SETUP
from modules.appointments.selectors import get_settings
from modules.appointments.selectors.contacts import contact_exceptions
from modules.appointments.services.contacts import add_exception, remove_exception
from rathaus.accounts.permissions import permission_required
from tenants.municipality.views.staff import actor_of

_SHOW = require_http_methods(["GET", "HEAD", "POST"])


@permission_required(SETUP)
@_SHOW
def exception_list(request: HttpRequest) -> HttpResponseBase:
    """Show the exceptions with a form for one more; POST adds it."""
    form = ContactExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_exception(**form.cleaned_data, actor=actor_of(request))
        except SetupError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Die Ausnahme ist eingetragen. Die Adresse selbst ist nicht gespeichert."))
            return redirect("appointments_staff:contact_exceptions")
    context = {"exceptions": contact_exceptions(), "form": form, "limit": get_settings().max_open_bookings}
    return render(request, "appointments/setup/contact_exceptions.html", context)


@permission_required(SETUP)
@_SHOW
def delete_exception(request: HttpRequest, exception_id: uuid.UUID) -> HttpResponse:
    """Ask, then let the limit hold for these people again."""
    if request.method == "POST":
        if exception := ContactException.objects.filter(pk=exception_id).first():
            remove_exception(exception=exception, actor=actor_of(request))
        messages.success(request, _("Die Ausnahme ist entfernt. Gebuchte Termine bleiben."))
        return redirect("appointments_staff:contact_exceptions")
    exception = get_object_or_404(ContactException, pk=exception_id)
    return render(request, "appointments/setup/delete_contact_exception.html", {"exception": exception})
