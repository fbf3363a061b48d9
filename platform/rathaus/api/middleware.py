"""What all answers below /api/ have in common, whoever gives them: language, problems instead of pages, no cache."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from rathaus.api.limiting import tell_what_is_left
from rathaus.api.problems import MEDIA_TYPE, plain_problem, problem_response
from rathaus.api.selectors.keys import is_allowed_anywhere

PREFIX: Final = "/api/"
PAGES: Final = ("/api/v1/docs/",)
MAX_BODY_BYTES: Final = 64 * 1024
_KEPT_HEADERS: Final = ("Allow", "Retry-After", "WWW-Authenticate")
_ALLOWED_HEADERS: Final = "Authorization, Content-Type, Idempotency-Key, Accept-Language"
_EXPOSED_HEADERS: Final = "RateLimit, RateLimit-Policy, Retry-After, Content-Language"

GetResponse = Callable[[HttpRequest], HttpResponse]


class ProblemMiddleware:
    """Turns every page with an error below /api/ into a problem: unknown hosts, archived towns and crashes as well.

    It stands outside of the middleware that enters the municipality, so it asks no database.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that the caller asks for."""
        if not is_for_programs(request):
            return self.get_response(request)
        language = wanted_language(request)
        response = self.get_response(request)
        with translation.override(language):
            response = _as_problem(response)
        response["Content-Language"] = language
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ("Accept-Language", "Origin"))
        return response


class ApiMiddleware:
    """Inside of everything else: the language of the operation, the size of bodies, and other origins' pages."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Tell the caller what is left of the key's allowance, and a browser whether its page may read the answer."""
        response = self.get_response(request)
        if is_for_programs(request):
            tell_what_is_left(request, response)
            _share_with_page(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """Refuse what is too large or no JSON, and answer a browser that asks before it sends."""
        if not is_for_programs(request):
            return None
        translation.activate(wanted_language(request))  # Django's own middleware has just set the one of the path
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight(request)
        return _refuse_body(request)


def is_for_programs(request: HttpRequest) -> bool:
    """Return whether the address belongs to the interface and is no page for people."""
    return request.path_info.startswith(PREFIX) and request.path_info not in PAGES


def wanted_language(request: HttpRequest) -> str:
    """Return the first language of Accept-Language that we speak, German otherwise."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return "de"


def _as_problem(response: HttpResponse) -> HttpResponse:
    is_fine = response.status_code < 400 or response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
    if is_fine:
        return response
    kept = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
    problem = problem_response(plain_problem(response.status_code, headers=kept))
    setattr(problem, "_has_been_logged", True)  # noqa: B010 - whoever made the page has logged it
    return problem


def _refuse_body(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
        return problem_response(plain_problem(413))
    if int(length) and request.content_type != "application/json":
        return problem_response(plain_problem(415))
    return None


def _preflight(request: HttpRequest) -> HttpResponse:
    """Say what a page may send if any key belongs to it; which one it has is seen when it sends."""
    response = HttpResponse(status=204)
    if is_allowed_anywhere(request.headers.get("Origin", "")):
        response["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE"
        response["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
        response["Access-Control-Max-Age"] = "600"
    return response


def _share_with_page(request: HttpRequest, response: HttpResponse) -> None:
    key, origin = getattr(request, "api_key", None), request.headers.get("Origin", "")
    if key is not None and origin in key.origins:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = _EXPOSED_HEADERS
