"""Where a form is filled in: on the public site without cookies, or in the dashboard."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html


@dataclass(frozen=True, slots=True)
class Desk:
    """One of the two places."""

    namespace: str
    base: str
    is_staff: bool

    def url(self, name: str, *args: object) -> str:
        """Return the address of a page of filling in at this desk."""
        return reverse(f"{self.namespace}:{name}", args=args)

    def go(self, name: str, *args: object, anchor: str = "") -> HttpResponse:
        """Lead to a page of this desk after something was done: reloading it does nothing twice."""
        response = HttpResponseRedirect(self.url(name, *args) + anchor)
        response.status_code = 303
        return response

    def render(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return a page in the frame of this desk; no cache keeps what people typed."""
        known = {"desk": self, "base_template": self.base, "form_token": self._token(request)}
        response = render(request, f"online_services/public/filling/{template}.html", known | context, status=status)
        response["Cache-Control"] = "private, no-store"
        return response

    def _token(self, request: HttpRequest) -> str:
        """Return what a form of the dashboard carries; public pages set no cookie and are known by their origin."""
        if not self.is_staff:
            return ""
        return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


PUBLIC: Final = Desk("online_services", "web/citizen.html", is_staff=False)
STAFF: Final = Desk("online_services_staff", "web/staff.html", is_staff=True)
