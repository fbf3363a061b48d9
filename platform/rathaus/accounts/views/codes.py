"""Signing up and signing in with a code by mail; it works without JavaScript."""

from typing import Final

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts import mail_codes, session, sign_in_limits, sign_ins
from rathaus.accounts.errors import CodeInvalidError, TooOftenError
from rathaus.accounts.forms_sign_in import AddressForm, MailCodeForm, NewAccountForm
from rathaus.accounts.mail_codes import PendingCode
from rathaus.accounts.models import User
from rathaus.accounts.places import has_citizen_accounts, start_path
from rathaus.accounts.rights import rights_of
from rathaus.accounts.views.sign_in import next_path, sign_in_page, to_sign_in
from rathaus.limits.networks import client_network

_TOO_OFTEN: Final = "too_often"


@never_cache
@require_POST
def request_code(request: HttpRequest) -> HttpResponse:
    """Mail a code to whatever address was typed, and go to the page where it is entered."""
    _require_citizen_accounts()
    form = AddressForm(request.POST)
    if form.is_valid() and _sent(request, form, mail_codes.SIGN_IN):
        return redirect("account_confirm_login_code")
    return sign_in_page(request, address_form=form, status=_status_of(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an address and mail a code; whoever has proven theirs while signing in only presses a button."""
    _require_citizen_accounts()
    if isinstance(request.user, User):
        return redirect(next_path(request) or start_path(request.user))
    proven = mail_codes.proven_address(request)
    if proven and request.method == "POST" and "proven" in request.POST:
        return _come_in(request, mail_codes.sign_up(email=proven), next_path(request))
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sent(request, form, mail_codes.SIGN_UP):
        return redirect("account_confirm_login_code")
    context = {"form": form, "proven": proven, "next": next_path(request)}
    return render(request, "accounts/sign_up.html", context, status=_status_of(form))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code from the mail; a second mail can be asked for here."""
    _require_citizen_accounts()
    pending = mail_codes.pending_code(request)
    if pending is None:
        return to_sign_in(request)
    if "again" in request.POST:
        return _send_again(request, pending)
    form = MailCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = mail_codes.check_code(request, code=form.cleaned_data["code"])
        except (CodeInvalidError, TooOftenError) as error:
            form.add_error("code", str(error))
            _note_failure(request, pending, error)
        else:
            return _after(request, done)
    return render(request, "accounts/enter_code.html", {"form": form, "pending": pending})


def _after(request: HttpRequest, done: PendingCode) -> HttpResponse:
    """Go on with what the code was for."""
    if done.purpose == mail_codes.CONFIRM:
        return _confirmed(request, done)
    user = User.objects.filter(email=done.email).first()
    if user is None and done.purpose == mail_codes.SIGN_UP:
        user = mail_codes.sign_up(email=done.email)
    if user is None:
        mail_codes.remember_proven(request, done.email)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': done.next})}")
    mail_codes.note_proven(user=user)
    return _come_in(request, user, done.next)


def _confirmed(request: HttpRequest, done: PendingCode) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or user.email != done.email:
        return to_sign_in(request)
    session.note_mail_code(request, user)
    return redirect(done.next or start_path(user))


def _come_in(request: HttpRequest, user: User, back: str) -> HttpResponse:
    """Sign in; citizens are offered a passkey before they go on."""
    if isinstance(request.user, User):  # in another tab meanwhile
        return redirect(back or start_path(request.user))
    session.note_mail_code(request, user)
    target = back or None
    if not rights_of(user).is_staff:
        target = f"{reverse('account_first_passkey')}?{urlencode({'next': back})}"
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=target, email=user.email))
    return response


def _sent(request: HttpRequest, form: Form, purpose: str) -> bool:
    try:
        mail_codes.send_code(request, email=form.cleaned_data["email"], purpose=purpose, next_url=next_path(request))
    except TooOftenError as error:
        form.add_error("email", ValidationError(str(error), code=_TOO_OFTEN))
        return False
    return True


def _send_again(request: HttpRequest, pending: PendingCode) -> HttpResponse:
    try:
        mail_codes.send_code(request, email=pending.email, purpose=pending.purpose, next_url=pending.next)
    except TooOftenError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Ein neuer Code ist unterwegs. Der frühere gilt nicht mehr."))
    return redirect("account_confirm_login_code")


def _note_failure(request: HttpRequest, pending: PendingCode, error: Exception) -> None:
    if isinstance(error, CodeInvalidError) and sign_in_limits.may_note_failure(network=client_network(request)):
        sign_ins.note_failure(by="code", user=User.objects.filter(email=pending.email).first())


def _status_of(form: Form) -> int:
    return 429 if form.has_error("email", code=_TOO_OFTEN) else 200


def _require_citizen_accounts() -> None:
    if not has_citizen_accounts():
        raise Http404
