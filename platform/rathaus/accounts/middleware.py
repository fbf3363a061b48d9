"""Who may enter the dashboard and the console: decided here for every address, so that a new page cannot forget it."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from rathaus.accounts import selectors, session
from rathaus.accounts.factors import must_show_second_factor
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.places import is_dashboard
from rathaus.accounts.rights import rights_of
from rathaus.accounts.support import session as support
from rathaus.audit.services import record_read
from rathaus.tenancy.context import tenant_or_none

OWN_PAGES: Final = frozenset(
    {
        "account_profile",
        "account_change_password",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_first_passkey",
        "account_passkey",
        "account_remove_passkey",
        "account_sign_out_elsewhere",
        "account_sign_out_device",
    }
)
SUPPORT_PAGES: Final = frozenset({"portal_staff:home", "portal_staff:search", "staff:leave_support"})
SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
SIGN_IN_PREFIXES: Final = ("/konto/", "/entwicklung/")


class StaffOnlyMiddleware:
    """Lets only staff with a second factor below /verwaltung/, and only operators with one into the console.

    It acts when the view is known, after the module gate: a page that does not exist is 404 for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; guarded pages are kept out of every cache, also the one behind the back button."""
        response = self.get_response(request)
        if getattr(request, "is_guarded", False):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """Return where the person must go first, or None when the page is theirs."""
        user = request.user
        if _is_own_page(request):
            return _confirm_own(request, user) if isinstance(user, User) else None
        if not _is_guarded(request, view):
            return None
        request.is_guarded = True  # type: ignore[attr-defined]
        if not isinstance(user, User):
            return _receive(request, view, support.visitor(request))
        if tenant_or_none() is not None and not rights_of(user).is_staff:
            raise PermissionDenied
        return _demand_second_factor(request, user)


def _receive(request: HttpRequest, view: Any, operator: User | None) -> HttpResponse | None:
    """Let an operator in support access see a page with a right of theirs, and note that they did; strangers sign in.

    Pages that ask for no right are somebody's own; of them only those in SUPPORT_PAGES open.
    """
    if operator is None:
        return _first(request, "account_login")
    match = request.resolver_match
    name = match.view_name if match else ""
    code = getattr(view, "needed_permission", "")
    if name not in SUPPORT_PAGES and not (code and has_permission(operator, code)):
        raise PermissionDenied
    request.user = operator
    if request.method in SAFE_METHODS:
        ids = {key: str(value) for key, value in match.kwargs.items() if "@" not in str(value)} if match else {}
        record_read(action="accounts.support_page_read", actor=operator, details={"page": name, **ids})
    return None


def _is_own_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in OWN_PAGES


def _is_guarded(request: HttpRequest, view: Any) -> bool:
    if tenant_or_none() is not None:
        return is_dashboard(request.path_info)
    is_open = request.path_info.startswith(SIGN_IN_PREFIXES) or not getattr(view, "login_required", True)
    return not is_open


def _confirm_own(request: HttpRequest, user: User) -> HttpResponse | None:
    """Ask for the second factor of a session that began before the person had one."""
    request.is_guarded = True  # type: ignore[attr-defined]
    if session.has_second_factor(request, user) or not must_show_second_factor(user):
        return None
    return _first(request, "mfa_reauthenticate")


def _demand_second_factor(request: HttpRequest, user: User) -> HttpResponse | None:
    if session.has_second_factor(request, user):
        return None
    return _first(request, "mfa_reauthenticate" if selectors.has_second_factor(user) else "mfa_index")


def _first(request: HttpRequest, url_name: str) -> HttpResponse:
    """Send the person to another page and back here afterwards; htmx must load it whole."""
    back = request.get_full_path() if request.method == "GET" else ""
    htmx = getattr(request, "htmx", None)
    if htmx:
        back = htmx.current_url_abs_path or ""
    url = reverse(url_name)
    if back:
        url = f"{url}?{urlencode({REDIRECT_FIELD_NAME: back})}"
    return HttpResponseClientRedirect(url) if htmx else HttpResponseRedirect(url)
