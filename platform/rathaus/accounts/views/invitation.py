"""The link of an invitation: GET only shows the page (mail scanners follow links), POST makes the access."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rathaus.accounts import services, session
from rathaus.accounts.errors import InvitationInvalidError
from rathaus.accounts.forms import AcceptInvitationForm
from rathaus.accounts.selectors import find_invitation


@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for names and a password, then sign in and lead to the second factor."""
    try:
        invitation = find_invitation(token)
    except InvitationInvalidError as error:
        return render(request, "accounts/invitation_invalid.html", {"error": error}, status=410)
    names = {"first_name": invitation.first_name, "last_name": invitation.last_name}
    form = AcceptInvitationForm(request.POST or None, initial=names, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        return _sign_in_new_person(request, token, form)
    return render(request, "accounts/invitation.html", {"form": form, "invitation": invitation})


def _sign_in_new_person(request: HttpRequest, token: str, form: AcceptInvitationForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        user = services.accept_invitation(
            token=token,
            first_name=data["first_name"],
            last_name=data["last_name"],
            password=data["password"],
        )
    except InvitationInvalidError as error:
        return render(request, "accounts/invitation_invalid.html", {"error": error}, status=410)
    request.session.flush()
    session.note_password(request, user)
    response: HttpResponse = perform_login(request, user)
    request.session.set_expiry(0)
    return response
