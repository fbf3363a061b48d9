"""One's own access: names, password, second factor, devices."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rathaus.accounts import places, selectors, services
from rathaus.accounts.forms import NamesForm
from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.accounts.session import acting_user
from rathaus.tenancy.context import tenant_or_none


@login_required
def my_account(request: HttpRequest) -> HttpResponse:
    """Show the person's own access; POST changes the names."""
    user = acting_user(request)
    form = NamesForm(request.POST or None, initial={"first_name": user.first_name, "last_name": user.last_name})
    if request.method == "POST" and form.is_valid():
        services.change_own_name(user=user, **form.cleaned_data)
        messages.success(request, _("Ihr Name ist geändert."))
        return redirect(request.path)
    context = {
        "form": form,
        "layout": layout_for(user),
        "roles": selectors.role_words(user),
        "has_second_factor": selectors.has_second_factor(user),
        "devices": selectors.signed_in_devices(user, request.session.session_key),
    }
    return render(request, "accounts/profile.html", context)


def layout_for(user: User) -> str:
    """Return the base template: the console for operators, the dashboard for staff, else a quiet page."""
    if tenant_or_none() is None:
        return "web/operator.html"
    return "web/staff.html" if rights_of(user).is_staff else "web/signed_out.html"


@login_required
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End the person's sessions on all other devices."""
    user = acting_user(request)
    count = services.end_sessions(user=user, keep=request.session.session_key)
    text = ngettext("Ein anderes Gerät ist abgemeldet.", "%(count)s andere Geräte sind abgemeldet.", count)
    messages.success(request, text % {"count": count} if count else _("Sie waren nur hier angemeldet."))
    return redirect(places.profile_path(user))
