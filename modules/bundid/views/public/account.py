"""The first time with a BundID: connect it with the account that is signed in, or open one."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from modules.bundid import entering
from modules.bundid.confirmed import confirmed_details
from modules.bundid.errors import AddressTakenError, BundIdError, OtherIdentityError
from modules.bundid.forms.public import CodeForm, ConnectForm, WelcomeForm
from modules.bundid.models import Attempt
from modules.bundid.profile import take_over
from modules.bundid.saml.answers import Answer
from modules.bundid.selectors.identities import identity_of
from modules.bundid.services.identities import link, open_account
from modules.bundid.words import lines_of
from rathaus.accounts import mail_codes
from rathaus.accounts.errors import CodeInvalidError, TooOftenError
from rathaus.accounts.models import User
from rathaus.accounts.places import start_path
from rathaus.accounts.session import acting_user, fresh_required

_CODE_PURPOSE: Final = "bundid"
_TAKE_OVER: Final = "bundid_take_over"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Show what the BundID told, and ask whether there is an account already or a new one shall be made."""
    found = entering.waiting(request)
    if isinstance(request.user, User):
        return redirect("bundid:connect")
    if found is None:
        return _over(request)
    _attempt, answer = found
    form = WelcomeForm(request.POST or None, initial={"email": _told(answer, "email")})
    if request.method == "POST" and form.is_valid() and _mailed(request, form):
        return redirect("bundid:code")
    context = {
        "form": form,
        "name": f"{_told(answer, 'given_name')} {_told(answer, 'surname')}".strip(),
        "lines": lines_of(answer.details),
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': reverse('bundid:connect')})}",
    }
    return render(request, "bundid/way/welcome.html", context)


def _mailed(request: HttpRequest, form: WelcomeForm) -> bool:
    try:
        mail_codes.send_code(request, email=form.cleaned_data["email"], purpose=_CODE_PURPOSE)
    except TooOftenError as error:
        form.add_error("email", str(error))
        return False
    request.session[_TAKE_OVER] = form.cleaned_data["take_over"]
    return True


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code from the mail and open the account."""
    found, pending = entering.waiting(request), mail_codes.pending_code(request)
    if found is None or isinstance(request.user, User):
        return _over(request)
    if pending is None or pending.purpose != _CODE_PURPOSE:
        return redirect("bundid:welcome")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mail_codes.check_code(request, code=form.cleaned_data["code"])
        except (CodeInvalidError, TooOftenError) as error:
            form.add_error("code", str(error))
        else:
            return _open(request, *found, email=pending.email)
    return render(request, "bundid/way/code.html", {"form": form, "email": pending.email})


def _open(request: HttpRequest, attempt: Attempt, answer: Answer, *, email: str) -> HttpResponse:
    try:
        user = open_account(email=email, answer=answer)
    except AddressTakenError as error:
        query = urlencode({"next": reverse("bundid:connect")})
        context = {"error": error, "email": email, "sign_in_url": f"{reverse('account_login')}?{query}"}
        return render(request, "bundid/way/address_taken.html", context, status=409)
    wants_profile = request.session.pop(_TAKE_OVER, False)
    entering.end_waiting(request, attempt)
    response = entering.sign_in(request, user=user, answer=answer, next_path=attempt.next_path)
    if wants_profile:
        _take_over(request, user)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_required
def connect(request: HttpRequest) -> HttpResponse:
    """Ask whether this BundID shall open this account, and connect them."""
    user, found = acting_user(request), entering.waiting(request)
    if found is None:
        return redirect("bundid:overview")
    attempt, answer = found
    form = ConnectForm(request.POST if request.method == "POST" else None)
    problem: BundIdError | None = OtherIdentityError() if identity_of(user) else None
    if form.is_valid() and problem is None:
        try:
            link(user=user, answer=answer)
            return _connected(request, attempt, answer, wants_profile=form.cleaned_data["take_over"])
        except BundIdError as error:
            problem = error
    context = {"form": form, "lines": lines_of(answer.details), "problem": problem, "back": attempt.back_path}
    return render(request, "bundid/way/connect.html", context, status=409 if problem else 200)


def _connected(request: HttpRequest, attempt: Attempt, answer: Answer, *, wants_profile: bool) -> HttpResponse:
    user = acting_user(request)
    entering.note_proof(request, user=user, answer=answer)
    if wants_profile:
        _take_over(request, user)
    entering.end_waiting(request, attempt)
    return redirect(attempt.next_path or start_path(user))


def _take_over(request: HttpRequest, user: User) -> None:
    if (confirmed := confirmed_details(request)) is not None:
        take_over(user=user, confirmed=confirmed)


def _told(answer: Answer, key: str) -> str:
    detail = answer.details.get(key)
    return detail.value if detail else ""


def _over(request: HttpRequest) -> HttpResponse:
    """Send somebody without a waiting answer to where it begins."""
    if isinstance(request.user, User):
        return redirect("bundid:overview")
    return redirect("account_login")
