"""Open the session of somebody whom the identity provider has vouched for, and keep others from going round it."""

from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from rathaus.accounts import session
from rathaus.accounts.models import User
from rathaus.accounts.places import start_path
from rathaus.sso.selectors import demanded_provider

METHOD: Final = "single_sign_on"  # our word in allauth's records


def open_session(request: HttpRequest, user: User, *, has_second_factor: bool, next_url: str) -> HttpResponse:
    """Sign the person in, in a new session, and return where they go.

    With a second factor proven there, none is asked here. Otherwise our own stage asks for it, as after a password.
    """
    request.session.flush()
    record_authentication(request, user, METHOD)
    if has_second_factor:
        session.note_second_factor(request, user, kind=METHOD)
    target = next_url or start_path(user)
    login = Login(user=user, email_verification="none", redirect_url=target, email=user.email)
    answer: HttpResponse = perform_login(request, login)
    return answer


def confirm_session(request: HttpRequest, user: User, *, next_url: str) -> HttpResponse:
    """Note that the signed-in person has just proven themselves again, and return where they go."""
    record_authentication(request, user, METHOD, reauthenticated=True)
    return HttpResponseRedirect(next_url or start_path(user))


def sent_to_single_sign_on(request: HttpRequest, user: User) -> HttpResponse | None:
    """Return the page that says where to sign in, or None where this way is open to the person.

    Asked before any sign-in, whatever proof was given: whoever left at the identity provider must not come in by a
    password, a passkey or a code from here.
    """
    if any(record.get("method") == METHOD for record in get_authentication_records(request, user)):
        return None
    provider = demanded_provider(user)
    if provider is None:
        return None
    return render(request, "sso/elsewhere.html", {"provider": provider}, status=403)
