"""Single values as German offices write them. Each function raises ValueFault with the sentence for the report."""

import re
from datetime import date, time
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from modules.appointments.imports.errors import ValueFault
from rathaus.calendar.localtime import CELL_MINUTES

_WEEKDAY: Final = re.compile(r"^[^\W\d_]+\.?,?\s+")  # "Di, " and "Dienstag "
_GERMAN: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?::\d{2}(?:\.\d+)?)?)?\s*(?:uhr|h)?", re.IGNORECASE | re.ASCII)
_NUMBER: Final = re.compile(
    r"(\d{1,4})(?:[.,]0+)?\s*(?:min|minuten|minute|personen|person|pers)?\.?", re.IGNORECASE | re.ASCII
)
_PHONE: Final = re.compile(r"[\d\s()+/.–-]{5,40}", re.ASCII)


def day_in(text: str) -> tuple[date, str]:
    """Return the day at the beginning of a text, and what follows it: "Di, 24.11.2026 9:20" gives the time as well."""
    rest = _WEEKDAY.sub("", text)
    match = _ISO.match(rest)
    if match:
        year, month, day = (int(part) for part in match.groups())
    elif match := _GERMAN.match(rest):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
    else:
        raise ValueFault(_("„%(text)s“ ist kein Datum. Schreiben Sie zum Beispiel 24.11.2026.") % {"text": text[:40]})
    try:
        return date(year, month, day), rest[match.end() :].lstrip(" ,T").strip()
    except ValueError:
        raise ValueFault(_("Den Tag „%(text)s“ gibt es nicht.") % {"text": text[:40]}) from None


def time_in(text: str) -> time:
    """Return a time of day in steps of five minutes."""
    match = _TIME.fullmatch(text.strip())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise ValueFault(_("„%(text)s“ ist keine Uhrzeit. Schreiben Sie zum Beispiel 9:20.") % {"text": text[:40]})
    if minute % CELL_MINUTES:
        raise ValueFault(_("„%(text)s“ liegt nicht auf einem Schritt von fünf Minuten.") % {"text": text[:40]})
    return time(hour, minute)


def number_in(text: str, *, least: int, most: int) -> int:
    """Return a whole number between two limits, with or without its unit."""
    match = _NUMBER.fullmatch(text.strip())
    if not (match and least <= int(match[1]) <= most):
        sentence = _("„%(text)s“ ist keine Zahl von %(least)s bis %(most)s.")
        raise ValueFault(sentence % {"text": text[:40], "least": least, "most": most})
    return int(match[1])


def email_in(text: str) -> str:
    """Return an e-mail address, "" for none."""
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise ValueFault(_("„%(text)s“ ist keine E-Mail-Adresse.") % {"text": text[:60]}) from None
    return text.lower()


def phone_in(text: str) -> str:
    """Return a telephone number, "" for none."""
    if text and not (_PHONE.fullmatch(text) and sum(map(str.isdigit, text)) >= 5):
        raise ValueFault(_("„%(text)s“ ist keine Telefonnummer.") % {"text": text[:40]})
    return text


def text_in(text: str, *, most: int) -> str:
    """Return a text that fits its field."""
    if len(text) > most:
        raise ValueFault(_("„%(text)s …“ ist länger als %(most)s Zeichen.") % {"text": text[:30], "most": most})
    return text


def names_in(last: str, first: str, *, is_combined: bool) -> tuple[str, str]:
    """Return last and first name; where one column holds both, from "Musterfrau, Erika" or "Erika Musterfrau"."""
    if is_combined and "," in last:
        last, _comma, first = (part.strip() for part in last.partition(","))
    elif is_combined and " " in last:
        first, _space, last = (part.strip() for part in last.rpartition(" "))
    if not last:
        raise ValueFault(_("Der Nachname fehlt."))
    return text_in(last, most=100), text_in(first, most=100)
