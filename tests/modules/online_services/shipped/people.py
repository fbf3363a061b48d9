"""Who fills the examples in, and what they always answer; nobody in it exists."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

TODAY: Final = date(2026, 11, 24)  # a Tuesday
FILE: Final = ["file-1"]
HOME: Final = {
    "country": "DE",
    "street": "Lindenstraße",
    "house_number": "8",
    "postal_code": "39517",
    "city": "Musterau",
}
OTHER: Final = HOME | {"street": "Ringstraße", "house_number": "2 a"}
PERSON: Final = {"vorname": "Erika", "nachname": "Beispiel", "geburtsdatum": "1984-03-12"}
BORN: Final = {"geburtsort": "Stendal", "staatsangehoerigkeit": "DE"}
CONTACT: Final = {"email": "erika@mail.example", "telefon": "03931 123456"}
ME: Final = PERSON | {"anschrift": HOME} | CONTACT
DECLARED: Final = {"datenschutz_gelesen": True, "richtigkeit_versichert": True}
CLOSING: Final = DECLARED | {"zustellung": "portal"}
ACCOUNT: Final = {"iban": "DE02120300000000202051", "holder": "Erika Beispiel", "mandate": True}
FIELD: Final = {"lat": "", "lon": "", "description": "Festwiese hinter der Kirche"}
HEARING: Final = {
    "role": "accused",
    "file_reference": "OWI-2026-00017",
    "offence": "Parken im Haltverbot",
    "offence_at": "Mo, 2. November 2026, 9:20 Uhr",
    "place": "Breite Straße 12",
    "provision": "§ 41 Abs. 1 StVO",
    "plate": "SDL-AB 123",
    "warning_fine_cents": 2500,
    "due_on_text": "8. Dezember 2026",
}
WITNESS: Final = HEARING | {"role": "witness", "warning_fine_cents": None}


def prefixed(prefix: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a block under its prefix."""
    return {f"{prefix}_{name}": value for name, value in answers.items()}
