"""Lists to take along: the places of a day, and whom to call."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from modules.cases.models import Call, CallRecipient, Case, Reach
from modules.cases.words import applicant_name
from rathaus.pdf import render_pdf
from rathaus.web.wording import long_date, long_datetime, short_date
from tenants.municipality.letterhead import letterhead

_TEMPLATE: Final = Path(__file__).parent / "pdf" / "list.typ"
_BOX: Final = "[ ]"  # the template draws a box, with a cross for "[x]"


def day_list_pdf(cases: Sequence[Case], first_on: date, last_on: date) -> bytes:
    """Return the places of these days with telephone numbers, for whoever drives around."""
    days = long_date(first_on) if first_on == last_on else f"{long_date(first_on)} – {long_date(last_on)}"
    rows = [
        [
            _BOX,
            _days(case),
            "\n".join(filter(None, [case.place, case.locality.name if case.locality else ""])),
            case.title,
            "\n".join(filter(None, [applicant_name(case), case.applicant_phone])),
            case.reference,
        ]
        for case in cases
    ]
    columns = ["", _("Wann"), _("Wo"), _("Was"), _("Wer"), _("Vorgang")]
    return _print(_("Orte: %(days)s") % {"days": days}, columns, [0, 0, 3, 3, 3, 0], rows)


def call_list_pdf(call: Call, recipients: Sequence[CallRecipient]) -> bytes:
    """Return whom to call, with the text that is told them."""
    rows = [
        [
            "[x]" if one.reached_at else _BOX,
            one.name or "–",
            one.phone or _("keine Nummer"),
            "\n".join(filter(None, [one.case.place, one.case.locality.name if one.case.locality else ""])),
            str(Reach(one.reach).label),
            one.case.reference,
            one.remark,
        ]
        for one in recipients
    ]
    columns = ["", _("Name"), _("Telefon"), _("Wo"), _("Benachrichtigt"), _("Vorgang"), _("Bemerkung")]
    title = _("Anrufliste: %(subject)s") % {"subject": call.subject}
    return _print(title, columns, [0, 3, 2, 3, 2, 0, 3], rows, call.text)


def _print(title: str, columns: list[str], widths: list[int], rows: list[list[str]], message: str = "") -> bytes:
    data: dict[str, Any] = {
        "brand": letterhead(),
        "title": title,
        "summary": _("%(count)s Einträge") % {"count": len(rows)},
        "note": _("Gedruckt am %(moment)s") % {"moment": long_datetime(timezone.localtime())},
        "nothing": _("Für diesen Tag gibt es keine Einträge."),
        "columns": columns,
        "widths": widths,
        "rows": rows,
        "message_title": _("Das sagen wir"),
        "message": [part for part in message.replace("\r\n", "\n").split("\n") if part],
    }
    return render_pdf(_TEMPLATE, data)


def _days(case: Case) -> str:
    days = [short_date(day) for day in (case.takes_place_from, case.takes_place_until) if day]
    return "\n".join(dict.fromkeys(days))
