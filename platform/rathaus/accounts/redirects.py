"""Ways back that came with a request: taken only when they lead to this site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_path(request: HttpRequest, value: str | None, default: str = "") -> str:
    """Return the path that the request names when it lies on the host that was asked, else the default."""
    path = (value or "").strip()
    if not path.startswith("/") or len(path) > 2000:
        return default
    is_own = url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return path if is_own else default
