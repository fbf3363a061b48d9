"""What the pages of citizens have in common: whose things they show, and for whom the person writes."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from modules.citizen_accounts.api import Proof, acting_principal
from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user, citizen_required

Thing = TypeVar("Thing")
Guarded = Callable[..., HttpResponseBase]


def of_person(
    find: Callable[[User, uuid.UUID], Thing | None],
) -> Callable[[Callable[[HttpRequest, Thing], HttpResponse]], Guarded]:
    """Return a decorator that hands a view the person's thing with the id in the address; 404 for everybody else's."""

    def decorate(view: Callable[[HttpRequest, Thing], HttpResponse]) -> Guarded:
        @citizen_required
        @wraps(view)
        def guarded(request: HttpRequest, /, *, key: uuid.UUID) -> HttpResponse:
            found = find(acting_user(request), key)
            if found is None:
                raise Http404
            return view(request, found)

        return guarded

    return decorate


def in_name_of(request: HttpRequest) -> str:
    """Return for whom the person writes and how that is proven, "" for themselves."""
    principal = acting_principal(request)
    if principal.is_self:
        return ""
    proof = _("Nachweis geprüft") if principal.proof == Proof.ACCEPTED else _("nicht geprüft")
    return f"{principal.name} ({principal.role}, {proof})"
