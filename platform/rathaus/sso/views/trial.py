"""The test: a real sign-in at the identity provider that changes nothing here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.sso.errors import SignInError
from rathaus.sso.selectors import identity_provider
from rathaus.sso.trials import PERMISSION, finish_trial, role_names, trial_of
from rathaus.sso.views.starting import begin, is_primary_host
from rathaus.tenancy import current_tenant


@never_cache
@require_safe
@permission_required(PERMISSION)
def start(request: HttpRequest) -> HttpResponse:
    """Send the administrator to the identity provider; it works before it is switched on."""
    row = identity_provider()
    if row is None:
        return redirect("sso_staff:overview")
    if not is_primary_host(request):
        return redirect(current_tenant().url(request.get_full_path()))
    try:
        return begin(request, row, tester=str(acting_user(request).pk))
    except SignInError as error:
        return finish_trial(request, row, error=error)


@never_cache
@require_safe
@permission_required(PERMISSION)
def result(request: HttpRequest) -> HttpResponse:
    """Show what the last test of this session has brought."""
    row, trial = identity_provider(), trial_of(request)
    if row is None or trial is None:
        return redirect("sso_staff:overview")
    return render(request, "sso/trial.html", {"provider": row, "trial": trial, "roles": role_names(trial)})
