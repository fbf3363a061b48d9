"""Proving once more who one is (step-up), and the second factor, with whatever the person has."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts import counter, factors, mail_codes, passkeys
from rathaus.accounts.errors import PasskeyError, TooOftenError
from rathaus.accounts.models import User
from rathaus.accounts.places import has_citizen_accounts, start_path
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.accounts.stages import SecondFactorStage
from rathaus.accounts.views.sign_in import next_path, note_failed_passkey


def means_of(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return by what this person can prove themselves under this address."""
    types = factors.factor_types(user)
    has_passkey = Authenticator.Type.WEBAUTHN in types
    is_here = has_passkey and factors.has_passkey_here(user, passkeys.own_host(request))
    return {
        "next": next_path(request),
        "has_passkey": is_here,
        "has_former_passkey": has_passkey and not is_here,
        "has_code": bool(types & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}),
        "has_password": user.has_usable_password(),
    }


class ConfirmView(ReauthenticateView):  # type: ignore[misc]
    """allauth's page for the password once more, with the other means of the person before it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person has, and whether this place was only left alone for a while."""
        user = acting_user(self.request)
        known: dict[str, Any] = super().get_context_data(**kwargs) | means_of(self.request, user)
        return known | {"may_mail": _may_mail(user), "is_paused": counter.is_paused(self.request)}


class ConfirmCodeView(CodeAgainView):  # type: ignore[misc]
    """allauth's page for a code within a session, with the passkey before it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person has."""
        known: dict[str, Any] = super().get_context_data(**kwargs)
        return known | means_of(self.request, acting_user(self.request))


class SecondFactorView(AuthenticateView):  # type: ignore[misc]
    """allauth's page between password and session; the passkey is asked for by our own questions."""

    def _build_forms(self) -> Form:
        data = self.request.POST if self.request.method == "POST" else None
        form: Form = self.get_form_class()(user=self.stage.login.user, data=data)
        self.auth_form, self.webauthn_form = form, None
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person has."""
        known: dict[str, Any] = super().get_context_data(**kwargs)
        return known | means_of(self.request, self.stage.login.user)


@never_cache
@require_POST
@login_stage_required(stage=SecondFactorStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
def second_factor_by_passkey(request: HttpRequest) -> HttpResponse:
    """Finish signing in with a passkey or stick as the second factor."""
    stage = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001  allauth's decorator puts it there
    try:
        passkey = passkeys.recognise(request, answer=request.POST.get("credential", ""), user=stage.login.user)
    except PasskeyError as error:
        note_failed_passkey(request, stage.login.user)
        messages.error(request, str(error))
        return redirect("mfa_authenticate")
    passkeys.note_use(request, passkey, again=True)
    response: HttpResponse = stage.exit()
    return response


@never_cache
@require_POST
@citizen_required
def confirm_by_passkey(request: HttpRequest) -> HttpResponse:
    """Take a passkey as the proof that the same person still sits here."""
    user = acting_user(request)
    back = next_path(request)
    try:
        passkey = passkeys.recognise(request, answer=request.POST.get("credential", ""), user=user)
    except PasskeyError as error:
        note_failed_passkey(request, user)
        messages.error(request, str(error))
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")
    passkeys.note_use(request, passkey, again=True)
    resumed: HttpResponse | None = resume_request(request)  # what was sent when the proof was asked for
    return resumed or redirect(back or start_path(user))


@never_cache
@require_POST
@citizen_required
def confirm_by_mail(request: HttpRequest) -> HttpResponse:
    """Mail a code to the person's own address; not for those who owe a second factor."""
    user = acting_user(request)
    if not _may_mail(user):
        raise PermissionDenied
    back = next_path(request)
    try:
        mail_codes.send_code(request, email=user.email, purpose=mail_codes.CONFIRM, next_url=back)
    except TooOftenError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")
    return redirect("account_confirm_login_code")


@never_cache
@require_safe
@citizen_required
def choose_second_factor(request: HttpRequest) -> HttpResponse:
    """Let the person choose what to set up: passkey or stick first, an app besides."""
    context = {"next": next_path(request), "types": factors.factor_types(acting_user(request))}
    return render(request, "accounts/choose_factor.html", context)


def _may_mail(user: User) -> bool:
    return has_citizen_accounts() and not factors.must_show_second_factor(user)


confirm = ConfirmView.as_view()
confirm_code = ConfirmCodeView.as_view()
second_factor = SecondFactorView.as_view()
