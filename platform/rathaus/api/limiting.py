"""How often a key may ask: counted by `rathaus.limits`, told by the headers of draft-ietf-httpapi-ratelimit-headers."""

from datetime import datetime
from math import ceil
from typing import Final

from django.http import HttpRequest, HttpResponse

from rathaus.api.models import ApiKey
from rathaus.api.problems import ProblemError, plain_problem
from rathaus.limits.services import count

SECONDS: Final = 60
_POLICY: Final = "per-minute"


def consume(request: HttpRequest, key: ApiKey, *, now: datetime) -> None:
    """Count the request and note what is left for the answer; raises ProblemError with 429 when it is too much."""
    window = count(name="api", key=str(key.pk), seconds=SECONDS, now=now)
    wait = max(1, ceil((window.ends_at - now).total_seconds()))
    left = max(0, key.rate_limit - window.hits)
    request.rate_headers = {  # type: ignore[attr-defined]
        "RateLimit-Policy": f'"{_POLICY}";q={key.rate_limit};w={SECONDS}',
        "RateLimit": f'"{_POLICY}";r={left};t={wait}',
    }
    if window.hits > key.rate_limit:
        raise ProblemError(plain_problem(429, headers={"Retry-After": str(wait)}))


def tell_what_is_left(request: HttpRequest, response: HttpResponse) -> None:
    """Put the headers on the answer of a request that was counted."""
    for name, value in getattr(request, "rate_headers", {}).items():
        response[name] = value
