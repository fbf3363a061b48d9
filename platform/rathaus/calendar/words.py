"""Recurrence rules in words, in the active language."""

from datetime import date


def every_week(weekday: int) -> str:
    """For 1: jeden Dienstag."""
    return _("jeden %(weekday)s") % {"weekday": _weekday(weekday)}


def every_n_weeks(weekday: int, weeks: int) -> str:
    """For 2 and 2: alle 2 Wochen am Mittwoch. "Jeden 2. Mittwoch" could also mean the second of a month."""
    if weeks == 1:
        return every_week(weekday)
    return _("alle %(weeks)d Wochen am %(weekday)s") % {"weeks": weeks, "weekday": _weekday(weekday)}


def nth_in_month(weekday: int, nth: int) -> str:
    """For 1 and 1: jeden 1. Dienstag im Monat. -1 stands for the last."""
    pattern = {
        1: _("jeden 1. %(weekday)s im Monat"),
        2: _("jeden 2. %(weekday)s im Monat"),
        3: _("jeden 3. %(weekday)s im Monat"),
        4: _("jeden 4. %(weekday)s im Monat"),
        5: _("jeden 5. %(weekday)s im Monat"),
        -1: _("jeden letzten %(weekday)s im Monat"),
    }[nth]
    return pattern % {"weekday": _weekday(weekday)}


def on_one_day(day: date) -> str:
    """For a Thursday: am Donnerstag, 10. Dezember 2026."""
    return _("am %(weekday)s, %(date)s") % {"weekday": _weekday(day.weekday()), "date": _date(day)}


def with_validity(series: str, start: date | None, end: date | None) -> str:
    """The series with the dates between which it is valid, if there are any."""
    if start and end:
        return _("%(series)s, vom %(start)s bis %(end)s") % {
            "series": series,
            "start": _date(start),
            "end": _date(end),
        }
    if start:
        return _("%(series)s, ab %(start)s") % {"series": series, "start": _date(start)}
    if end:
        return _("%(series)s, bis %(end)s") % {"series": series, "end": _date(end)}
    return series


def _(text: str) -> str:
    """The translation, or the German text itself where Django is not set up."""
    from django.conf import settings  # noqa: PLC0415 - day arithmetic must not load Django
    from django.utils.translation import gettext  # noqa: PLC0415

    return gettext(text) if settings.configured else text


def _date(day: date) -> str:
    return _("%(day)d. %(month)s %(year)d") % {"day": day.day, "month": _month(day.month), "year": day.year}


def _weekday(weekday: int) -> str:
    return (
        _("Montag"),
        _("Dienstag"),
        _("Mittwoch"),
        _("Donnerstag"),
        _("Freitag"),
        _("Samstag"),
        _("Sonntag"),
    )[weekday]


def _month(month: int) -> str:
    return (
        _("Januar"),
        _("Februar"),
        _("März"),
        _("April"),
        _("Mai"),
        _("Juni"),
        _("Juli"),
        _("August"),
        _("September"),
        _("Oktober"),
        _("November"),
        _("Dezember"),
    )[month - 1]
