"""A timeline on paper."""

from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.accounts.models import User
from rathaus.pdf import render_pdf
from rathaus.timeline.models import By, TimelineEntry
from rathaus.timeline.selectors import MOST_PRINTED, by_day, kind_of, timeline_of
from rathaus.timeline.wishes import Wish
from rathaus.web.wording import full_clock, long_date, long_datetime
from tenants.municipality.letterhead import letterhead

_TEMPLATE: Final = Path(__file__).parent / "pdf" / "timeline.typ"


def timeline_pdf(person: User, wish: Wish) -> bytes:
    """Return what fits the wish as a document, newest first, at most 500 entries; it says when it is cut."""
    entries = list(timeline_of(person, wish)[: MOST_PRINTED + 1])
    shown = entries[:MOST_PRINTED]
    cut = _("Hier stehen die neuesten %(count)s Einträge. Ältere drucken Sie mit einem Zeitraum.")
    data: dict[str, Any] = {
        "brand": letterhead(),
        "title": _("Verlauf von %(name)s") % {"name": person.full_name},
        "note": _("Gedruckt am %(moment)s") % {"moment": long_datetime(timezone.localtime())},
        "summary": _summary(wish),
        "days": [
            {"heading": long_date(day), "entries": [_line(entry) for entry in rows]} for day, rows in by_day(shown)
        ],
        "words": {"nothing": _("Kein Eintrag passt zu dieser Auswahl.")},
        "cut": cut % {"count": MOST_PRINTED} if len(entries) > MOST_PRINTED else "",
    }
    return render_pdf(_TEMPLATE, data)


def _line(entry: TimelineEntry) -> dict[str, str]:
    who = entry.by_name or str(By(entry.by).label)
    about = [str(kind_of(entry).label), who, entry.matter_label]
    return {
        "time": full_clock(timezone.localtime(entry.at)),
        "title": entry.title,
        "detail": " · ".join(part for part in about if part),
        "text": entry.text,
    }


def _summary(wish: Wish) -> str:
    if not wish.is_narrow:
        return _("Alles, was Sie und die Verwaltung miteinander zu tun hatten.")
    return _("Eine Auswahl daraus.")
