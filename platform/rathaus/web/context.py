"""Template context that the shell asks for on every page, on either side."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rathaus.accounts.models import User
from rathaus.accounts.selectors import role_words
from rathaus.web.framing import is_framed


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the request's reference number, whether the page stands in a frame, and the roles of the person.

    The roles are read only when shown.
    """
    return {
        "request_id": getattr(request, "request_id", ""),
        "is_framed": is_framed(request),
        "person_role": SimpleLazyObject(lambda: _roles(request)),
    }


def _roles(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return role_words(user) if isinstance(user, User) else ""
