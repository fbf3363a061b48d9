"""How dates, times, money and counts read, in the active language.

German is the source ("Di, 24. November 2026, 9:20 Uhr"). A further language adds a line to FORMATS and a catalog.
Every function takes local values: an aware datetime is read in its own time zone, so convert it first.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import dateformat
from django.utils.translation import get_language, gettext, ngettext

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Formats:
    """Patterns of one language in Django's date format letters; `{}` stands for what is formatted."""

    long_date: str
    short_date: str
    day_month: str
    brief_date: str
    date_with_time: str
    clock: str
    full_clock: str
    money: str
    decimal_mark: str
    thousands_mark: str


FORMATS = {
    "de": Formats("l, j. F Y", "D, d.m.Y", "D, j. F", "j.n.", "D, j. F Y", "G:i", "{} Uhr", "{} €", ",", "."),
    "en": Formats("l, j F Y", "D, j M Y", "D, j F", "j M", "D, j F Y", "g:i a", "{}", "€{}", ".", ","),
}


def formats() -> Formats:
    """Return the patterns of the active language, German where a language has none."""
    return FORMATS.get((get_language() or "de").split("-")[0], FORMATS["de"])


def long_date(day: date) -> str:
    """Return "Dienstag, 24. November 2026"."""
    return dateformat.format(day, formats().long_date)


def short_date(day: date) -> str:
    """Return "Di, 24.11.2026"."""
    return dateformat.format(day, formats().short_date)


def day_month(day: date) -> str:
    """Return "Di, 24. November", for days whose year is clear."""
    return dateformat.format(day, formats().day_month)


def brief_date(day: date) -> str:
    """Return "24.11.", in English "24 Nov", for heads of columns and other narrow places."""
    return dateformat.format(day, formats().brief_date)


def days_range(first: date, last: date) -> str:
    """Return "Di, 24.11.2026 bis Do, 26.11.2026", and one day alone where both are the same."""
    if first == last:
        return short_date(first)
    return gettext("%(first)s bis %(last)s") % {"first": short_date(first), "last": short_date(last)}


def clock(moment: datetime | time) -> str:
    """Return "9:20", in English "9:20 am"."""
    return dateformat.time_format(moment, formats().clock).replace(".m.", "m")


def full_clock(moment: datetime | time) -> str:
    """Return "9:20 Uhr", in English "9:20 am"."""
    return formats().full_clock.format(clock(moment))


def long_datetime(moment: datetime) -> str:
    """Return "Di, 24. November 2026, 9:20 Uhr"."""
    return f"{dateformat.format(moment, formats().date_with_time)}, {full_clock(moment)}"


def hour_range(start: time, end: time) -> str:
    """Return "9–12 Uhr" or "9:30–12 Uhr", in English "9 am–12 pm"."""
    return formats().full_clock.format(f"{_short_clock(start)}–{_short_clock(end)}")


def _short_clock(moment: time) -> str:
    return clock(moment).replace(":00", "")


def money(cents: int) -> str:
    """Return "1.046,00 €" for an amount in cents."""
    form = formats()
    sign, units, rest = "−" if cents < 0 else "", abs(cents) // 100, abs(cents) % 100
    grouped = f"{units:,}".replace(",", form.thousands_mark)
    return sign + form.money.format(f"{grouped}{form.decimal_mark}{rest:02d}")


def duration_words(minutes: int) -> str:
    """Return "etwa 20 Minuten" or "etwa 1 Stunde 30 Minuten"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s Stunde", "%(count)s Stunden", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)s Minute", "%(count)s Minuten", rest) % {"count": rest})
    return gettext("etwa %(duration)s") % {"duration": " ".join(parts)}


def filesize_words(size: int) -> str:
    """Return "340 KB" or "1,2 MB" for a size in bytes, in steps of 1000 as file managers show it."""
    if size < 1000:
        return ngettext("%(count)s Byte", "%(count)s Byte", size) % {"count": size}
    power = next((power for power in (1, 2, 3) if round(size / 1000**power) < 1000), 4)
    amount = size / 1000**power
    digits = 1 if power > 1 and amount < 10 else 0
    unit = ("KB", "MB", "GB", "TB")[power - 1]
    return f"{amount:.{digits}f}".replace(".", formats().decimal_mark) + f" {unit}"


def number_word(number: int) -> str:
    """Return a number from two to twelve as a word, any other in figures."""
    words = (
        gettext("zwei"),
        gettext("drei"),
        gettext("vier"),
        gettext("fünf"),
        gettext("sechs"),
        gettext("sieben"),
        gettext("acht"),
        gettext("neun"),
        gettext("zehn"),
        gettext("elf"),
        gettext("zwölf"),
    )
    return words[number - 2] if 2 <= number <= 12 else str(number)


def authority_line(official_name: str, short_name: str, authority: str = "") -> str:
    """Return what is known beyond the short name: "Einheitsgemeinde · Der Bürgermeister"."""
    if authority and authority not in official_name:
        official_name = f"{official_name} – {authority}"
    parts = official_name.replace(short_name, "").replace(" - ", "–").split("–")
    return " · ".join(part.strip() for part in parts if part.strip())


def keep_together(text: str) -> str:
    """Return the text with no line break before its unit: "9:20 Uhr" and "46,00 €" stay on one line."""
    for unit in ("Uhr", "€", "am", "pm"):
        text = text.replace(f" {unit}", NO_BREAK_SPACE + unit)
    return text


def tel_url(number: str) -> str:
    """Return a link that dials a German number: "tel:+493931000" for "03931 000" or "03931/000"."""
    digits = "".join(char for char in number if char.isdigit())
    if number.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:+49{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else f"tel:{digits}"
