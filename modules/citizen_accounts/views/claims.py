"""Taking over what one booked without an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from modules.citizen_accounts.errors import CitizenAccountsError
from modules.citizen_accounts.forms.account import ClaimForm
from modules.citizen_accounts.services.claims import claim_guest_items
from rathaus.accounts.session import acting_user, citizen_required


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Ask for number or birth date and take over what they open."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count = claim_guest_items(user=acting_user(request), **form.cleaned_data)
        except CitizenAccountsError as error:
            form.add_error(None, str(error))
        else:
            text = ngettext("Eine Buchung gehört jetzt zu Ihrem Konto.", "%(n)s Buchungen gehören jetzt dazu.", count)
            messages.success(request, text % {"n": count} if count > 1 else text)
            return redirect("citizen_accounts:start")
    return render(request, "citizen_accounts/claim.html", {"form": form})
