"""One's own page about the BundID: connected or not, what was confirmed today, and how to end it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.bundid.confirmed import confirmed_details, forget
from modules.bundid.profile import take_over as fill_profile
from modules.bundid.selectors.identities import identity_of
from modules.bundid.selectors.setup import is_offered
from modules.bundid.services.identities import unlink as end_connection
from modules.bundid.words import lines_of
from rathaus.accounts.session import acting_user, citizen_required, fresh_required
from rathaus.accounts.trust import trust_of


@require_safe
@citizen_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show whether a BundID opens this account, and what it has confirmed in this session."""
    confirmed = confirmed_details(request)
    context = {
        "identity": identity_of(acting_user(request)),
        "is_offered": is_offered(),
        "level": trust_of(request),
        "confirmed": confirmed,
        "lines": lines_of(confirmed.details) if confirmed else [],
    }
    return render(request, "bundid/mine/overview.html", context)


@require_POST
@citizen_required
def take_over(request: HttpRequest) -> HttpResponse:
    """Write into the profile what stands on the page."""
    if (confirmed := confirmed_details(request)) is None:
        messages.info(request, _("Die Angaben sind nicht mehr da. Melden Sie sich noch einmal mit der BundID an."))
    else:
        fill_profile(user=acting_user(request), confirmed=confirmed)
        messages.success(request, _("Die Angaben stehen jetzt in Ihrem Profil."))
    return redirect("bundid:overview")


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_required
def unlink(request: HttpRequest) -> HttpResponse:
    """Ask whether the BundID shall not open this account any more."""
    user = acting_user(request)
    identity = identity_of(user)
    if identity is None:
        return redirect("bundid:overview")
    if request.method != "POST":
        return render(request, "bundid/mine/unlink.html", {"identity": identity})
    end_connection(user=user)
    forget(request)
    messages.success(request, _("Ihre BundID ist nicht mehr mit diesem Konto verbunden."))
    return redirect("bundid:overview")
