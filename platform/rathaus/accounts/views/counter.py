"""Shared counters: change of person, presence, and marking the place."""

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts import counter, places
from rathaus.accounts.rights import rights_of
from rathaus.accounts.session import acting_user, citizen_required


@never_cache
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Sign out and let the next person sign in: their stick or passkey says who they are."""
    logout(request, show_message=False)
    return redirect(f"{reverse('account_login')}?wechsel=1&passwort=1")


@never_cache
@require_POST
def present(request: HttpRequest) -> HttpResponse:
    """Take the page's word that somebody is here, or just left; answer in a word how things stand."""
    if not request.user.is_authenticated:
        return _word("gone")
    if counter.is_counter(request) and "away" in request.POST:
        counter.pause(request)
    if counter.is_paused(request):
        return _word("paused")
    counter.note_presence(request)
    return _word("here")


def _word(state: str) -> HttpResponse:
    return HttpResponse(state, content_type="text/plain")


@never_cache
@require_safe
@citizen_required
def back(request: HttpRequest) -> HttpResponse:
    """Tell whoever has just proven themselves that the other window is open again."""
    return render(request, "accounts/back_at_counter.html")


@require_POST
@citizen_required
def mark(request: HttpRequest) -> HttpResponse:
    """Make this browser a shared counter, or an ordinary place again."""
    user = acting_user(request)
    if not rights_of(user).is_staff:
        raise PermissionDenied
    is_on = request.POST.get("counter") == "on"
    text = _("Dieser Platz gilt jetzt als gemeinsamer Schalter.") if is_on else _("Dieser Platz gehört wieder Ihnen.")
    messages.success(request, text)
    return counter.set_counter(redirect(places.profile_path(user)), is_on=is_on)
