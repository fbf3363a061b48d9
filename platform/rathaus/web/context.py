"""Template context that the shell asks for on every page, on either side."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rathaus.accounts.models import User
from rathaus.accounts.selectors import role_words


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the request's reference number and, made only when shown, the roles of the signed-in person."""
    return {
        "request_id": getattr(request, "request_id", ""),
        "person_role": SimpleLazyObject(lambda: _roles(request)),
    }


def _roles(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return role_words(user) if isinstance(user, User) else ""
