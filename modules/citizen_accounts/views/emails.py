"""Changing the e-mail address in two steps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.citizen_accounts.errors import CitizenAccountsError
from modules.citizen_accounts.forms.profile import EmailCodeForm, NewEmailForm
from modules.citizen_accounts.models import EmailChange
from modules.citizen_accounts.services import emails
from rathaus.accounts.session import acting_user, citizen_required, fresh_required


@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_email(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and send a code there."""
    form = NewEmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            emails.ask_for_email(user=acting_user(request), email=form.cleaned_data["email"])
        except CitizenAccountsError as error:
            form.add_error("email", str(error))
        else:
            return redirect("citizen_accounts:confirm_email")
    return render(request, "citizen_accounts/new_email.html", {"form": form})


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest) -> HttpResponse:
    """Take the code and with it the new address."""
    user = acting_user(request)
    change = EmailChange.objects.filter(user=user, expires_at__gt=timezone.now()).first()
    if change is None:
        return redirect("citizen_accounts:new_email")
    form = EmailCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            emails.confirm_email(user=user, code=form.cleaned_data["code"])
        except CitizenAccountsError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("Ihre neue E-Mail-Adresse gilt ab jetzt."))
            return redirect("citizen_accounts:profile")
    return render(request, "citizen_accounts/confirm_email.html", {"form": form, "change": change})
