"""One's own passkeys and security keys: the questions to the browser, adding, naming, removing."""

from typing import Any, Final
from uuid import UUID

from allauth.account.stages import LoginStageController
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts import factors, passkeys, session
from rathaus.accounts.devices import device_words
from rathaus.accounts.errors import AccountsError, LastFactorError
from rathaus.accounts.forms_sign_in import PasskeyNameForm
from rathaus.accounts.models import User
from rathaus.accounts.places import profile_path, start_path
from rathaus.accounts.rights import rights_of
from rathaus.accounts.session import acting_user, fresh_required
from rathaus.accounts.stages import SecondFactorStage
from rathaus.accounts.views.sign_in import next_path
from rathaus.tenancy.context import tenant_or_none

SIGN_IN, SECOND, CONFIRM, ADD = "sign_in", "second", "confirm", "add"
WEBAUTHN: Final = "webauthn"


@never_cache
@require_POST
def question(request: HttpRequest) -> HttpResponse:
    """Return what the page's script hands to the browser: a question for one, several or any passkeys."""
    purpose = request.POST.get("purpose")
    if purpose == SIGN_IN:
        return JsonResponse(passkeys.ask(request, user=None, rp_id=_former_host(request)))
    if purpose == SECOND:
        return JsonResponse(passkeys.ask(request, user=pending_person(request)))
    user = acting_user(request)
    if purpose == CONFIRM:
        return JsonResponse(passkeys.ask(request, user=user))
    if purpose == ADD and session.is_fresh(request, user, seconds=session.FRESH_FOR_SENDING_SECONDS):
        return JsonResponse(passkeys.ask_for_new(request, user))
    raise PermissionDenied


def pending_person(request: HttpRequest) -> User:
    """Return who has proven a password or code here and has still to show the second factor, or PermissionDenied."""
    stage = LoginStageController.enter(request, SecondFactorStage.key)
    if stage is None or not isinstance(stage.login.user, User):
        raise PermissionDenied
    return stage.login.user


def _former_host(request: HttpRequest) -> str:
    """Return the former address whose passkeys were asked for; only those that people here have are taken."""
    wanted = request.POST.get("host", "")
    return wanted if tenant_or_none() and wanted in factors.former_hosts(passkeys.own_host(request)) else ""


@never_cache
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make a passkey for this device or stick."""
    form = PasskeyNameForm(request.POST or None, initial={"name": device_words(request.headers.get("User-Agent", ""))})
    if request.method == "POST" and form.is_valid():
        if _kept(request, form.cleaned_data["name"]):
            return _after_adding(request)
        return redirect(request.get_full_path())
    return render(request, "accounts/add_passkey.html", _page(request, form))


@never_cache
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_first(request: HttpRequest) -> HttpResponse:
    """Offer a passkey to whoever came in by a code; who has one for this address goes on at once."""
    user = acting_user(request)
    if factors.has_passkey_here(user, passkeys.own_host(request)):
        return redirect(next_path(request) or start_path(user))
    if request.method == "POST":
        name = device_words(request.headers.get("User-Agent", ""))
        here = f"{request.path}?{request.GET.urlencode()}"
        return redirect((next_path(request) or start_path(user)) if _kept(request, name) else here)
    former = [passkey.rp_id for passkey in factors.passkey_list(user, host=passkeys.own_host(request))]
    context = {"next": next_path(request), "on": next_path(request) or start_path(user), "former": former}
    return render(request, "accounts/first_passkey.html", context)


@never_cache
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give one's passkey another name; the page also asks whether to remove it."""
    user = acting_user(request)
    row = get_object_or_404(factors.passkeys_of(user), data__key=str(key))
    form = PasskeyNameForm(request.POST or None, initial={"name": row.data["name"]})
    if request.method == "POST" and form.is_valid():
        factors.rename_passkey(passkey=row, name=form.cleaned_data["name"])
        messages.success(request, _("Der Name ist geändert."))
        return redirect(profile_path(user))
    shown = factors.as_passkey(row, host=passkeys.own_host(request))
    return render(request, "accounts/passkey.html", {"form": form, "passkey": shown, "back": profile_path(user)})


@fresh_required
@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget one's passkey."""
    user = acting_user(request)
    row = get_object_or_404(factors.passkeys_of(user), data__key=str(key))
    try:
        factors.remove_passkey(passkey=row, user=user)
    except LastFactorError as error:
        messages.error(request, str(error))
        return redirect("account_passkey", key)
    messages.success(request, _("Der Passkey ist entfernt. Löschen Sie ihn auch auf Ihrem Gerät."))
    return redirect(profile_path(user))


def _kept(request: HttpRequest, name: str) -> bool:
    """Keep the new passkey and say so, or say what was wrong; it counts as shown in this session."""
    user = acting_user(request)
    try:
        passkeys.keep_new(request, user, answer=request.POST.get("credential", ""), name=name)
    except AccountsError as error:
        messages.error(request, str(error))
        return False
    session.note_second_factor(request, user, kind=WEBAUTHN)
    messages.success(request, _("Der Passkey ist eingerichtet. Damit melden Sie sich künftig an."))
    return True


def _after_adding(request: HttpRequest) -> HttpResponse:
    """Lead staff to their printed codes the first time, others back."""
    user = acting_user(request)
    is_office = tenant_or_none() is None or rights_of(user).is_staff
    if is_office and factors.ensure_recovery_codes(user=user):
        return redirect("mfa_view_recovery_codes")
    return redirect(next_path(request) or profile_path(user))


def _page(request: HttpRequest, form: PasskeyNameForm) -> dict[str, Any]:
    back = next_path(request) or reverse("account_profile")
    return {"form": form, "next": next_path(request), "back": back}
