"""How a page says that it was too often."""

from django.http import HttpResponse

from rathaus.limits.services import Refusal


def as_too_many(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Return the page, which says what to do and shows what was typed, as the answer 429."""
    response.status_code = 429
    response["Retry-After"] = str(refusal.retry_after)
    return response
