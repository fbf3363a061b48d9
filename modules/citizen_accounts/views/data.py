"""All that is kept about oneself, and the end of the account."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from modules.citizen_accounts.errors import CitizenAccountsError
from modules.citizen_accounts.exporting import own_data_as_json, own_data_as_pdf
from modules.citizen_accounts.forms.account import DeleteForm
from modules.citizen_accounts.services.leaving import delete_account
from rathaus.accounts.session import acting_user, citizen_required, fresh_required
from rathaus.files.giving import as_download
from rathaus.privacy.services import kept_after_erasure


@citizen_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Say what people may ask of us, and where to get it."""
    return render(request, "citizen_accounts/my_data.html")


@fresh_required
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Hand out everything in a file for programs (Art. 15 (3) and 20 DSGVO)."""
    content = own_data_as_json(user=acting_user(request))
    return as_download(content, filename=f"{_name()}.json", content_type="application/json")


@fresh_required
@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    """Hand out everything in a document for people (Art. 15 DSGVO)."""
    content = own_data_as_pdf(user=acting_user(request))
    return as_download(content, filename=f"{_name()}.pdf", content_type="application/pdf")


def _name() -> str:
    return f"meine-daten-{timezone.localdate()}"


@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; POST deletes the account at once."""
    user = acting_user(request)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            delete_account(user=user)
        except CitizenAccountsError as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            return render(request, "citizen_accounts/deleted.html")
    context = {"form": form, "kept": kept_after_erasure(email=user.email)}
    return render(request, "citizen_accounts/delete_account.html", context)
