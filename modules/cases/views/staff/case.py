"""One case for clerks: what was asked for, what was said, where it stands; and the composer."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.cases.errors import CaseError, FilesInRemarkError, OvertakenError
from modules.cases.forms.staff import AskForm, ComposerForm, DatesForm, PassForm
from modules.cases.models import Case, CaseEntry, CaseFile, EntryKind
from modules.cases.selectors.access import file_for, with_files
from modules.cases.selectors.decisions import decision_panel
from modules.cases.selectors.inbox import neighbours
from modules.cases.selectors.related import appointments_of, earlier_cases
from modules.cases.selectors.sections import sections_of
from modules.cases.selectors.text_modules import filled_texts
from modules.cases.services.reading import read_by_staff, record_file_read
from modules.cases.services.writing import add_remark, write_as_staff
from modules.cases.views.answers import give_file, show_file
from modules.cases.views.staff.common import for_work, of, of_case
from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user
from rathaus.signing import BadLinkError, sign, unsign
from rathaus.web.answers import see_other

PREVIEW: Final = "cases.preview"
PREVIEW_SECONDS: Final = 600


@of_case
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """Show a case, which counts as read then, and take a message or a remark."""
    clerk = acting_user(request)
    if request.method == "POST":
        return _compose(request, case)
    if request.method == "GET":
        read_by_staff(case=case, actor=clerk)
    return case_page(request, case)


def case_page(request: HttpRequest, case: Case, **forms: Any) -> HttpResponse:
    """Return the page of a case with these forms as they were typed; others are fresh."""
    clerk = acting_user(request)
    entries = list(with_files(CaseEntry.objects.filter(case=case)))
    files = list(CaseFile.objects.filter(case=case))
    context = {
        "case": case,
        "today": timezone.localdate(),
        "entries": entries,
        "files": [(file, sign(purpose=PREVIEW, value=str(file.pk))) for file in files],
        "sections": sections_of(case),
        "texts": filled_texts(case, clerk),
        "earlier": earlier_cases(case, clerk),
        "appointments": appointments_of(case, clerk),
        "panel": decision_panel(case, clerk),
        "next_case": neighbours(clerk, case),
        "has_unread": any(entry.kind == EntryKind.MESSAGE_OUT and entry.read_at is None for entry in entries),
        "form": ComposerForm(),
        "dates": DatesForm(initial={"due_on": case.due_on, "resubmit_on": case.resubmit_on}),
        "passing": PassForm(),
        "asking": AskForm(),
    }
    return render(request, "cases/staff/case.html", context | forms)


def _compose(request: HttpRequest, case: Case) -> HttpResponse:
    """Do what the button says: send, keep a remark, or put a text module into what was typed so far."""
    form = ComposerForm(request.POST, request.FILES)
    step = request.POST.get("schritt", "")
    if step == "baustein":
        return case_page(request, case, form=_with_text(form, case, acting_user(request)))
    if form.is_valid():
        try:
            _keep(form, case, acting_user(request), is_remark=step == "bemerken")
        except CaseError as error:
            form.add_error(None, str(error))
            if isinstance(error, OvertakenError):
                case.refresh_from_db()
        else:
            words = _("Die Notiz ist gespeichert.") if step == "bemerken" else _("Die Nachricht ist gesendet.")
            messages.success(request, words)
            return see_other(case_url(case))
    return case_page(request, case, form=form)


def _keep(form: ComposerForm, case: Case, clerk: User, *, is_remark: bool) -> None:
    typed = form.cleaned_data
    if is_remark and typed["attachments"]:
        raise FilesInRemarkError
    if is_remark:
        add_remark(case=case, text=typed["text"], idem_key=typed["idem_key"], actor=clerk)
    else:
        write_as_staff(case=case, draft=form.draft(), actor=clerk, seen_version=typed["version"])


def _with_text(form: ComposerForm, case: Case, clerk: User) -> ComposerForm:
    """Return the form with the chosen text below what was typed, and nothing said about what is missing yet."""
    form.is_valid()
    wanted = form.data.get("text_module", "")
    chosen = next((one.text for one in filled_texts(case, clerk) if one.id == wanted), "")
    typed = form.data.get("text", "").strip()
    initial: dict[str, Any] = {"text": "\n\n".join(filter(None, [typed, chosen]))}
    if key := form.cleaned_data.get("idem_key"):
        initial["idem_key"] = key
    return ComposerForm(initial=initial)


@of(file_for)
@require_safe
def file(request: HttpRequest, file: CaseFile) -> HttpResponse:
    """Give out a file of a case."""
    record_file_read(file=file, actor=acting_user(request))
    return give_file(request, file)


@for_work
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a picture or PDF beside the data, by a link that dies after ten minutes and holds for whoever may see it."""
    try:
        key = uuid.UUID(unsign(purpose=PREVIEW, token=token, max_age=PREVIEW_SECONDS))
    except (BadLinkError, ValueError):
        raise Http404 from None
    file = file_for(acting_user(request), key)
    if file is None:
        raise Http404
    record_file_read(file=file, actor=acting_user(request))
    return show_file(request, file)


def case_url(case: Case) -> str:
    """Return the address of a case for clerks."""
    return reverse("cases_staff:case", args=[case.pk])


def read_id(request: HttpRequest, name: str) -> uuid.UUID | None:
    """Return the id that a form says under this name."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None
