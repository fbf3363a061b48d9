"""How views answer a POST."""

from django.http import HttpResponse, HttpResponseRedirect


def see_other(url: str) -> HttpResponse:
    """Return a redirect after a POST: the browser fetches the page with GET, and a reload sends nothing twice."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
