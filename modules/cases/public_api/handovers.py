"""Handovers: the event says that a case can be fetched, here it is fetched."""

from base64 import b64encode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from modules.cases.models import Case
from modules.cases.public_api.schemas import FileOut, HandoverOut
from modules.cases.selectors.announced import announced_case
from modules.cases.services.handing_over import formats_of, handover_file, record_fetched
from rathaus.api.authentication import key_of
from rathaus.api.routing import secured
from rathaus.api.types import Id

router = Router()


@router.get(
    "handovers/{case_id}",
    response=HandoverOut,
    operation_id="fetch_handover",
    **secured(
        "cases:handover",
        summary=_("Übergebenen Vorgang abholen"),
        description=_(
            "Die Dateien eines Vorgangs, den jemand im Rathaus an die Schnittstelle übergeben hat: Akte als PDF, Daten "
            "als JSON und was das Fachverfahren sonst liest. Andere Vorgänge gibt es hier nicht."
        ),
    ),
)
def fetch_handover(request: HttpRequest, case_id: Id) -> HandoverOut:
    case = announced_case(case_id)
    if case is None:
        raise Http404
    record_fetched(case=case, key_id=key_of(request).pk)
    return HandoverOut(
        id=case.pk,
        reference=case.reference,
        service_key=case.service_key,
        service_name=case.service_name,
        opened_at=case.opened_at,
        files=[_file(case, one.key) for one in formats_of(case)],
    )


def _file(case: Case, key: str) -> FileOut:
    file = handover_file(case, key)
    content = b64encode(file.content).decode()
    return FileOut(format=key, filename=file.filename, content_type=file.content_type, content_base64=content)
