"""Requests in the formats of specialist procedures; each is a folder of its own that only this file knows."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from modules.cases.api import Case, HandoverFile, HandoverFormat
from modules.online_services.models import ServiceRequest
from modules.online_services.xgewerbeanzeige import KINDS, Notification, Office, gewerbemeldung
from rathaus.tenancy import current_tenant
from tenants.models import Tenant
from tenants.municipality.selectors import get_profile

XGEWERBEANZEIGE: Final = "xgewerbeanzeige"


def handover_formats(request: ServiceRequest | None) -> Sequence[HandoverFormat]:
    """Return what the request can be given away as, besides PDF and JSON."""
    if request is None or request.form_version.definition.get("key") not in KINDS:
        return ()
    named = request.service.description.handling.handovers if request.service else (XGEWERBEANZEIGE,)
    if XGEWERBEANZEIGE not in named:
        return ()
    return [HandoverFormat(XGEWERBEANZEIGE, _("XGewerbeanzeige 2.2 (nicht validiert)"))]


def handover_file(case: Case, request: ServiceRequest | None, key: str) -> HandoverFile:
    """Return the file; raises KeyError for a format that the request does not have."""
    if request is None or key not in {one.key for one in handover_formats(request)}:
        raise KeyError(key)
    sent = Notification(
        form_key=request.form_version.definition["key"],
        answers=request.answers,
        case_id=case.pk,
        reference=case.reference,
        received_at=request.sent_at,
    )
    return HandoverFile(f"{case.reference}-xgewerbeanzeige.xml", gewerbemeldung(sent, _office()), "application/xml")


def _office() -> Office:
    tenant, profile = current_tenant(), get_profile()
    return Office(
        name=tenant.official_name,
        ags=Tenant.objects.filter(slug=tenant.slug).values_list("ags", flat=True).first() or "",
        street=profile.street,
        postal_code=profile.postal_code,
        city=profile.city,
        email=profile.email,
        phone=profile.phone,
    )
