"""The ways to sign in that modules add, for the sign-in page."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.template.context import Context
from django.urls import reverse

from rathaus.accounts.redirects import own_path
from rathaus.accounts.trust import sign_in_methods

register = template.Library()


@register.inclusion_tag("accounts/parts/sign_in_methods.html", takes_context=True)
def other_sign_ins(context: Context) -> dict[str, Any]:
    """Show a button for each further way to sign in that is set up here, and come back to where the person was."""
    request = context["request"]
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME)
    back = own_path(request, asked)
    query = f"?{urlencode({REDIRECT_FIELD_NAME: back})}" if back else ""
    return {"methods": [(method.label, f"{reverse(method.url_name)}{query}") for method in sign_in_methods()]}
