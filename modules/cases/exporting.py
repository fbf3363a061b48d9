"""A case as JSON: for the specialist procedure, and for whoever takes the whole file along."""

from typing import Any

from modules.cases.handling import handler_of
from modules.cases.models import Case, CaseFile, Notice
from modules.cases.selectors.access import with_files


def case_json(case: Case, *, with_remarks: bool = False) -> dict[str, Any]:
    """Return the case with its content (FIM ids as keys where the form has them), course, files, notices and fees.

    Remarks of colleagues among themselves are only in it `with_remarks`.
    """
    entries = with_files(case.entries.all() if with_remarks else case.entries.filter(is_public=True))
    return {
        "format": "rathaus.case/1",
        **_facts(case),
        "applicant": _applicant(case),
        "content": dict(handler_of(case).export(case)),
        "entries": [
            {
                "at": entry.at.isoformat(),
                "kind": entry.kind,
                "by": entry.author_name,
                "is_public": entry.is_public,
                "title": entry.title,
                "text": entry.text,
                "files": [str(file.pk) for file in entry.files.all()],
            }
            for entry in entries
        ],
        "files": [_file(file) for file in case.files.all()],
        "notices": [_notice(notice) for notice in case.notices.filter(issued_at__isnull=False)],
        "fees": [
            {"cents": fee.amount_cents, "state": fee.state, "due_on": str(fee.due_on), "reference": fee.kassenzeichen}
            for fee in case.fee_notes.all()
        ],
    }


def _facts(case: Case) -> dict[str, Any]:
    return {
        "id": str(case.pk),
        "reference": case.reference,
        "service": {"key": case.service_key, "name": case.service_name},
        "title": case.title,
        "request_kind": case.request_kind,
        "status": case.status,
        "outcome": case.outcome,
        "channel": case.channel,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "department": case.department.name if case.department else "",
        "locality": case.locality.name if case.locality else "",
        "place": case.place,
        "takes_place_from": str(case.takes_place_from or ""),
        "takes_place_until": str(case.takes_place_until or ""),
    }


def _applicant(case: Case) -> dict[str, str]:
    return {
        "name": case.applicant_name,
        "email": case.applicant_email,
        "phone": case.applicant_phone,
        "address": case.applicant_address,
        "in_name_of": case.in_name_of,
    }


def _file(file: CaseFile) -> dict[str, Any]:
    return {
        "id": str(file.pk),
        "filename": file.filename,
        "label": file.label,
        "origin": file.origin,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "number": notice.number,
        "title": notice.title,
        "outcome": notice.outcome,
        "state": notice.state,
        "issued_at": notice.issued_at.isoformat() if notice.issued_at else None,
        "posted_on": str(notice.posted_on or ""),
        "sha256": notice.sha256,
        "file": str(notice.file_id or ""),
    }
