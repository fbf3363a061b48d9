"""What pages say while appointments are not set up: what is missing, and where it is made or who can make it."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.appointments.permissions import SETUP
from modules.appointments.setup_checks import setup_checks
from rathaus.accounts.permissions import has_permission

_WHO: Final = gettext_lazy("Das macht, wer bei Ihnen Termine einrichten darf, meist die Administration.")


@dataclass(frozen=True, slots=True)
class Unready:
    """The next step, for `parts/unready.html`; without an address for those who may not take it."""

    title: str
    hint: str
    action: str = ""
    url: str = ""


def unready(request: HttpRequest) -> Unready:
    """Return the first step of the set-up that is missing; five queries."""
    step = next((step for step in setup_checks() if not step.is_done), None)
    if step is None:
        return Unready(_("Hier ist noch nichts eingerichtet"), _("Ihre Administration kann das ändern."))
    title = _("Noch nicht eingerichtet: %(step)s") % {"step": step.title}
    if has_permission(request.user, SETUP):
        return Unready(title, str(step.hint), str(step.title), reverse(step.url_name))
    return Unready(title, str(_WHO))


def no_waiting_list(request: HttpRequest) -> Unready:
    """Return what is said where no concern has a waiting list."""
    title = _("Noch kein Anliegen mit Warteliste")
    hint = _("Bei jedem Anliegen lässt sich eine Warteliste einschalten.")
    if has_permission(request.user, SETUP):
        return Unready(title, hint, _("Anliegen ändern"), reverse("appointments_staff:concerns"))
    return Unready(title, f"{hint} {_WHO}")


def unready_page(request: HttpRequest, title: str) -> HttpResponse:
    """Return a page that says what is missing before its work can begin."""
    return render(request, "appointments/staff/unready.html", {"title": title, "unready": unready(request)})
