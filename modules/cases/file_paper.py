"""The whole file of a case on paper: data, answers, course with the conversation, list of documents."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.handling import handler_of
from modules.cases.models import Case, CaseEntry, EntryKind
from modules.cases.notice_paper import STANDARDS
from modules.cases.placeholders import plain_date
from modules.cases.selectors.access import with_files
from rathaus.pdf import render_pdf
from rathaus.web.wording import filesize_words, long_datetime, short_date
from tenants.municipality.letterhead import letterhead

_TEMPLATE: Final = Path(__file__).parent / "pdf" / "file.typ"


def case_file_pdf(case: Case, *, with_remarks: bool) -> bytes:
    """Return the file in German; without remarks it holds what the applicant may read, and no more."""
    with override("de"):
        return render_pdf(_TEMPLATE, _data(case, with_remarks=with_remarks), standards=STANDARDS)


def _data(case: Case, *, with_remarks: bool) -> dict[str, Any]:
    entries = with_files(case.entries.all() if with_remarks else case.entries.filter(is_public=True))
    whole = _("Ganze Akte mit internen Notizen.") if with_remarks else _("Akte ohne interne Notizen.")
    printed = _("Gedruckt am %(moment)s") % {"moment": long_datetime(timezone.localtime())}
    return {
        "brand": letterhead(),
        "title": _("Akte %(reference)s") % {"reference": case.reference},
        "summary": f"{case.title}. {whole}",
        "note": f"{case.reference} · {printed}",
        "facts": _lines(_facts(case)),
        "sections": [
            {"title": section.title, "lines": _lines([(line.label, line.value) for line in section.lines])}
            for section in handler_of(case).sections(case)
        ],
        "entries": [_entry(entry) for entry in entries],
        "documents": _documents(case, with_remarks=with_remarks),
        "words": {
            "facts": _("Vorgang"),
            "course": _("Verlauf"),
            "documents": _("Unterlagen"),
            "nothing": _("Keine Unterlagen."),
            "columns": [_("Datei"), _("Woher"), _("Tag"), _("Größe")],
        },
    }


def _facts(case: Case) -> Sequence[tuple[str, str]]:
    return [
        (_("Vorgangsnummer"), case.reference),
        (_("Leistung"), case.service_name),
        (_("Antragstellende Person"), case.applicant_name),
        (_("Für"), case.in_name_of),
        (_("Anschrift"), case.applicant_address),
        (_("E-Mail"), case.applicant_email),
        (_("Telefon"), case.applicant_phone),
        (_("Eingang"), f"{long_datetime(timezone.localtime(case.opened_at))}, {case.get_channel_display()}"),
        (_("Abteilung"), case.department.name if case.department else ""),
        (_("Zuständig"), case.responsible.full_name if case.responsible else ""),
        (_("Ort"), ", ".join(filter(None, [case.place, case.locality.name if case.locality else ""]))),
        (_("Wann"), _when(case)),
        (_("Stand"), case.get_status_display()),
        (_("Ergebnis"), str(case.get_outcome_display()) if case.outcome else ""),
    ]


def _when(case: Case) -> str:
    days = [plain_date(day) for day in (case.takes_place_from, case.takes_place_until) if day]
    return " – ".join(dict.fromkeys(days))


def _lines(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs if value]


def _entry(entry: CaseEntry) -> dict[str, Any]:
    files = ", ".join(file.filename for file in entry.files.all())
    kind = EntryKind(entry.kind).label
    about = [long_datetime(timezone.localtime(entry.at)), entry.author_name]
    return {
        "title": entry.title or str(kind),
        "detail": " · ".join(filter(None, [*about, str(kind) if entry.title else ""])),
        "text": entry.text.replace("\r\n", "\n").split("\n") if entry.text else [],
        "files": _("Dateien: %(names)s") % {"names": files} if files else "",
    }


def _documents(case: Case, *, with_remarks: bool) -> list[dict[str, str]]:
    files = case.files.all() if with_remarks else case.files.filter(is_public=True)
    return [
        {
            "name": f"{file.label}: {file.filename}" if file.label else file.filename,
            "origin": str(file.get_origin_display()),
            "day": short_date(timezone.localdate(file.added_at)),
            "size": filesize_words(file.size),
        }
        for file in files
    ]
