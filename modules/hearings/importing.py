"""The table of files that the specialist procedure exports, read and checked row by row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from modules.hearings.codes import normal_reference
from modules.hearings.models import Role
from rathaus.files.tables import Row, read_table

REQUIRED: Final = ("file_reference", "offence", "due_on")
COLUMNS: Final = {
    "aktenzeichen": "file_reference",
    "empfänger": "recipient",
    "empfaenger": "recipient",
    "rolle": "role",
    "vorwurf": "offence",
    "tatvorwurf": "offence",
    "vorschrift": "provision",
    "vorschriften": "provision",
    "tatzeit": "offence_at",
    "tattag": "offence_at",
    "tatort": "place",
    "kennzeichen": "plate",
    "beweismittel": "evidence_text",
    "verwarnungsgeld": "warning_fine",
    "bußgeld": "fine",
    "bussgeld": "fine",
    "kassenzeichen": "kassenzeichen",
    "auskunft": "contact",
    "frist": "due_on",
}
HEADINGS: Final = (
    "Aktenzeichen",
    "Empfänger",
    "Rolle",
    "Vorwurf",
    "Vorschrift",
    "Tatzeit",
    "Tatort",
    "Kennzeichen",
    "Beweismittel",
    "Verwarnungsgeld",
    "Bußgeld",
    "Kassenzeichen",
    "Auskunft",
    "Frist",
)
_LONGEST: Final = {
    "file_reference": 60,
    "recipient": 20,
    "offence": 4000,
    "provision": 300,
    "place": 200,
    "plate": 20,
    "evidence_text": 500,
    "kassenzeichen": 35,
    "contact": 200,
}
_TEXTS: Final = ("provision", "place", "plate", "evidence_text", "kassenzeichen", "contact")
_ROLES: Final = {
    "": Role.ACCUSED,
    "b": Role.ACCUSED,
    "betroffene": Role.ACCUSED,
    "betroffener": Role.ACCUSED,
    "betroffene person": Role.ACCUSED,
    "z": Role.WITNESS,
    "zeuge": Role.WITNESS,
    "zeugin": Role.WITNESS,
    "zeugin oder zeuge": Role.WITNESS,
}
_LEAST_CENTS: Final = 500  # § 17 (1) and § 56 (1) OWiG
_MOST_WARNING_CENTS: Final = 5_500  # § 56 (1) OWiG
_MOST_CENTS: Final = 100_000_000  # laws go beyond the 1,000 € of § 17 (1) OWiG; this only catches mistyped amounts


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A letter as the table has it."""

    line: int
    file_reference: str
    recipient: str
    role: Role
    offence: str
    due_on: date
    offence_at: datetime | None = None
    warning_fine_cents: int | None = None
    fine_cents: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)  # provision, place, plate, evidence_text, ...

    @property
    def key(self) -> tuple[str, str]:
        """What tells letters apart."""
        return normal_reference(self.file_reference), self.recipient


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a table says: rows that can be taken, and what is wrong with the others."""

    rows: tuple[ImportRow, ...]
    faults: tuple[Fault, ...]


class _RowFaultError(ValueError):
    """Something in a row is wrong; the text says what."""


def read_hearings(data: bytes, *, today: date) -> ReadTable:
    """Return the rows and faults of a CSV; raises UnreadableTableError for a file that is no such table."""
    rows: dict[tuple[str, str], ImportRow] = {}
    faults = []
    for row in read_table(data, columns=COLUMNS, required=REQUIRED):
        try:
            found = _row(row, today)
        except _RowFaultError as error:
            faults.append(Fault(row.line, str(error)))
            continue
        if found.key in rows:
            faults.append(Fault(row.line, _("Aktenzeichen und Empfänger stehen schon in einer anderen Zeile.")))
        rows.setdefault(found.key, found)
    return ReadTable(tuple(rows.values()), tuple(faults))


def _row(row: Row, today: date) -> ImportRow:
    cells = {name: row.cells.get(name, "") for name in dict.fromkeys(COLUMNS.values())}
    for name, longest in _LONGEST.items():
        if len(cells[name]) > longest:
            raise _RowFaultError(_("Ein Text ist zu lang: höchstens %(count)s Zeichen.") % {"count": longest})
    if not normal_reference(cells["file_reference"]):
        raise _RowFaultError(_("Das Aktenzeichen fehlt."))
    if not cells["offence"]:
        raise _RowFaultError(_("Der Vorwurf fehlt."))
    role = _ROLES.get(cells["role"].lower())
    if role is None:
        raise _RowFaultError(_("Die Rolle muss „Betroffene“ oder „Zeuge“ sein."))
    return ImportRow(
        line=row.line,
        file_reference=cells["file_reference"],
        recipient=cells["recipient"],
        role=role,
        offence=cells["offence"],
        due_on=_due_on(cells["due_on"], today),
        offence_at=_moment(cells["offence_at"]),
        warning_fine_cents=_warning_fine(cells, role),
        fine_cents=_fine(cells["fine"], role),
        texts={
            name: cells[name] for name in ("provision", "place", "plate", "evidence_text", "kassenzeichen", "contact")
        },
    )


def _due_on(text: str, today: date) -> date:
    day = _day(text)
    if day is None:
        raise _RowFaultError(_("Die Frist muss ein Datum sein, zum Beispiel 24.11.2026."))
    if day < today:
        raise _RowFaultError(_("Die Frist ist schon vorbei."))
    return day


def _day(text: str) -> date | None:
    for pattern in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _moment(text: str) -> datetime | None:
    """Return day and time in the municipality's zone; a day alone is taken as its first minute."""
    if not text:
        return None
    day, _space, clock = text.replace(",", " ").replace("T", " ").strip().partition(" ")
    found = _day(day)
    hour, _colon, minute = clock.replace("Uhr", "").strip().replace(".", ":").partition(":")
    try:
        wall = time(int(hour or 0), int(minute[:2] or 0))
    except ValueError:
        found = None
    if found is None:
        raise _RowFaultError(_("Die Tatzeit muss Tag und Uhrzeit sein, zum Beispiel 24.11.2026 9:20."))
    return timezone.make_aware(datetime.combine(found, wall))


