"""Numbers, money, days and times."""

from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from modules.online_services.engine.calculating import as_date, as_time
from modules.online_services.engine.formats import date_words, german_number
from modules.online_services.engine.validators.asked import Asked
from modules.online_services.engine.values import as_decimal, as_partial_date
from rathaus.web.wording import money

_MAX_CENTS: Final = 10**13


def check_number(asked: Asked) -> str:
    """A number within bounds and with no more decimals than asked for."""
    number = as_decimal(asked.answer)
    if number is None:
        example = "12,5" if asked.field.decimals else "12"
        text = _("Bitte geben Sie bei „%(label)s“ eine Zahl ein, zum Beispiel %(example)s.")
        return text % {**asked.words, "example": example}
    if _decimals(number) > asked.field.decimals:
        return _too_exact(asked)
    return _outside(asked, number, as_decimal(asked.field.minimum), as_decimal(asked.field.maximum))


def check_money(asked: Asked) -> str:
    """An amount within bounds."""
    cents = asked.answer
    if not isinstance(cents, int) or isinstance(cents, bool) or abs(cents) > _MAX_CENTS:
        text = _("Bitte geben Sie bei „%(label)s“ einen Betrag in Euro ein, zum Beispiel 12,50.")
        return text % asked.words
    least, most = asked.field.minimum_cents, asked.field.maximum_cents
    if cents < (0 if least is None else least):
        return _at_least(asked, money(least or 0))
    return _at_most(asked, money(most)) if most is not None and cents > most else ""


def check_date(asked: Asked) -> str:
    """A day that exists, between the first and the last one that are possible."""
    day = as_date(asked.answer)
    if day is None:
        text = _("Bitte geben Sie bei „%(label)s“ ein Datum ein, das es gibt, zum Beispiel 24.11.2026.")
        return text % asked.words
    earliest, latest = asked.day(asked.field.earliest), asked.day(asked.field.latest)
    if earliest and day < earliest:
        text = _("Bitte wählen Sie bei „%(label)s“ einen Tag ab dem %(date)s.")
        return text % {**asked.words, "date": date_words(earliest)}
    if latest and day > latest:
        text = _("Bitte wählen Sie bei „%(label)s“ einen Tag bis zum %(date)s.")
        return text % {**asked.words, "date": date_words(latest)}
    return "" if day.year >= 1800 else _wrong_year(asked)


def check_partial_date(asked: Asked) -> str:
    """A birth date, of which month and day may be unknown; it lies in the past."""
    born = as_partial_date(asked.answer)
    if born is None:
        text = _(
            "Bitte geben Sie bei „%(label)s“ ein Datum ein, zum Beispiel 02.04.1968. Tag und Monat dürfen fehlen, wenn "
            "sie nicht bekannt sind: 1968."
        )
        return text % asked.words
    first = born if isinstance(born, date) else date(int(born[:4]), int(born[5:] or 1), 1)
    if first.year < 1800:
        return _wrong_year(asked)
    today = asked.row.surroundings.today
    return _("„%(label)s“ liegt in der Zukunft. Bitte prüfen Sie das Jahr.") % asked.words if first > today else ""


def check_time(asked: Asked) -> str:
    """A time of day."""
    if as_time(asked.answer) is not None:
        return ""
    return _("Bitte geben Sie bei „%(label)s“ eine Uhrzeit ein, zum Beispiel 18:00.") % asked.words


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _too_exact(asked: Asked) -> str:
    if not asked.field.decimals:
        return _("Bitte geben Sie bei „%(label)s“ eine ganze Zahl ein.") % asked.words
    text = _("Bitte geben Sie bei „%(label)s“ höchstens %(count)s Stellen nach dem Komma ein.")
    return text % {**asked.words, "count": asked.field.decimals}


def _outside(asked: Asked, number: Decimal, least: Decimal | None, most: Decimal | None) -> str:
    unit = f" {asked.field.unit}" if asked.field.unit else ""
    if least is not None and number < least:
        return _at_least(asked, german_number(least) + unit)
    return _at_most(asked, german_number(most) + unit) if most is not None and number > most else ""


def _at_least(asked: Asked, bound: str) -> str:
    return _("Bitte geben Sie bei „%(label)s“ mindestens %(bound)s ein.") % {**asked.words, "bound": bound}


def _at_most(asked: Asked, bound: str) -> str:
    return _("Bitte geben Sie bei „%(label)s“ höchstens %(bound)s ein.") % {**asked.words, "bound": bound}


def _wrong_year(asked: Asked) -> str:
    return _("Bitte prüfen Sie das Jahr bei „%(label)s“.") % asked.words
