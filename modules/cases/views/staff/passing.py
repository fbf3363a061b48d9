"""What leaves the house: copies of a notice, handovers, the whole file."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from modules.cases.archive import write_archive
from modules.cases.errors import CaseError
from modules.cases.file_paper import case_file_pdf
from modules.cases.forms.passing import CopiesForm, HandoverForm
from modules.cases.handling import handler_of
from modules.cases.models import Case, HandoverWay, Notice
from modules.cases.permissions import EXPORT
from modules.cases.selectors.access import case_for
from modules.cases.selectors.notices import notice_for
from modules.cases.selectors.signing import decision_settings
from modules.cases.services.copies import send_copies
from modules.cases.services.handing_over import (
    Step,
    formats_of,
    hand_over_as_download,
    hand_over_by_mail,
    hand_over_by_webhook,
    note_typed_over,
    record_export,
)
from modules.cases.views.staff.common import of
from modules.cases.views.staff.notices import for_deciding, notice_url
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.files.errors import DamagedFileError
from rathaus.files.giving import as_download, harmless
from rathaus.web.answers import see_other

if TYPE_CHECKING:
    from collections.abc import Callable

for_export = permission_required(EXPORT, for_support=False)
_form_page = require_http_methods(["GET", "HEAD", "POST"])


@of(notice_for, guard=for_deciding)
@_form_page
def copies(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Choose who gets a copy of an issued notice; POST sends them."""
    if not notice.is_issued:
        raise Http404
    form = CopiesForm(request.POST or None, proposed=list(handler_of(notice.case).copies(notice.case)))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            sent = send_copies(
                notice=notice,
                recipients=form.recipients(),
                text=typed["text"],
                actor=acting_user(request),
                idem_key=typed["idem_key"],
            )
        except (CaseError, DamagedFileError) as error:
            form.add_error(None, str(error))
        else:
            count = len(sent)
            words = ngettext("%(count)s Kopie ist unterwegs.", "%(count)s Kopien sind unterwegs.", count)
            messages.success(request, words % {"count": count})
            return see_other(notice_url(notice))
    context = {"notice": notice, "case": notice.case, "form": form, "copies": list(notice.copies.all())}
    return render(request, "cases/staff/copies.html", context)


@of(case_for, guard=for_export)
@_form_page
def handover(request: HttpRequest, case: Case) -> HttpResponse:
    """Choose how the case goes on; POST hands it over, a download comes as the answer."""
    formats = list(formats_of(case))
    form = HandoverForm(request.POST or None, formats=formats, has_mailbox=bool(decision_settings().handover_email))
    if request.method == "POST" and form.is_valid():
        try:
            return _hand_over(request, case, form)
        except CaseError as error:
            form.add_error(None, str(error))
    context = {"case": case, "form": form, "handovers": list(case.handovers.all())}
    return render(request, "cases/staff/handover.html", context)


def _hand_over(request: HttpRequest, case: Case, form: HandoverForm) -> HttpResponse:
    typed = form.cleaned_data
    step = Step(actor=acting_user(request), idem_key=typed["idem_key"])
    if typed["way"] == HandoverWay.DOWNLOAD:
        file = hand_over_as_download(case=case, key=typed["format"], step=step)
        return as_download(file.content, filename=file.filename, content_type=file.content_type)
    ways: dict[str, Callable[[], None]] = {
        HandoverWay.MAILBOX: lambda: hand_over_by_mail(
            case=case, keys=[typed["format"]], password=typed["password"], step=step
        ),
        HandoverWay.WEBHOOK: lambda: hand_over_by_webhook(case=case, step=step),
        HandoverWay.BY_HAND: lambda: note_typed_over(case=case, step=step),
    }
    ways[typed["way"]]()
    messages.success(request, _("Der Vorgang ist übergeben."))
    return see_other(reverse("cases_staff:case", args=[case.pk]))


@of(case_for, guard=for_export)
@require_safe
def whole_file(request: HttpRequest, case: Case) -> HttpResponse:
    """Give out the file as PDF, with internal remarks if the address asks for them."""
    with_remarks = request.GET.get("notizen") == "1"
    record_export(case=case, actor=acting_user(request), what="pdf")
    content = case_file_pdf(case, with_remarks=with_remarks)
    return as_download(content, filename=f"{case.reference}.pdf", content_type="application/pdf")


@of(case_for, guard=for_export)
@require_safe
def archive(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Give out everything as ZIP, from the disk."""
    try:
        content = write_archive(case)
    except CaseError as error:
        messages.error(request, str(error))
        return see_other(reverse("cases_staff:case", args=[case.pk]))
    record_export(case=case, actor=acting_user(request), what="zip")
    response = FileResponse(content, as_attachment=True, filename=f"{case.reference}.zip")
    response["Cache-Control"] = "private, no-store"
    return harmless(response)
