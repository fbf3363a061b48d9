"""Documents that were asked for, handed in by the owner of a case or by its guest, one line at a time."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.cases.errors import CaseError
from modules.cases.forms.papers import PaperForm
from modules.cases.selectors.papers import item_of
from modules.cases.services.documents import hand_in
from modules.cases.views.public.visiting import Visit, for_guest, for_owner, in_name_of
from rathaus.web.answers import see_other


def paper(request: HttpRequest, visit: Visit, item: uuid.UUID) -> HttpResponse:
    """Show what is asked for and take the files; back to the case when they are here."""
    found = item_of(visit.case, item)
    if found is None:
        raise Http404
    is_sent = request.method == "POST"  # without a file and a csrf token a guest sends nothing at all
    form = PaperForm(request.POST, request.FILES) if is_sent else PaperForm()
    if request.method == "POST" and form.is_valid():
        try:
            files = form.cleaned_data["attachments"]
            hand_in(item=found, files=files, person=visit.person, in_name_of=in_name_of(request, visit))
        except CaseError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, visit)
    return render(request, "cases/public/paper.html", {"visit": visit, "case": visit.case, "item": found, "form": form})


def _done(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.token:
        return see_other(f"{visit.url('case')}?getan=unterlage")
    messages.success(request, _("Ihre Unterlage ist angekommen."))
    return see_other(visit.url("case"))


_page = require_http_methods(["GET", "HEAD", "POST"])
case_paper = for_owner(_page(paper))
guest_paper = for_guest(_page(paper))
