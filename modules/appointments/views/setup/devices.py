"""Set up the waiting room: tablets and screens, and how each location takes people without an appointment."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.appointments.forms.setup.devices import DeviceForm, QueueRulesForm
from modules.appointments.models import Device, DeviceKind
from modules.appointments.permissions import SETUP
from modules.appointments.qr import qr_svg
from modules.appointments.selectors.queue import locations_with_rules, rules_of
from modules.appointments.services.devices import remove_device, renew_device, save_device, save_queue_rules
from rathaus.accounts.permissions import permission_required
from rathaus.tenancy import current_tenant
from tenants.municipality.models import Location
from tenants.municipality.views.staff import actor_of

_SHOW = require_http_methods(["GET", "HEAD", "POST"])


@permission_required(SETUP, for_support=False)
@require_safe
def device_list(request: HttpRequest) -> HttpResponse:
    """Show each location with its rules and its devices."""
    devices = list(Device.objects.select_related("location"))
    places = [
        (location, rules, [device for device in devices if device.location_id == location.pk])
        for location, rules in locations_with_rules()
    ]
    return render(request, "appointments/setup/devices.html", {"places": places})


@permission_required(SETUP, for_support=False)
@_SHOW
def add_device(request: HttpRequest) -> HttpResponseBase:
    """Add a tablet or a screen; its address comes next."""
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = form.device()
        save_device(device=device, actor=actor_of(request))
        messages.success(
            request, _("{name} ist angelegt. Öffnen Sie jetzt die Adresse auf dem Gerät.").format(name=device.name)
        )
        return redirect("appointments_staff:device", device.pk)
    return _form_page(request, form, None)


@permission_required(SETUP, for_support=False)
@_SHOW
def edit_device(request: HttpRequest, device_id: uuid.UUID) -> HttpResponseBase:
    """Show a device's address as text and QR code, and change its name and choices."""
    device = get_object_or_404(Device.objects.select_related("location"), pk=device_id)
    form = DeviceForm(request.POST or None, instance=device)
    if request.method == "POST" and form.is_valid():
        save_device(device=form.device(), actor=actor_of(request))
        messages.success(request, _("{name} ist gespeichert.").format(name=device.name))
        return redirect("appointments_staff:devices")
    return _form_page(request, form, device)


@permission_required(SETUP, for_support=False)
@require_POST
def renew(request: HttpRequest, device_id: uuid.UUID) -> HttpResponseBase:
    """Give a device a new address; the old one shows nothing from now on."""
    device = get_object_or_404(Device, pk=device_id)
    renew_device(device=device, actor=actor_of(request))
    messages.success(request, _("Die Adresse ist neu. Öffnen Sie sie auf dem Gerät; die alte gilt nicht mehr."))
    return redirect("appointments_staff:device", device.pk)


@permission_required(SETUP, for_support=False)
@require_POST
def remove(request: HttpRequest, device_id: uuid.UUID) -> HttpResponseBase:
    """Remove a device."""
    device = get_object_or_404(Device, pk=device_id)
    remove_device(device=device, actor=actor_of(request))
    messages.success(request, _("{name} ist entfernt.").format(name=device.name))
    return redirect("appointments_staff:devices")


@permission_required(SETUP, for_support=False)
@_SHOW
def queue_rules(request: HttpRequest, location_id: uuid.UUID) -> HttpResponseBase:
    """Change how a location takes people without an appointment."""
    location = get_object_or_404(Location, pk=location_id)
    form = QueueRulesForm(request.POST or None, instance=rules_of(location.pk))
    if request.method == "POST" and form.is_valid():
        save_queue_rules(rules=form.instance, actor=actor_of(request))
        messages.success(request, _("Die Regeln für {name} gelten ab sofort.").format(name=location.name))
        return redirect("appointments_staff:devices")
    return render(request, "appointments/setup/queue_rules.html", {"form": form, "location": location})


def device_url(device: Device) -> str:
    """Return the address that the device opens; whoever knows it sees the page."""
    page = "kiosk" if device.kind == DeviceKind.KIOSK else "display"
    return current_tenant().url(reverse(f"appointments:{page}", args=[device.token]))


def _form_page(request: HttpRequest, form: DeviceForm, device: Device | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "device": device, "has_locations": Location.objects.exists()}
    if device:
        context |= {"address": device_url(device), "qr": qr_svg(device_url(device))}
    return render(request, "appointments/setup/edit_device.html", context)
