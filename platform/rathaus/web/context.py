"""Template context that the shell asks for on every page, on either side."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import pgettext

from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.accounts.selectors import role_words
from rathaus.web.framing import is_framed
from rathaus.web.my import account_link, acting_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the request's reference number, whether the page stands in a frame, and who the person is here.

    What is about the person is read only when shown.
    """
    return {
        "request_id": getattr(request, "request_id", ""),
        "is_framed": is_framed(request),
        "person_role": SimpleLazyObject(lambda: _roles(request)),
        "my_rights": SimpleLazyObject(lambda: rights_of(request.user)),
        "account_link": SimpleLazyObject(lambda: account_link(request)),
        "acting_for": SimpleLazyObject(lambda: acting_for(request)),
    }


def _roles(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return ""
    return pgettext("Person", "Betrieb") if user.is_operator else role_words(user)
