"""How answers are written for people, and read from what they type. German is what people type in every language."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils import dateformat

from rathaus.web.wording import FORMATS, formats

_GERMAN_NUMBER: Final = re.compile(r"-?(\d{1,15}|\d{1,3}(\.\d{3}){1,4})(,\d{1,6})?", re.ASCII)
_POINT_NUMBER: Final = re.compile(r"-?\d{1,15}\.\d{1,6}", re.ASCII)
_GERMAN_DATE: Final = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})", re.ASCII)
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})\s*[./]\s*(\d{4})", re.ASCII)
_CLOCK: Final = re.compile(r"(\d{1,2})(?:\s*[:.]\s*(\d{2}))?(?:\s*Uhr)?", re.ASCII | re.IGNORECASE)


def read_number(text: str) -> str | None:
    """Return "1500.5" for "1.500,50" or "1500.5"; None where it is no number."""
    plain = re.sub(r"[\s\u202f']", "", text).replace("−", "-").removeprefix("+")
    if _GERMAN_NUMBER.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif not _POINT_NUMBER.fullmatch(plain):
        return None
    return plain_number(Decimal(plain))


def plain_number(number: Decimal) -> str:
    """Return a number as answers keep it: "12.5", without zeros at the end."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def read_cents(text: str) -> int | None:
    """Return 1250 for "12,50 €"; None where it is no amount in whole cents."""
    number = read_number(re.sub(r"(?i)(€|euro|eur)", "", text))
    cents = None if number is None else Decimal(number) * 100
    return int(cents) if cents is not None and cents == cents.to_integral_value() else None


def read_date(text: str) -> str | None:
    """Return "2026-11-24" for "24.11.2026" or itself; None where there is no such day."""
    found = _GERMAN_DATE.fullmatch(text.strip())
    iso = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else text.strip()
    try:
        return iso if len(iso) == 10 and iso[4] == "-" and date.fromisoformat(iso) else None
    except ValueError:
        return None


def read_partial_date(text: str) -> str | None:
    """Return "1968", "1968-04" or "1968-04-02" for "1968", "04.1968", "2.4.1968"; 00 stands for unknown."""
    plain = text.strip()
    while plain.startswith(("00.", "0.", "..", ".")):
        plain = plain.partition(".")[2].lstrip()
    if day := read_date(plain):
        return day
    if found := _MONTH_YEAR.fullmatch(plain):
        return f"{found[2]}-{int(found[1]):02d}" if 1 <= int(found[1]) <= 12 else None
    return plain if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", plain, re.ASCII) else None


def read_time(text: str) -> str | None:
    """Return "18:00" for "18:00", "18.00 Uhr" or "18 Uhr"; None where there is no such time."""
    found = _CLOCK.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02d}:{found[2] or '00'}"


def german_number(number: Decimal) -> str:
    """Return "1.500,5", with the marks of the active language."""
    form = formats()
    whole, _point, decimals = plain_number(number).partition(".")
    grouped = f"{int(whole):,}".replace(",", form.thousands_mark)
    grouped = f"-{grouped}" if whole == "-0" else grouped
    return grouped + (form.decimal_mark + decimals if decimals else "")


def date_words(day: date) -> str:
    """Return "24.11.2026" as it is written in the active language, in English "24 November 2026"."""
    return _day(day) if _is_german() else dateformat.format(day, "j F Y")


def partial_date_words(answer: str) -> str:
    """Return "02.04.1968", "04.1968" or "1968", in English "2 April 1968", "April 1968" or "1968"."""
    if _is_german() or len(answer) == len("1968"):
        return partial_date_text(answer)
    year, month, day = (int(part) for part in f"{answer}-01".split("-")[:3])
    return dateformat.format(date(year, month, day), "j F Y" if len(answer) == len("1968-04-02") else "F Y")


def partial_date_text(answer: str) -> str:
    """Return "02.04.1968", "04.1968" or "1968", as it is typed in every language."""
    return ".".join(reversed(answer.split("-")))


def _day(day: date) -> str:
    return f"{day:%d.%m.}{day.year:04d}"


def _is_german() -> bool:
    return formats() is FORMATS["de"]


def join_date(parts: Sequence[str]) -> str:
    """Return "02.04.1968" for what stands in three inputs; parts that were left out stay out."""
    day, month, year = (part.strip() for part in parts)
    if not (day or month or year):
        return ""
    return ".".join(part.zfill(2) for part in (day, month) if part or day) + (f".{year}" if day or month else year)
