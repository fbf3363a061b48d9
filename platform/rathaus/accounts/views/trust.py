"""The page where a person proves more than before, because a step demands it."""

from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rathaus.accounts.places import start_path
from rathaus.accounts.redirects import own_path
from rathaus.accounts.trust import TrustLevel, level_of, sign_in_methods, trust_of
from rathaus.web.languages import home_path


@never_cache
@require_safe
def prove(request: HttpRequest) -> HttpResponse:
    """List the ways that reach the demanded level; who has it already goes straight back."""
    level = level_of(request.GET.get("level"))
    back = own_path(request, request.GET.get(REDIRECT_FIELD_NAME), start_path(request.user))
    if trust_of(request) >= level:
        return redirect(back)
    query = urlencode({REDIRECT_FIELD_NAME: back, "level": int(level)})
    context = {
        "level": level,
        "is_identification": level > TrustLevel.BASIC,
        "methods": [(method.label, f"{reverse(method.url_name)}?{query}") for method in sign_in_methods(level=level)],
        "home_url": home_path(),
        "sign_in_url": f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: back})}",
    }
    return render(request, "accounts/trust.html", context)
