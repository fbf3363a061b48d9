"""What the pages of a device have in common: known by the token in the address, without cookies, kept by nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from modules.appointments.models import Device
from modules.appointments.services.devices import note_seen
from modules.appointments.views.public.guards import unlisted
from rathaus.web.origin import cookieless_post

P = ParamSpec("P")
DeviceView = Callable[Concatenate[HttpRequest, Device, P], HttpResponse]


def of_device(kind: str) -> Callable[[DeviceView[Any]], Callable[..., HttpResponseBase]]:
    """Hand a view the device of this kind whose token stands in the address; 404 for any other token."""

    def decorate(view: DeviceView[Any]) -> Callable[..., HttpResponseBase]:
        @cookieless_post
        @unlisted
        @wraps(view)
        def guarded(request: HttpRequest, /, *, token: str, **further: Any) -> HttpResponse:
            device = Device.objects.select_related("location").filter(token=token, kind=kind).first()
            if device is None:
                raise Http404
            note_seen(device=device, now=timezone.now())
            response = view(request, device, **further)
            response["Cache-Control"] = "private, no-cache"
            return response

        return guarded

    return decorate
