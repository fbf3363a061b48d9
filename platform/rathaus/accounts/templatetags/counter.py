"""What pages of a shared counter show: the button for the next person, and the curtain of a paused session."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context

from rathaus.accounts.counter import is_counter

register = template.Library()
WRITTEN_SECONDS = 60  # the page tells the server once a minute that somebody is here, so it must pause a minute sooner


@register.inclusion_tag("accounts/parts/switch.html", takes_context=True)
def switch_person(context: Context) -> dict[str, Any]:
    """Show "Person wechseln" at a shared counter."""
    return _values(context)


@register.inclusion_tag("accounts/parts/curtain.html", takes_context=True)
def curtain(context: Context) -> dict[str, Any]:
    """Draw a curtain over the page of a shared counter when nobody has been there for a while."""
    return _values(context) | {"seconds": settings.COUNTER_PAUSE_SECONDS - WRITTEN_SECONDS}


def _values(context: Context) -> dict[str, Any]:
    request = context.get("request")
    user = getattr(request, "user", None)
    is_shown = request is not None and is_counter(request) and user is not None and user.is_authenticated
    return {"is_shown": is_shown, "user": user, "csrf_token": context.get("csrf_token")}
