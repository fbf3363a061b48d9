"""The preview link: whoever holds it sees a municipality that is still in preparation."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from rathaus.signing import BadLinkError, sign, unsign
from rathaus.tenancy import Tenant

COOKIE = "rathaus_vorschau"
PURPOSE = "tenants.preview"
VALID_SECONDS = 30 * 24 * 60 * 60


def preview_url(tenant: Tenant) -> str:
    """Return the link for the entered municipality; it is valid for 30 days."""
    return tenant.url(f"/vorschau/{sign(purpose=PURPOSE, value=tenant.slug)}/")


def is_allowed(request: HttpRequest) -> bool:
    """Return whether the request carries a valid preview cookie of the entered municipality."""
    return _is_valid(request.COOKIES.get(COOKIE, ""))


@require_safe
def open_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the preview in this browser and lead to the start page."""
    response = HttpResponseRedirect("/")
    if _is_valid(token):
        response.set_cookie(
            COOKIE, token, max_age=VALID_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


def _is_valid(token: str) -> bool:
    try:
        unsign(purpose=PURPOSE, token=token, max_age=VALID_SECONDS)
    except BadLinkError:
        return False
    return True
