"""The button on the sign-in page."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.http import urlencode

from rathaus.accounts.models import User
from rathaus.sso.selectors import active_provider, linked_provider

register = template.Library()


@register.inclusion_tag("sso/parts/confirm.html", takes_context=True)
def single_sign_on_again(context: Context) -> dict[str, Any]:
    """Show "Mit ... bestätigen" to a signed-in person who is linked, else nothing."""
    request = context.get("request")
    user = getattr(request, "user", None)
    provider = linked_provider(user) if isinstance(user, User) else None
    return {"provider": provider, "next": request.GET.get("next", "") if request else ""}


@register.inclusion_tag("sso/parts/sign_in.html", takes_context=True)
def single_sign_on(context: Context) -> dict[str, Any]:
    """Show "Mit ... anmelden" where the municipality's identity provider is switched on, else nothing."""
    request = context.get("request")
    back = request.GET.get("next", "") if request else ""
    address = reverse("sso:start") if (provider := active_provider()) else ""
    return {"provider": provider, "address": f"{address}?{urlencode({'next': back})}" if back else address}