def _warning_fine(cells: Mapping[str, str], role: Role) -> int | None:
    """Return the amount in cents: 5 to 55 €, and for the person alone who is accused (§ 56 (1) OWiG)."""
    text = cells["warning_fine"]
    if not text:
        return None
    if role == Role.WITNESS:
        raise _RowFaultError(_("Zeuginnen und Zeugen bekommen kein Verwarnungsgeld."))
    if cells["fine"]:
        raise _RowFaultError(_("Verwarnungsgeld und Bußgeld schließen sich aus. Bitte lassen Sie eines davon leer."))
    if not _LEAST_CENTS <= (cents := _cents(text)) <= _MOST_WARNING_CENTS:
        raise _RowFaultError(_("Das Verwarnungsgeld muss zwischen 5 und 55 Euro liegen, zum Beispiel 35,00."))
    return cents


def _fine(text: str, role: Role) -> int | None:
    """Return the fine in cents that may follow, from 5 € on and for the person alone who is accused (§ 17 (1) OWiG)."""
    if not text:
        return None
    if role == Role.WITNESS:
        raise _RowFaultError(_("Zeuginnen und Zeugen bekommen kein Bußgeld."))
    if not _LEAST_CENTS <= (cents := _cents(text)) <= _MOST_CENTS:
        raise _RowFaultError(_("Das Bußgeld muss mindestens 5 Euro sein, zum Beispiel 320,00."))
    return cents


def _cents(text: str) -> int:
    """Return an amount in cents, 0 for what is none; a point before three digits parts thousands."""
    plain = text.replace("€", "").replace("EUR", "").strip()
    plain = re.sub(r"\.(?=\d{3}(\D|$))", "", plain).replace(",", ".")
    try:
        amount = Decimal(plain)
        return int(amount * 100) if amount.is_finite() else 0
    except (InvalidOperation, OverflowError):
        return 0
