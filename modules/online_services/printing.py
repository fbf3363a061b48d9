"""The copy of what was sent, as PDF/UA: for the person to keep, and for the file."""

from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.api import Case, Channel, case_of
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import ServiceRequest
from modules.online_services.review import evaluation_of, review_request
from modules.online_services.selectors.versions import definition_of
from modules.online_services.words_filling import declaration, declares_itself
from rathaus.pdf import render_pdf
from rathaus.web.wording import long_datetime, money
from tenants.municipality.letterhead import letterhead

_TEMPLATE: Final = Path(__file__).parent / "pdf" / "request.typ"
_LANGUAGES: Final = {"en": "en"}  # plain German is printed in German


def request_pdf(request: ServiceRequest) -> bytes:
    """Return what was sent as a tagged document in the language it was filled in."""
    with override(_LANGUAGES.get(request.language, "de")):
        case = case_of(case_id=request.case_id)
        definition = definition_of(request.form_version)
        title = request.service.title if request.service else str(definition.title)
        data = {
            "brand": letterhead(),
            "title": title,
            "summary": _copy_of(request),
            "note": " · ".join(filter(None, [case.reference if case else "", _copy_of(request)])),
            "facts": _facts(request, case),
            "sections": [
                {"title": part.title, "lines": [[line.label, _with_origin(line)] for line in part.lines]}
                for part in review_request(request, definition)
            ],
            "fees": _fees(request, definition),
            "fee_title": _("Gebühren"),
            "declaration": "" if declares_itself(definition) else declaration(),
        }
        return render_pdf(_TEMPLATE, data)


def copy_name(reference: str) -> str:
    """Return the name of the file."""
    return f"{_('Kopie')}-{reference}.pdf"


def _copy_of(request: ServiceRequest) -> str:
    return _("Ihre Kopie vom %(moment)s") % {"moment": long_datetime(timezone.localtime(request.sent_at))}


def _facts(request: ServiceRequest, case: Case | None) -> list[list[str]]:
    sent = long_datetime(timezone.localtime(request.sent_at))
    lines = [[_("Vorgangsnummer"), case.reference if case else ""], [_("Abgesendet"), sent]]
    if case and case.in_name_of:
        lines.append([_("Gestellt für"), case.in_name_of])
    if request.channel != Channel.ONLINE:
        lines.append([_("Aufgenommen"), str(Channel(request.channel).label)])
    return lines


def _with_origin(line: Any) -> str:
    return f"{line.text} ({line.origin})" if line.origin else line.text


def _fees(request: ServiceRequest, definition: FormDefinition) -> list[list[str]]:
    """Return each fee that was shown and what it comes to, named in the active language."""
    named = evaluation_of(request, definition).fees if request.fees else ()
    labels = [fee.label for fee in named] if len(named) == len(request.fees) else [fee["label"] for fee in request.fees]
    return [_fee(label, fee) for label, fee in zip(labels, request.fees, strict=True)]


def _fee(label: str, fee: Any) -> list[str]:
    is_amount = fee.get("cents") is not None  # what has no amount yet says its bounds as the amount
    return [f"{label}: {fee['detail']}" if is_amount and fee.get("detail") else label, fee_text(fee)]


def fee_text(fee: Any) -> str:
    """Return "25,00 €", or the frame within which it is decided later."""
    if fee.get("cents") is not None:
        return money(fee["cents"])
    if fee.get("maximum_cents"):
        bounds = {"least": money(fee["minimum_cents"]), "most": money(fee["maximum_cents"])}
        return _("%(least)s bis %(most)s") % bounds
    return _("wird später festgelegt")
