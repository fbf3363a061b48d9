"""The link of an invited citizen: GET only shows the page (mail scanners follow links), POST opens the account."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from modules.citizen_accounts.errors import CitizenAccountsError, InvitationOverError
from modules.citizen_accounts.forms.account import WelcomeForm
from modules.citizen_accounts.models import CitizenInvitation
from modules.citizen_accounts.services.welcoming import accept_citizen_invitation, find_citizen_invitation
from rathaus.accounts.session import note_mail_code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the birth date, where it is known, and sign the person in with a new account."""
    try:
        invitation = find_citizen_invitation(token)
    except InvitationOverError as error:
        return render(request, "citizen_accounts/invitation_over.html", {"error": error}, status=410)
    data = request.POST if request.method == "POST" else None
    form = WelcomeForm(data, knows_birth_date=invitation.birth_date is not None)
    if request.method == "POST" and form.is_valid():
        return _open(request, token, form, invitation)
    return render(request, "citizen_accounts/welcome.html", {"form": form, "invitation": invitation})


def _open(request: HttpRequest, token: str, form: WelcomeForm, invitation: CitizenInvitation) -> HttpResponse:
    try:
        user = accept_citizen_invitation(token=token, birth_date=form.cleaned_data.get("birth_date"))
    except CitizenAccountsError as error:
        form.add_error(None, str(error))
        return render(request, "citizen_accounts/welcome.html", {"form": form, "invitation": invitation})
    request.session.flush()
    note_mail_code(request, user)
    response: HttpResponse = perform_login(request, user)
    return response
