"""The monthly page for mayor and council as data: key figures, each with the month before and one sentence."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db.models import Min
from django.utils import dateformat
from django.utils.translation import gettext as _

from modules.appointments.models import PENDING_STATES, Booking
from modules.appointments.selectors.statistics.cells import Kind, in_words, number, share, short_step
from modules.appointments.selectors.statistics.counting import Line
from modules.appointments.selectors.statistics.overview import Overview, overview
from modules.appointments.selectors.statistics.periods import Scope, month_of
from modules.appointments.selectors.statistics.tables import counts_by_origin
from rathaus.tenancy import current_tenant
from tenants.municipality.letterhead import letterhead

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "pdf" / "report.typ"
_ROWS: Final = 6


def first_counted_month() -> date | None:
    """Return the first month with an appointment, or None while there never was one."""
    first = Booking.objects.exclude(state__in=PENDING_STATES).aggregate(first=Min("day"))["first"]
    return first.replace(day=1) if first else None


def month_in_words(first: date) -> str:
    """Return "Oktober 2026"."""
    return dateformat.format(first, "F Y")


def report_data(first: date, *, today: date) -> dict[str, Any]:
    """Return what the document about the month that begins on this day is made of; the month is over."""
    figures = overview(month_of(first), Scope(), today=today)
    former = overview(month_of(figures.period.before.first), Scope(), today=today)
    month = month_in_words(first)
    return {
        "brand": letterhead(),
        "title": _("Termine im %(month)s") % {"month": month},
        "summary": _summary(figures),
        "columns": [_("Kennzahl"), month, month_in_words(figures.period.before.first), _("Was sie sagt")],
        "figures": [
            {"label": row[0], "now": row[1], "before": row[2], "text": row[3]} for row in _rows(figures, former)
        ],
        "chart": _chart(figures),
        "bars": [_ways(figures), _concerns(figures)],
        "note": _("Gezählt nach dem Tag des Termins. Ohne Namen, nie nach einzelnen Beschäftigten."),
    }


def has_figures(data: dict[str, Any]) -> bool:
    """Return whether anything was booked in the month."""
    return bool(data["chart"]["columns"])


def _summary(figures: Overview) -> str:
    text = _("%(name)s: %(booked)s Termine, davon %(online)s im Internet gebucht.")
    online = in_words(share(figures.now.online, figures.now.booked), Kind.PERCENT)
    return text % {"name": current_tenant().short_name, "booked": number(figures.now.booked, 0), "online": online}


def _rows(figures: Overview, former: Overview) -> list[tuple[str, str, str, str]]:
    now, before = figures.now, former.now

    def row(label: str, value: float | None, former: float | None, kind: Kind, text: str) -> tuple[str, str, str, str]:
        return label, in_words(value, kind), in_words(former, kind), text

    return [
        row(_("Gebucht"), now.booked, before.booked, Kind.COUNT, _("So viele Termine lagen in diesem Monat.")),
        row(
            _("Im Internet gebucht"),
            share(now.online, now.booked),
            share(before.online, before.booked),
            Kind.PERCENT,
            _("Der Rest kam am Telefon oder im Rathaus zustande."),
        ),
        row(
            _("Abgesagt"),
            share(now.cancelled, now.booked),
            share(before.cancelled, before.booked),
            Kind.PERCENT,
            _("Diese Zeiten waren wieder für andere frei."),
        ),
        row(
            _("Nicht erschienen"),
            share(now.no_show, now.marked),
            share(before.no_show, before.marked),
            Kind.PERCENT,
            _("Diese Zeiten blieben ungenutzt."),
        ),
        row(
            _("Tage bis zum nächsten freien Termin"),
            now.lead_days,
            before.lead_days,
            Kind.DAYS,
            _("So lange mussten Menschen im Schnitt auf die nächste freie Zeit warten."),
        ),
        row(
            _("Minuten Wartezeit"),
            _waiting(figures),
            _waiting(former),
            Kind.MINUTES,
            _("So lange saßen Menschen im Schnitt im Warteraum."),
        ),
        row(_("Auslastung"), figures.usage, former.usage, Kind.PERCENT, _("So viel der geöffneten Zeit war belegt.")),
        row(
            _("Ohne Termin bedient"),
            now.walk_ins,
            before.walk_ins,
            Kind.COUNT,
            _("Diese Menschen kamen spontan."),
        ),
        row(
            _("Wege erspart"),
            now.saved_visits,
            before.saved_visits,
            Kind.COUNT,
            _("Telefon, Video und mehrere Anliegen in einem Besuch."),
        ),
        row(
            _("Anrufe erspart"),
            now.saved_calls,
            before.saved_calls,
            Kind.COUNT,
            _("Selbst gebucht, verschoben oder abgesagt."),
        ),
    ]


def _waiting(figures: Overview) -> float | None:
    return figures.waiting.total.value if figures.waiting.total else None


def _chart(figures: Overview) -> dict[str, Any]:
    most = max((line.booked for line in figures.by_time), default=0)
    text = _("Säulen für jeden Tag mit Terminen, höchstens %(most)s an einem Tag.") % {"most": most}
    return {
        "title": _("Tag für Tag"),
        "alt": text,
        "most": most,
        "columns": [_column(figures.step, line) for line in figures.by_time],
        "key": [_("wahrgenommen"), _("nicht erschienen"), _("abgesagt")],
    }


def _column(step: str, line: Line) -> dict[str, Any]:
    return {
        "label": short_step(step, line.key),
        "kept": line.booked - line.cancelled - line.no_show,
        "missed": line.no_show,
        "cancelled": line.cancelled,
    }


def _ways(figures: Overview) -> dict[str, Any]:
    return _bars(_("So wurde gebucht"), counts_by_origin(figures))


def _concerns(figures: Overview) -> dict[str, Any]:
    return _bars(_("Die häufigsten Anliegen"), [(line.key, line.booked) for line in figures.concerns])


def _bars(title: str, rows: Sequence[tuple[str, int]]) -> dict[str, Any]:
    shown = sorted(rows, key=lambda row: -row[1])[:_ROWS]
    most = max((count for _label, count in shown), default=1)
    return {
        "title": title,
        "rows": [{"label": label, "value": number(count, 0), "part": count / most} for label, count in shown],
    }
