"""A printed form comes back: its code leads to the case, or to a form that a colleague fills in from it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from modules.cases.api import Channel
from modules.online_services.api import draft_path
from modules.online_services.models import FormVersion
from modules.online_services.paper.codes import Sheet, sheet_of
from modules.online_services.paper.scanning import Found, begin_from_paper, find_by_sheet
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user

_OPEN = "cases.open"


@never_cache
@permission_required(_OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to what has become of the sheet; the first time, offer to take it in."""
    sheet = sheet_of(token)
    version = FormVersion.objects.select_related("form__service").filter(pk=sheet.version_id).first() if sheet else None
    if sheet is None or version is None:
        raise Http404
    found = find_by_sheet(sheet)
    if found.is_there:
        return _see_other(_address(found))
    if request.method == "POST":
        return _see_other(_begin(request, sheet, version))
    return render(request, "online_services/staff/paper.html", {"version": version, "service": version.form.service})


def _begin(request: HttpRequest, sheet: Sheet, version: FormVersion) -> str:
    channel = Channel.COUNTER if request.POST.get("weg") == Channel.COUNTER else Channel.LETTER
    draft = begin_from_paper(sheet=sheet, version=version, channel=channel, actor=acting_user(request))
    return draft_path(draft)


def _address(found: Found) -> str:
    if found.draft is not None:
        return draft_path(found.draft)
    return reverse("cases_staff:case", args=[found.case_id])


def _see_other(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
