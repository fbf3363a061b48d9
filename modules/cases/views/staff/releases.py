"""The second pair of eyes: what waits, the letter, released or returned with a remark."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.cases.errors import CaseError
from modules.cases.forms.decisions import ReturnForm
from modules.cases.models import Notice
from modules.cases.notice_paper import fees_in_letter
from modules.cases.permissions import RELEASE
from modules.cases.selectors.notices import notice_to_release, waiting_notices
from modules.cases.selectors.signing import signer_for
from modules.cases.services.issuing import issue_notice, return_notice
from modules.cases.views.staff.common import of
from modules.cases.views.staff.notices import letter_as_pdf
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other

for_releasing = permission_required(RELEASE)
_of_waiting = of(notice_to_release, guard=for_releasing)


@for_releasing
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person's release."""
    waiting = list(waiting_notices(acting_user(request))[:200])
    return render(request, "cases/staff/releases.html", {"notices": waiting})


@_of_waiting
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Show a letter that waits; POST releases it under this person's name, or returns it."""
    form = ReturnForm(request.POST if request.POST.get("schritt") == "zurueck" else None)
    if request.method == "POST":
        try:
            if done := _do(request, notice, form):
                messages.success(request, done)
                return see_other(reverse("cases_staff:releases"))
        except CaseError as error:
            messages.error(request, str(error))
            return see_other(reverse("cases_staff:release", args=[notice.pk]))
    signer = signer_for(acting_user(request), notice.signing)
    context = {
        "notice": notice,
        "case": notice.case,
        "form": form,
        "signer": signer,
        "fees": fees_in_letter(notice),
        "is_own": notice.writer_id == acting_user(request).pk,
    }
    return render(request, "cases/staff/release.html", context)


def _do(request: HttpRequest, notice: Notice, form: ReturnForm) -> str:
    clerk = acting_user(request)
    if request.POST.get("schritt") == "freigeben":
        version = _version(request)
        issue_notice(notice=notice, actor=clerk, seen_version=version)
        return _("Freigegeben. Das Schreiben ist erlassen und kann gedruckt werden.")
    if form.is_valid():
        return_notice(notice=notice, remark=form.cleaned_data["remark"], actor=clerk)
        return _("Das Schreiben ist mit Ihrer Bemerkung zurückgegeben.")
    return ""


def _version(request: HttpRequest) -> int:
    """Return the version that the person read; 0, which fits none, for anything else."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0


@_of_waiting
@require_safe
def letter(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Show the letter to whoever may release it."""
    return letter_as_pdf(request, notice)
