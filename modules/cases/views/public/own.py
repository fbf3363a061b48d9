"""A case for its citizen: where it stands, what is said, what is there, and how to take it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.cases.errors import CaseError
from modules.cases.forms.public import ReplyForm
from modules.cases.selectors.access import my_cases, public_file
from modules.cases.selectors.decided import decided_for_person
from modules.cases.selectors.progress import progress_of
from modules.cases.services.reading import read_by_person
from modules.cases.services.withdrawing import withdraw_case
from modules.cases.services.writing import write_as_person
from modules.cases.views.answers import give_file
from modules.cases.views.public.visiting import Visit, for_guest, for_owner, in_name_of
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.timeline.cursors import Cursor
from rathaus.web.answers import see_other

_PAGE = 20


@citizen_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the person's cases, the open ones first among the latest."""
    after = Cursor.read(request.GET.get("ab", ""))
    rows = my_cases(acting_user(request))
    found = list((rows.filter(after.older(at="opened_at")) if after else rows)[: _PAGE + 1])
    last = found[_PAGE - 1] if len(found) > _PAGE else None
    context = {
        "cases": found[:_PAGE],
        "next": Cursor(last.opened_at, last.pk) if last else None,
        "is_first": after is None,
    }
    return render(request, "cases/public/list.html", context)


def show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a case, which counts as read then, and take a message."""
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = form.draft(in_name_of(request, visit))
            write_as_person(case=visit.case, draft=draft, person=visit.person)
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, visit, "nachricht", _("Ihre Nachricht ist angekommen."))
    if request.method == "GET":
        read_by_person(case=visit.case)
    return render(request, "cases/public/case.html", _context(request, visit) | {"form": form})


def withdraw(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask whether the case is really to end; POST ends it."""
    if not visit.case.is_open:
        return see_other(visit.url("case"))
    if request.method == "POST":
        withdraw_case(case=visit.case, person=visit.person, in_name_of=in_name_of(request, visit))
        return _done(request, visit, "zurueck", _("Sie haben das zurückgezogen. Wir bearbeiten es nicht weiter."))
    return render(request, "cases/public/withdraw.html", {"visit": visit, "case": visit.case})


def file(request: HttpRequest, visit: Visit, file: uuid.UUID) -> HttpResponse:
    """Give out a file of the case that its citizen may have."""
    found = public_file(visit.case, file)
    if found is None:
        raise Http404
    return give_file(request, found)


_page = require_http_methods(["GET", "HEAD", "POST"])
case = for_owner(_page(show))
guest_case = for_guest(_page(show))
case_withdraw = for_owner(_page(withdraw))
guest_withdraw = for_guest(_page(withdraw))
case_file = for_owner(require_safe(file))
guest_file = for_guest(require_safe(file))


def _context(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit,
        "case": visit.case,
        "progress": progress_of(visit.case),
        "decided": decided_for_person(visit.case),
        "done": request.GET.get("getan", ""),
    }


def _done(request: HttpRequest, visit: Visit, what: str, sentence: str) -> HttpResponse:
    """Lead back to the case and say that it worked: to guests by the address, since they have no cookies."""
    if visit.token:
        return see_other(f"{visit.url('case')}?getan={what}")
    messages.success(request, sentence)
    return see_other(visit.url("case"))
