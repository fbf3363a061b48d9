"""What the pages for staff have in common: who may see them, and whose thing stands in the address."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from modules.citizen_accounts.api import Citizen, get_citizen
from modules.inbox.permissions import PROVIDE, READ, SETUP, WRITE
from rathaus.accounts.models import User
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user

Thing = TypeVar("Thing")
Guarded = Callable[..., HttpResponseBase]
Guard = Callable[[Guarded], Guarded]

for_reading: Guard = permission_required(READ)
for_writing: Guard = permission_required(WRITE)
for_providing: Guard = permission_required(PROVIDE)
for_setup: Guard = permission_required(SETUP)


def of(
    find: Callable[[User, uuid.UUID], Thing | None], *, guard: Guard = for_reading
) -> Callable[[Callable[[HttpRequest, Thing], HttpResponse]], Guarded]:
    """Return a decorator that hands a view what the id in the address names, as far as the clerk may see it."""

    def decorate(view: Callable[[HttpRequest, Thing], HttpResponse]) -> Guarded:
        @guard
        @wraps(view)
        def guarded(request: HttpRequest, /, *, key: uuid.UUID) -> HttpResponse:
            found = find(acting_user(request), key)
            if found is None:
                raise Http404
            return view(request, found)

        return guarded

    return decorate


def citizen_for(clerk: User, key: uuid.UUID) -> Citizen | None:  # noqa: ARG001 - as the other finders
    """Return the citizen with this id."""
    return get_citizen(key)
