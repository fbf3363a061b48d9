"""One's own access: names, password, second factor, devices."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rathaus.accounts import counter, factors, passkeys, places, selectors, services, sessions
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
    is_office = tenant_or_none() is None or rights_of(user).is_staff
    context = {
        "form": form,
        "layout": layout_for(user),
        "is_office": is_office,
        "roles": selectors.role_words(user),
        "types": factors.factor_types(user),
        "passkeys": factors.passkey_list(user, host=passkeys.own_host(request)),
        "devices": selectors.signed_in_devices(user, request.session.session_key),
        "is_counter": counter.is_counter(request),
    }
    is_in_my_pages = not is_office and places.has_citizen_accounts()
    return render(request, "accounts/my_access.html" if is_in_my_pages else "accounts/profile.html", context)


def layout_for(user: User) -> str:
    """Return the base template: the console for operators, the dashboard for staff, else a quiet page."""
    if tenant_or_none() is None:
        return "web/operator.html"
    return "web/staff.html" if rights_of(user).is_staff else "web/signed_out.html"


@login_required
@require_POST
def sign_out_device(request: HttpRequest) -> HttpResponse:
    """End one of the person's sessions."""
    user = acting_user(request)
    number = request.POST.get("device", "")
    if number.isascii() and number.isdigit() and sessions.end_session(user=user, session_id=int(number[:18])):
        messages.success(request, _("Das Gerät ist abgemeldet."))
    return redirect(places.profile_path(user))


@login_required
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End the person's sessions on all other devices."""
    user = acting_user(request)
    count = sessions.sign_out_everywhere(user=user, actor=user, keep=request.session.session_key or "")
    text = ngettext("Ein anderes Gerät ist abgemeldet.", "%(count)s andere Geräte sind abgemeldet.", count)
    messages.success(request, text % {"count": count} if count else _("Sie waren nur hier angemeldet."))
    return redirect(places.profile_path(user))
