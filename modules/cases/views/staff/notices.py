"""Notices for clerks: choose a template, write, look at the letter, ask for release, issue, note the posting date."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.cases.errors import CaseError
from modules.cases.forms.decisions import CorrectionForm, NoticeForm, PostingForm, StartForm
from modules.cases.models import Case, Notice, NoticeState
from modules.cases.notice_paper import fees_in_letter, notice_pdf
from modules.cases.permissions import DECIDE
from modules.cases.selectors.access import case_for
from modules.cases.selectors.notices import needs_release, notice_for, template_of, templates_for
from modules.cases.selectors.signing import Signer, signer_for, signing_line
from modules.cases.services.issuing import ask_for_release, issue_notice, note_posting, open_names, return_notice
from modules.cases.services.notices import discard_notice, save_notice, start_correction, start_notice
from modules.cases.views.answers import attempt, show_file
from modules.cases.views.staff.common import of
from rathaus.accounts.models import User
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.files.giving import harmless
from rathaus.web.answers import see_other

for_deciding = permission_required(DECIDE)
_of_case = of(case_for, guard=for_deciding)
_of_notice = of(notice_for, guard=for_deciding)


@_of_case
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, case: Case) -> HttpResponse:
    """Offer the letters that can be written; POST begins one of them."""
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        template = template_of(case, form.cleaned_data["template"])
        if template is None:
            raise Http404
        try:
            key = form.cleaned_data["idem_key"]
            notice = start_notice(case=case, template=template, actor=acting_user(request), idem_key=key)
        except CaseError as error:
            messages.error(request, str(error))
        else:
            return see_other(notice_url(notice))
    context = {"case": case, "form": form, "templates": templates_for(case)}
    return render(request, "cases/staff/notice_start.html", context)


@_of_notice
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Show a notice; POST keeps a draft and does what the button says."""
    form = NoticeForm(request.POST or None, notice=notice)
    if request.method == "POST" and form.is_valid():
        try:
            words = _do(request, notice, form)
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return see_other(notice_url(notice))
    return render(request, "cases/staff/notice.html", _context(request, notice, form))


def _do(request: HttpRequest, notice: Notice, form: NoticeForm) -> str:
    """Keep the words, then go the next step with them; return what to say."""
    clerk, step = acting_user(request), request.POST.get("schritt", "")
    version = form.cleaned_data["version"]
    saved = save_notice(notice=notice, text=form.notice_text(), actor=clerk, seen_version=version)
    if step == "freigabe":
        ask_for_release(notice=saved, actor=clerk, seen_version=saved.version)
        return _("Die Freigabe ist erbeten.")
    if step == "erlassen":
        issue_notice(notice=saved, actor=clerk, seen_version=saved.version)
        return _("Der Bescheid ist erlassen. Bitte drucken Sie ihn und tragen Sie dann den Tag der Post ein.")
    return _("Der Entwurf ist gespeichert.")


def _context(request: HttpRequest, notice: Notice, form: NoticeForm) -> dict[str, Any]:
    clerk = acting_user(request)
    today = timezone.localdate()
    return {
        "notice": notice,
        "case": notice.case,
        "form": form,
        "missing": [f"{{{name}}}" for name in open_names(notice)] if notice.is_open else [],
        "needs_release": notice.is_open and needs_release(notice, clerk),
        "may_sign": signer_for(clerk, notice.signing) is not None,
        "is_own": notice.writer_id == clerk.pk,
        "fees": fees_in_letter(notice),
        "copies": list(notice.copies.all()) if notice.is_issued else [],
        "posting": PostingForm(initial={"posted_on": notice.posted_on or today, "closes": notice.case.is_open}),
    }


@_of_notice
@require_safe
def pdf(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Show the letter: as issued, or as it would be."""
    return letter_as_pdf(request, notice)


@_of_notice
@require_POST
def step(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Take a notice back from release, or throw a draft away."""
    clerk = acting_user(request)
    if request.POST.get("schritt") == "verwerfen":
        if attempt(request, lambda: discard_notice(notice=notice, actor=clerk), _("Der Entwurf ist verworfen.")):
            return see_other(reverse("cases_staff:case", args=[notice.case_id]))
    elif request.POST.get("schritt") == "zurueckholen":
        back = _("Zurückgeholt")
        attempt(
            request,
            lambda: return_notice(notice=notice, remark=back, actor=clerk),
            _("Sie können wieder am Entwurf schreiben."),
        )
    return see_other(notice_url(notice))


@_of_notice
@require_POST
def posting(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Note when the letter went to the post."""
    form = PostingForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return see_other(notice_url(notice))
    typed, clerk = form.cleaned_data, acting_user(request)
    attempt(
        request,
        lambda: note_posting(notice=notice, posted_on=typed["posted_on"], closes=typed["closes"], actor=clerk),
        _("Der Tag ist eingetragen. Die Person sieht jetzt eine Kopie."),
    )
    return see_other(notice_url(notice))


@_of_notice
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Ask why a notice is replaced; POST begins the new one."""
    if notice.state != NoticeState.ISSUED:
        raise Http404
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = start_correction(notice=notice, actor=acting_user(request), **form.cleaned_data)
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            return see_other(notice_url(made))
    return render(request, "cases/staff/notice_correct.html", {"notice": notice, "case": notice.case, "form": form})


def letter_as_pdf(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Return the letter for looking at it in the browser; what was issued comes from the file, never made again."""
    if notice.is_issued and notice.file:
        return show_file(request, notice.file)
    signer = signer_to_show(notice, acting_user(request))
    content = notice_pdf(notice, signer=signer, on=timezone.localdate(), is_draft=True)
    response = harmless(HttpResponse(content, content_type="application/pdf"))
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response["Content-Disposition"] = 'inline; filename="entwurf.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def signer_to_show(notice: Notice, clerk: User) -> Signer:
    """Return who would sign: the clerk, or a line without a name where somebody else has to."""
    return signer_for(clerk, notice.signing) or Signer(signing_line(notice.signing), "")


def notice_url(notice: Notice) -> str:
    """Return the address of a notice for clerks."""
    return reverse("cases_staff:notice", args=[notice.pk])
