"""Version 1 of the public interface: one ninja API with the routers of all modules, and what its errors become."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from rathaus.api.problems import ProblemError, plain_problem, problem_response
from rathaus.api.validation import validation_problem
from rathaus.audit.services import recorded_with
from rathaus.registry import all_modules

PREFIX: Final = "/api/v1/"
VERSION: Final = "1.0"


class StrictParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no member twice."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says; raises ValueError."""
        return json.loads(request.body, parse_constant=_refuse_constant, object_pairs_hook=_members)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("A member stands twice.")
    return members


@cache
def interface() -> NinjaAPI:
    """Return the API; made once, when the addresses of the site are first needed."""
    api = NinjaAPI(
        title=str(_("Schnittstelle")),
        version=VERSION,
        urls_namespace="api",
        openapi_url=None,
        docs_url=None,
        parser=StrictParser(),
    )
    for spec in all_modules():
        if spec.public_api:
            api.add_router(f"/{spec.slug}/", import_string(spec.public_api), tags=[spec.slug])
    api.add_decorator(_recorded)
    _handle_errors(api)
    return api


def _recorded(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Name the key on every line that the operation writes into the record."""

    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = getattr(request, "api_key", None)
        with recorded_with(api_key=str(key.pk) if key else None):
            return operation(request, *args, **kwargs)

    return run


def _handle_errors(api: NinjaAPI) -> None:
    @api.exception_handler(ObjectDoesNotExist)
    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:  # noqa: ARG001
        return problem_response(plain_problem(404))

    @api.exception_handler(ProblemError)
    def problem(request: HttpRequest, error: ProblemError) -> HttpResponse:  # noqa: ARG001
        return problem_response(error.problem)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
        return problem_response(validation_problem(error))

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
        return problem_response(plain_problem(error.status_code))

    @api.exception_handler(Exception)
    def crashed(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
        raise error
