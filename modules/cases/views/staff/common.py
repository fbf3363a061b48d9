"""What the pages for staff have in common: who may see them, and whose thing stands in the address."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from modules.cases.permissions import OPEN, OVERVIEW, SETUP, WORK
from modules.cases.selectors.access import case_for
from rathaus.accounts.models import User
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user

Thing = TypeVar("Thing")
Guarded = Callable[..., HttpResponseBase]
Guard = Callable[[Guarded], Guarded]

for_work: Guard = permission_required(WORK)
for_overview: Guard = permission_required(OVERVIEW)
for_opening: Guard = permission_required(OPEN)
for_setup: Guard = permission_required(SETUP)


def of(find: Callable[[User, uuid.UUID], Thing | None], *, guard: Guard = for_work) -> Callable[[Any], Guarded]:
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


of_case = of(case_for)
