"""The figures on top of the page, each with the one before."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from modules.appointments.selectors.statistics.cells import Kind, in_words, number, share
from modules.appointments.selectors.statistics.overview import Overview


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure; `hint` says more, or what it was before."""

    label: str
    value: str
    hint: str = ""


def cards(figures: Overview) -> list[Card]:
    """Return the key figures."""
    now, before = figures.now, figures.before
    waiting = figures.waiting.total.value if figures.waiting.total else None
    return [
        Card(_("Gebucht"), number(now.booked, 0), _before(before.booked, Kind.COUNT)),
        _share(_("Im Internet gebucht"), (now.online, now.booked), (before.online, before.booked)),
        _share(_("Abgesagt"), (now.cancelled, now.booked), (before.cancelled, before.booked)),
        _share(_("Nicht erschienen"), (now.no_show, now.marked), (before.no_show, before.marked)),
        Card(_("Bis zum nächsten freien Termin"), _days(now.lead_days), _before(before.lead_days, Kind.DAYS)),
        Card(_("Von der Buchung bis zum Termin"), _days(now.days_ahead), _before(before.days_ahead, Kind.DAYS)),
        Card(_("Auslastung"), in_words(figures.usage, Kind.PERCENT), _("belegte Zeit von der geöffneten")),
        Card(_("Wartezeit"), _minutes(waiting), _("im Schnitt, ganze Monate")),
        Card(_("Anrufe erspart"), number(now.saved_calls, 0), _before(before.saved_calls, Kind.COUNT)),
        *_saved_visits(now.saved_visits, before.saved_visits),
    ]


def _saved_visits(now: int, before: int) -> list[Card]:
    """Return the ways that nobody had to go; none where there never is such a way, and at 0 what would count."""
    if not now and not before:
        return []
    hint = _before(before, Kind.COUNT) if now else _("zählt Telefon, Video und mehrere Anliegen auf einmal")
    return [Card(_("Wege erspart"), number(now, 0), hint)]


def _share(label: str, now: tuple[int, int], before: tuple[int, int]) -> Card:
    return Card(label, in_words(share(*now), Kind.PERCENT), _before(share(*before), Kind.PERCENT))


def _before(value: float | None, kind: Kind) -> str:
    return _("vorher %(value)s") % {"value": in_words(value, kind)} if value is not None else ""


def _days(value: float | None) -> str:
    return _("%(days)s Tage") % {"days": number(value, 1)} if value is not None else "–"


def _minutes(value: float | None) -> str:
    return _("%(minutes)s Minuten") % {"minutes": number(value, 0)} if value is not None else "–"
