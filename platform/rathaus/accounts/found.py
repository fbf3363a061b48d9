"""Views of one thing: what the id in the address names, as far as the acting person may see it."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase

from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user

Thing = TypeVar("Thing")
Find = Callable[[User, uuid.UUID], Thing | None]
Guarded = Callable[..., HttpResponseBase]
Guard = Callable[[Guarded], Guarded]
Decorator = Callable[[Callable[[HttpRequest, Thing], HttpResponseBase]], Guarded]


def view_of(find: Find[Thing], *, guard: Guard) -> Decorator[Thing]:
    """Return a decorator that hands a view what `find` returns for the person and the `key` of the address; else 404.

    `guard` says who may see the page at all.
    """

    def decorate(view: Callable[[HttpRequest, Thing], HttpResponseBase]) -> Guarded:
        @guard
        @wraps(view)
        def guarded(request: HttpRequest, /, *, key: uuid.UUID) -> HttpResponseBase:
            found = find(acting_user(request), key)
            if found is None:
                raise Http404
            return view(request, found)

        return guarded

    return decorate
