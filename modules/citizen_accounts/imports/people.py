"""One row of a file as a person whom we could invite, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from modules.citizen_accounts.ages import today
from rathaus.accounts.models import clean_address

_DATE_FORMATS: Final = ("%d.%m.%Y", "%Y-%m-%d")
_REQUIRED: Final = ("first_name", "last_name")
_TEXTS: Final = {  # with what people call it, and how long it may be
    "first_name": ("Vorname", 100),
    "last_name": ("Nachname", 100),
    "street": ("Straße", 120),
    "postal_code": ("Postleitzahl", 5),
    "city": ("Ort", 100),
    "phone": ("Telefon", 40),
}


@dataclass(slots=True)
class PersonRow:
    """A row: what it says, or the sentences about what is wrong."""

    line: int
    email: str = ""
    values: dict[str, str] = field(default_factory=dict)
    birth_date: date | None = None
    locality_id: UUID | None = None
    language: str = settings.LANGUAGE_CODE
    problems: list[str] = field(default_factory=list)


def read_person(line: int, cells: Mapping[str, str], localities: Mapping[str, UUID]) -> PersonRow:
    """Return the row with everything that is wrong in it, so that one look at the report is enough."""
    row = PersonRow(line, email=clean_address(cells.get("email", "")))
    row.values = {name: cells.get(name, "") for name in _TEXTS}
    _check_address(row)
    _check_texts(row)
    row.birth_date = _birth_date(row, cells.get("birth_date", ""))
    row.locality_id = _locality(row, cells.get("locality", ""), localities)
    language = cells.get("language", "").lower()
    row.language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return row


def _check_address(row: PersonRow) -> None:
    try:
        validate_email(row.email)
    except ValidationError:
        shown = row.email or _("leer")
        row.problems.append(_("Die E-Mail-Adresse ist nicht vollständig: %(email)s.") % {"email": shown})


def _check_texts(row: PersonRow) -> None:
    for name, (label, limit) in _TEXTS.items():
        if len(row.values[name]) > limit:
            text = _("„%(name)s“ hat mehr als %(limit)s Zeichen.")
            row.problems.append(text % {"name": label, "limit": limit})
        if name in _REQUIRED and not row.values[name]:
            row.problems.append(_("„%(name)s“ fehlt.") % {"name": label})


def _birth_date(row: PersonRow, text: str) -> date | None:
    if not text:
        return None
    for shape in _DATE_FORMATS:
        try:
            born = datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if date(1900, 1, 1) <= born <= today():
            return born
    row.problems.append(_("Das Geburtsdatum ist kein Tag in der Vergangenheit: %(text)s.") % {"text": text[:20]})
    return None


def _locality(row: PersonRow, text: str, localities: Mapping[str, UUID]) -> UUID | None:
    if not text:
        return None
    if text.lower() not in localities:
        row.problems.append(_("Die Ortschaft gibt es hier nicht: %(text)s.") % {"text": text[:60]})
    return localities.get(text.lower())
