"""Texts, addresses of mail, and signs with rules of their own."""

import re
from functools import lru_cache
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.online_services.engine.identifiers import is_chip_number, is_phone, is_plate, is_tax_id
from modules.online_services.engine.validators.asked import Asked

_check_email: Final = EmailValidator()


def check_text(asked: Asked) -> str:
    """One line, with length and pattern."""
    if found := check_long_text(asked):
        return found
    pattern = compiled(asked.field.pattern) if asked.field.pattern else None
    if pattern is None or pattern.fullmatch(asked.answer):
        return ""
    return str(asked.field.pattern_message) or _("Bitte prüfen Sie Ihre Angabe bei „%(label)s“.") % asked.words


def check_long_text(asked: Asked) -> str:
    """Several lines, with length."""
    if not isinstance(asked.answer, str):
        return _("Bitte prüfen Sie Ihre Angabe bei „%(label)s“.") % asked.words
    length, least, most = len(asked.answer.replace("\n", "")), asked.field.min_length, asked.field.max_length
    if length < least:
        return too_short(asked, least)
    return too_long(asked, most) if len(asked.answer) > most else ""


def check_email(asked: Asked) -> str:
    """An address with @ and a domain."""
    try:
        _check_email(str(asked.answer))
    except ValidationError:
        example = "name@beispiel.de"
        text = _("Bitte geben Sie bei „%(label)s“ eine vollständige E-Mail-Adresse ein, zum Beispiel %(example)s.")
        return text % {**asked.words, "example": example}
    return "" if len(str(asked.answer)) <= 254 else too_long(asked, 254)


def check_phone(asked: Asked) -> str:
    """A number with area code."""
    if isinstance(asked.answer, str) and is_phone(asked.answer):
        return ""
    text = _("Bitte geben Sie bei „%(label)s“ eine Nummer mit Vorwahl ein, zum Beispiel 03931 123456.")
    return text % asked.words


def check_plate(asked: Asked) -> str:
    """A German licence plate."""
    if isinstance(asked.answer, str) and is_plate(asked.answer):
        return ""
    text = _("Bitte geben Sie bei „%(label)s“ das Kennzeichen mit Bindestrich ein, zum Beispiel SDL-AB 123.")
    return text % asked.words


def check_file_reference(asked: Asked) -> str:
    """A reference from a letter; every authority has its own signs."""
    if not isinstance(asked.answer, str):
        return _("Bitte prüfen Sie Ihre Angabe bei „%(label)s“.") % asked.words
    return too_long(asked, asked.field.max_length) if len(asked.answer) > asked.field.max_length else ""


def check_tax_id(asked: Asked) -> str:
    """Eleven digits, the last one checks the others."""
    if isinstance(asked.answer, str) and is_tax_id(asked.answer):
        return ""
    text = _("Bitte prüfen Sie „%(label)s“: Die Steuer-Identifikationsnummer hat 11 Ziffern. Eine davon stimmt nicht.")
    return text % asked.words


def check_chip_number(asked: Asked) -> str:
    """Fifteen digits that begin with a country or a maker."""
    if isinstance(asked.answer, str) and is_chip_number(asked.answer):
        return ""
    if isinstance(asked.answer, str) and len(asked.answer) == 15 and asked.answer.isdecimal():
        text = _("Bitte prüfen Sie „%(label)s“: Eine Chipnummer beginnt zum Beispiel mit 276 oder 981.")
        return text % asked.words
    text = _("Bitte geben Sie bei „%(label)s“ alle 15 Ziffern ein. Sie stehen im Heimtierausweis.")
    return text % asked.words


def too_short(asked: Asked, least: int) -> str:
    """Return what to say of a text that is too short."""
    text = ngettext(
        "Bitte geben Sie bei „%(label)s“ mindestens %(count)s Zeichen ein.",
        "Bitte geben Sie bei „%(label)s“ mindestens %(count)s Zeichen ein.",
        least,
    )
    return text % {**asked.words, "count": least}


def too_long(asked: Asked, most: int) -> str:
    """Return what to say of a text that is too long."""
    text = ngettext(
        "Bitte kürzen Sie „%(label)s“ auf höchstens %(count)s Zeichen.",
        "Bitte kürzen Sie „%(label)s“ auf höchstens %(count)s Zeichen.",
        most,
    )
    return text % {**asked.words, "count": most}


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Return the pattern; None for one that cannot be read, which `check_definition` refuses."""
    try:
        return re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
