"""The screen in the waiting room: who is called where. Numbers only, no names, no cookies, two queries."""

import hashlib
import json
from datetime import timedelta
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from modules.appointments.models import Device, DeviceKind
from modules.appointments.moments import today
from modules.appointments.selectors.queue import shown_calls
from modules.appointments.views.public.devices import of_device
from modules.appointments.waiting_time import waiting_words
from rathaus.calendar.localtime import instant_of
from rathaus.tenancy import current_tenant

_MOST_SHOWN: Final = 7
_ASSETS: Final = ("appointments/display.js", "appointments/room.css", "web/shell.css", "kern/kern.min.css")

of_display = of_device(DeviceKind.DISPLAY)


@of_display
@require_safe
def display(request: HttpRequest, device: Device) -> HttpResponse:
    """Show the last calls, large; the page keeps itself fresh from then on."""
    context = {"device": device, "board": _board(device), "zone": current_tenant().time_zone}
    return render(request, "appointments/public/room/display.html", context)


@of_display
@require_safe
def state(request: HttpRequest, device: Device) -> HttpResponse:
    """Return the same as JSON; 304 while nothing has changed, which is nearly always."""
    body = json.dumps(_board(device))
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:24]}"'
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if isinstance(answer, HttpResponse) else response


def _board(device: Device) -> dict[str, Any]:
    """Return what stands on the screen. The key of a call changes with each call, so that it sounds again."""
    day = today()
    called, waiting = shown_calls(location_id=device.location_id, day=day)
    ends_at = instant_of(day + timedelta(days=1), 1, current_tenant().time_zone)
    return {
        "version": assets_version(),
        "dayEnds": int(ends_at.timestamp() * 1000),
        "hasSound": device.has_sound,
        "waiting": waiting_words(waiting),
        "calls": [
            {"key": f"{ticket.pk}:{ticket.calls}", "label": ticket.label, "counter": ticket.counter_words}
            for ticket in called[:_MOST_SHOWN]
        ],
    }


@cache
def assets_version() -> str:
    """Return what changes with the page's script and style: a screen that runs for weeks then loads itself again."""
    return hashlib.sha256(" ".join(static(name) for name in _ASSETS).encode()).hexdigest()[:12]
