"""Support access: administrators open and close it, operators come in by a link that acts once and only on POST."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.errors import AccountsError
from rathaus.accounts.models import SupportGrant
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.places import language_prefix
from rathaus.accounts.session import acting_user
from rathaus.accounts.support import services
from rathaus.accounts.support.errors import HandoverInvalidError
from rathaus.accounts.support.forms import GrantForm
from rathaus.accounts.support.selectors import current_grants, find_handover, latest_grants
from rathaus.accounts.support.session import begin_session, visit_of


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("platform.support")
def support_access(request: HttpRequest) -> HttpResponse:
    """Show open and former grants; POST opens a new one."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.grant_support(
                reason=form.cleaned_data["reason"],
                duration=form.cleaned_data["duration"],
                operator_email=form.cleaned_data["operator_email"],
                actor=acting_user(request),
                key=form.cleaned_data["idem_key"],
            )
        except AccountsError as error:
            form.add_error("duration", str(error))
        else:
            messages.success(request, _("Der Betrieb hat jetzt Zugang. Sie können ihn jederzeit beenden."))
            return redirect("staff:support_access")
    context = {"form": form, "open": current_grants(), "grants": latest_grants()}
    return render(request, "accounts/support_access.html", context)


@require_POST
@permission_required("platform.support")
def revoke_support(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """End a grant at once."""
    grant = get_object_or_404(SupportGrant, pk=grant_id)
    try:
        services.revoke_support(grant=grant, actor=acting_user(request))
    except AccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Der Zugang ist beendet. Wer vom Betrieb angemeldet war, ist es nicht mehr."))
    return redirect("staff:support_access")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_support(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the operator is about to enter; POST uses the handover up and begins the session."""
    try:
        if request.method != "POST":
            return render(request, "accounts/support_enter.html", {"visit": find_handover(token)})
        begin_session(request, services.enter_support(token=token))
    except HandoverInvalidError as error:
        return render(request, "accounts/support_invalid.html", {"error": error}, status=410)
    return redirect(f"{language_prefix()}/verwaltung/")


@require_POST
def leave_support(request: HttpRequest) -> HttpResponse:
    """End one's own visit before its time; for staff there is nothing to leave."""
    if visit := visit_of(request):
        services.leave_support(visit=visit)
        request.session.flush()
    return redirect(f"{language_prefix()}/")
