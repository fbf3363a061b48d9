"""The confirmation: number, what happens next, and the copy."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from modules.cases.api import Case, case_of
from modules.online_services.models import ServiceRequest
from modules.online_services.printing import copy_name, request_pdf
from modules.online_services.selectors.versions import definition_of
from modules.online_services.selectors.ways import appointment_url
from modules.online_services.sent_links import read_sent_link
from modules.online_services.views.filling.desk import Desk
from modules.online_services.views.filling.visit import signed_in_person
from modules.online_services.words_filling import what_next
from rathaus.files.giving import as_download
from rathaus.signing import BadLinkError, ExpiredLinkError

SentView = Callable[[HttpRequest, Desk, ServiceRequest, Case], HttpResponse]


def of_link(view: SentView) -> Callable[..., HttpResponse]:
    """Hand a view the request behind the link and its case; 410 when it has run out, 404 for everybody else's."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *, token: str, desk: Desk) -> HttpResponse:
        try:
            link = read_sent_link(token)
        except ExpiredLinkError:
            return desk.render(request, "sent_lapsed", {}, status=410)
        except (BadLinkError, ValueError, TypeError):
            raise Http404 from None
        person = signed_in_person(request) if link.viewer_id else None
        if link.viewer_id and (person is None or person.pk != link.viewer_id):
            raise Http404
        sent = ServiceRequest.objects.select_related("form_version__form", "service").filter(pk=link.request_id).first()
        case = case_of(case_id=sent.case_id) if sent else None
        if sent is None or case is None:
            return desk.render(request, "sent_lapsed", {}, status=410)
        return view(request, desk, sent, case)

    return guarded


@require_safe
@of_link
def sent(request: HttpRequest, desk: Desk, sent: ServiceRequest, case: Case) -> HttpResponse:
    """Say that it arrived, under which number, and what happens next."""
    definition = definition_of(sent.form_version)
    context: dict[str, Any] = {
        "sent": sent,
        "case": case,
        "definition": definition,
        "name": sent.service.title if sent.service else str(definition.title),
        "what_next": what_next(definition, language=get_language() or "de"),
        "appointment_url": appointment_url(sent.service.description.concern) if sent.service else "",
        "is_mine": case.person_id is not None and case.person_id == sent.sent_by_id,
        "copy_url": f"{request.path}kopie/",
        "case_url": reverse("cases:case", args=[case.pk]),
        "guest_url": reverse("cases:guest"),
    }
    return desk.render(request, "sent", context)


@require_safe
@of_link
def sent_copy(_request: HttpRequest, _desk: Desk, sent: ServiceRequest, case: Case) -> HttpResponse:
    """Give out the copy of what was sent."""
    return as_download(request_pdf(sent), filename=copy_name(case.reference), content_type="application/pdf")
