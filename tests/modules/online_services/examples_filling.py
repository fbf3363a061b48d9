"""Objects for the addresses of filling in; every text carries the marker."""

import uuid
from typing import Any

from modules.online_services.models import Upload
from modules.online_services.sent_links import sent_path
from rathaus.accounts.models import User
from tests.factories.services import COMPLETE, SMALL, make_draft, make_request, make_service, make_version


def filling_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the addresses under which forms are filled in, public ones and those of the dashboard."""
    viewer = User.objects.filter(staff_membership__roles__slug="administrator").order_by("created_at").first()
    service = make_service("beispiel-antrag", name=f"{marker} Antrag")
    internal = make_service("beispiel-intern", name=f"{marker} Urlaub", audience="staff")
    version = make_version(_titled(marker, "beispiel-antrag"), service=service)
    make_version(_titled(marker, "beispiel-intern"), service=internal)
    answers = {**COMPLETE, "vorname": marker, "nachname": marker}
    return {
        **_places("online_services", make_draft(version, service=service, answers=answers)),
        **_places("online_services_staff", make_draft(version, service=service, answers=answers, opened_by=viewer)),
        **_sent(make_request(version, answers=answers, case={"applicant": _applicant(marker)}), viewer),
        "online_services:begin": {"slug": service.slug},
        "online_services_staff:take_down": {"slug": service.slug},
        "online_services_staff:internal_begin": {"slug": internal.slug},
    }


def _titled(marker: str, key: str) -> dict[str, Any]:
    return SMALL | {"key": key, "title": f"{marker} Formular"}


def _places(namespace: str, draft: Any) -> dict[str, dict[str, Any]]:
    upload = Upload.objects.create(draft=draft, place="nachweis", filename="Nachweis.pdf", size=10)
    token = {"token": draft.token}
    pages = dict.fromkeys(("fill", "fill_check", "fill_keep", "fill_drop", "upload"), token)
    steps = {name: {**token, "step_id": "person"} for name in ("fill_step", "fill_fields")}
    uploads = {name: {**token, "upload_id": upload.pk} for name in ("upload_part", "upload_remove")}
    return {f"{namespace}:{name}": arguments for name, arguments in {**pages, **steps, **uploads}.items()}


def _sent(request: Any, viewer: User | None) -> dict[str, dict[str, Any]]:
    public = {"token": _token(sent_path(request, viewer=None))}
    staff = {"token": _token(sent_path(request, viewer=viewer, is_staff=True))}
    return {
        **{f"online_services:{name}": public for name in ("sent", "sent_copy")},
        **{f"online_services_staff:{name}": staff for name in ("sent", "sent_copy")},
    }


def _token(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _applicant(marker: str) -> Any:
    from modules.cases.api import Applicant

    return Applicant(name=marker, email=f"gast{uuid.uuid4().hex[:8]}@post.example")
