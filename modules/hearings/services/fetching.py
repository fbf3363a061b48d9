"""Give the answers back to the specialist procedure: a table, and each answer as a document."""

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from modules.cases.api import case_of
from modules.hearings.errors import NothingToDoError
from modules.hearings.models import Hearing, Role
from modules.online_services.api import ServiceRequest, answer_lines, request_of, request_pdf
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.files.tables import write_table

MOST: Final = 200  # in one file; the rest comes with the next


@transaction.atomic
def fetch_answers(*, actor: User | None, now: datetime, again_since: datetime | None = None) -> bytes:
    """Return a ZIP with antworten.csv and a PDF for each answer that was not fetched yet, and note that it was.

    `again_since` gives those once more that were fetched since then: a file that got lost is no harm. At most 200.
    Raises NothingToDoError.
    """
    wanted = Hearing.objects.select_for_update().filter(answered_at__isnull=False)
    wanted = wanted.filter(fetched_at__gte=again_since) if again_since else wanted.filter(fetched_at=None)
    hearings = list(wanted.order_by("answered_at", "id")[:MOST])
    if not hearings:
        raise NothingToDoError
    content = _zip(hearings)
    Hearing.objects.filter(pk__in=[hearing.pk for hearing in hearings], fetched_at=None).update(fetched_at=now)
    record(action="hearings.answers_fetched", actor=actor, details={"count": len(hearings)})
    return content


def _zip(hearings: Sequence[Hearing]) -> bytes:
    target = BytesIO()
    rows: list[list[Any]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for hearing in hearings:
            name = f"{_file_name(hearing)}.pdf"
            rows.extend(_rows(hearing, name))
            if request := _request(hearing):
                archive.writestr(name, request_pdf(request))
        headings = [
            _("Aktenzeichen"),
            _("Empfänger"),
            _("Rolle"),
            _("Vorgangsnummer"),
            _("Geantwortet am"),
            _("Feld"),
            _("Frage"),
            _("Antwort"),
            _("Datei"),
        ]
        archive.writestr("antworten.csv", write_table(headings, rows))
    return target.getvalue()


def _rows(hearing: Hearing, name: str) -> list[list[Any]]:
    """Return a row for each answer, so that every form fits one table."""
    case = case_of(case_id=hearing.case_id) if hearing.case_id else None
    head = [
        hearing.file_reference,
        hearing.recipient,
        str(Role(hearing.role).label),
        case.reference if case else "",
        hearing.answered_at,
    ]
    request = _request(hearing)
    lines = answer_lines(request) if request else []
    return [[*head, line.place, line.label, line.text, name] for line in lines]


def _file_name(hearing: Hearing) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "-", f"{hearing.file_reference} {hearing.recipient}").strip("-")
    return f"{plain or 'antwort'}-{str(hearing.pk)[:8]}"


def _request(hearing: Hearing) -> ServiceRequest | None:
    return request_of(hearing.case_id) if hearing.case_id else None
