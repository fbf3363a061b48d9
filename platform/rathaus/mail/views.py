"""The mailbox of a development machine: shows what would have been sent. Nowhere else does it exist."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rathaus.mail.models import OutboxMessage

SHOWN = 100

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def is_development(request: HttpRequest) -> bool:
    """Return whether this is a debugging server that is spoken to by a name of the machine itself."""
    host = request.get_host().partition(":")[0].lower().removesuffix(".")
    return settings.DEBUG and (host == "localhost" or host.endswith(".localhost"))


def development_only(view: View[P]) -> View[P]:
    """Return the view such that it answers 404 everywhere but on a development machine."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_development(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@development_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the newest messages of this municipality's outbox."""
    return render(request, "mail/mailbox.html", {"messages_shown": OutboxMessage.objects.all()[:SHOWN]})


@development_only
def message(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Show a message as text, with working links."""
    return render(request, "mail/message.html", {"message": get_object_or_404(OutboxMessage, pk=message_id)})


@development_only
def message_html(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """Show the HTML part alone; its inline styles are allowed here and scripts nowhere."""
    response = HttpResponse(get_object_or_404(OutboxMessage, pk=message_id).html)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
