"""A person's own pages about being told: what, how, and on which devices."""

import json
import uuid
from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.devices import device_words
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.notifications import selectors, services
from rathaus.notifications.errors import IncompleteDeviceError, NotificationsError
from rathaus.notifications.forms import DeviceForm, PreferencesForm
from rathaus.tenancy import current_tenant
from rathaus.web import my
from rathaus.web.keeping import person_mark


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponseBase:
    """Show and change how the person is told of what, and on which devices."""
    _only_with_accounts()
    person = acting_user(request)
    form = PreferencesForm(request.POST or None, groups=selectors.choices_of(person))
    if request.method == "POST" and form.is_valid():
        services.save_preferences(person=person, ways=form.ways())
        messages.success(request, _("Gespeichert. So benachrichtigen wir Sie ab jetzt."))
        return redirect("notifications:preferences")
    devices = list(selectors.devices_of(person))
    context = {
        "form": form,
        "devices": devices,
        "device_form": DeviceForm(),
        "public_key": services.push_key().public_key,
        "endpoints": json.dumps([sha256(device.endpoint.encode()).hexdigest() for device in devices]),
    }
    return render(request, "notifications/preferences.html", context)


@citizen_required
@require_POST
def add_device(request: HttpRequest) -> HttpResponse:
    """Take the subscription of the browser in front of the person."""
    _only_with_accounts()
    form = DeviceForm(request.POST)
    try:
        if not form.is_valid():
            raise IncompleteDeviceError
        services.add_device(
            person=acting_user(request),
            device=device_words(request.headers.get("User-Agent", "")),
            session_key=request.session.session_key or "",
            **form.cleaned_data,
        )
    except NotificationsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Mitteilungen sind auf diesem Gerät eingeschaltet."))
    return redirect("notifications:preferences")


@citizen_required
@require_POST
def remove_device(request: HttpRequest, device_id: uuid.UUID) -> HttpResponse:
    """Send nothing to one of the person's devices any more."""
    _only_with_accounts()
    person = acting_user(request)
    if device := selectors.find_device(person, device_id):
        services.remove_device(subscription=device, actor=person)
        messages.success(request, _("Auf diesem Gerät kommen keine Mitteilungen mehr an."))
    return redirect("notifications:preferences")


@citizen_required
@require_safe
def device(request: HttpRequest) -> HttpResponse:
    """Let the person say that the device in front of them is theirs alone, or take it back."""
    _only_with_accounts()
    return render(request, "notifications/device.html", {"person_mark": person_mark(acting_user(request))})


def _only_with_accounts() -> None:
    if not current_tenant().has_module(my.ACCOUNTS):
        raise Http404
