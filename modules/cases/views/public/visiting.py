"""Who looks at a case from outside: its owner, or a guest for thirty minutes. Both see the same pages."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from modules.cases.models import Case
from modules.cases.selectors.access import my_case
from modules.cases.selectors.guests import open_access
from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.web.my import acting_for
from rathaus.web.origin import cookieless_post


@dataclass(frozen=True, slots=True)
class Visit:
    """A case with whoever looks at it; a guest has no person, but a token that is open until a moment."""

    case: Case
    person: User | None = None
    token: str = ""
    until: datetime | None = None

    @property
    def layout(self) -> str:
        """The template that the page extends."""
        return "cases/public/guest_layout.html" if self.token else "web/my.html"

    def url(self, name: str, **further: Any) -> str:
        """Return the address of one of the case's pages: `url("withdraw")`, `url("file", file=key)`."""
        if self.token:
            return reverse(f"cases:guest_{name}", kwargs={"token": self.token, **further})
        return reverse(f"cases:{name}", kwargs={"key": self.case.pk, **further})

    @property
    def urls(self) -> dict[str, str]:
        """The addresses that every page of the case shows."""
        return {"case": self.url("case"), "withdraw": self.url("withdraw")}


Page = Callable[..., HttpResponse]


def for_owner(view: Page) -> Callable[..., HttpResponseBase]:
    """Hand a view the visit of the signed-in owner; 404 for everybody else's case."""

    @citizen_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *, key: uuid.UUID, **further: Any) -> HttpResponse:
        person = acting_user(request)
        case = my_case(person, key)
        if case is None:
            raise Http404
        return view(request, Visit(case, person), **further)

    return guarded


def for_guest(view: Page) -> Callable[..., HttpResponseBase]:
    """Hand a view the visit of a guest whose token is open, without cookies; otherwise they begin again."""

    @cookieless_post
    @wraps(view)
    def guarded(request: HttpRequest, /, *, token: str, **further: Any) -> HttpResponse:
        access = open_access(token)
        if access is None or access.case is None:
            return redirect(reverse("cases:guest") + "?abgelaufen=1")
        response = view(request, Visit(access.case, None, token, access.expires_at), **further)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        return response

    return guarded


def in_name_of(request: HttpRequest, visit: Visit) -> str:
    """Return for whom a signed-in person writes, "" for themselves."""
    stands_for = acting_for(request) if visit.person else None
    return f"{stands_for.name} ({stands_for.role})" if stands_for else ""
