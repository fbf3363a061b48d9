"""The page "Schnittstelle" and its keys."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.api import services
from rathaus.api.errors import AlreadyCreatedError, ApiError
from rathaus.api.forms import KeyForm
from rathaus.api.scopes import all_scopes
from rathaus.api.selectors import all_endpoints, all_keys
from rathaus.tenancy import current_tenant


@require_safe
@permission_required("platform.api")
def overview(request: HttpRequest) -> HttpResponse:
    """List keys and webhooks."""
    now = timezone.now()
    keys = [(key, key.is_valid_at(now)) for key in all_keys()]
    return render(request, "api/overview.html", {"keys": keys, "endpoints": all_endpoints()})


@permission_required("platform.api")
def create(request: HttpRequest) -> HttpResponse:
    """Ask what the key is for; the answer to the POST is the only page that ever shows it."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, form)
        except AlreadyCreatedError as error:
            messages.info(request, str(error))
            return redirect("api_staff:overview")
        except ApiError as error:
            form.add_error(None, str(error))
    return render(request, "api/create_key.html", {"form": form})


def _made(request: HttpRequest, form: KeyForm) -> HttpResponse:
    typed = form.cleaned_data
    key, text = services.create_key(
        name=typed["name"],
        scopes=typed["scopes"],
        actor=acting_user(request),
        rate_limit=typed["rate_limit"],
        origins=typed["origins"],
        expires_at=typed["expires_on"],
        idem_key=typed["idem_key"],
    )
    context = {"key": key, "text": text, "base_url": current_tenant().url("/api/v1/")}
    return render(request, "api/key_created.html", context)


@require_safe
@permission_required("platform.api")
def show(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Show what a key may do and whether it is used."""
    key = get_object_or_404(all_keys(), pk=key_id)
    scopes = all_scopes()
    context = {
        "key": key,
        "is_valid": key.is_valid_at(timezone.now()),
        "scopes": [(code, scopes[code].label if code in scopes else code) for code in key.scopes],
    }
    return render(request, "api/key.html", context)


@require_POST
@permission_required("platform.api")
def revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Make a key worthless."""
    key = get_object_or_404(all_keys(), pk=key_id)
    services.revoke_key(key=key, actor=acting_user(request))
    messages.success(request, _("Der Schlüssel ist gesperrt. Das Programm kommt ab sofort nicht mehr herein."))
    return redirect("api_staff:overview")
