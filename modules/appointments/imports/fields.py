"""The columns of each kind of file: their German headings, what else people call them, what a template shows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.appointments.imports.errors import UnreadableFileError
from rathaus.files.tables import write_table

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class Kind(StrEnum):
    """What a file holds; the value stands in addresses."""

    APPOINTMENTS = "termine"
    CLOSURES = "schliessungen"
    CONCERNS = "anliegen"


@dataclass(frozen=True, slots=True)
class Field:
    """A column by its heading, other headings that mean it, and an example for the template."""

    heading: str
    others: Sequence[str] = ()
    example: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """The words for a kind and its fields by their key."""

    label: Any
    fields: Mapping[str, Field]


_PLACE: Final = Field("Standort", ("Ort", "Dienststelle", "Amt", "Filiale", "Büro", "Lokation", "Location"), "Rathaus")
_TEAM: Final = Field("Schaltergruppe", ("Gruppe", "Team", "Ressource", "Kalender", "Schalter"), "Bürgerbüro")

KINDS: Final[Mapping[Kind, KindOfFile]] = {
    Kind.APPOINTMENTS: KindOfFile(
        gettext_lazy("Termine"),
        {
            "day": Field("Datum", ("Tag", "Termin", "Termindatum", "Am", "Date"), "24.11.2027", is_required=True),
            "start": Field("Uhrzeit", ("Beginn", "Von", "Zeit", "Start", "Startzeit", "Terminzeit", "Time"), "9:20"),
            "end": Field("Ende", ("Bis", "Endzeit", "End")),
            "minutes": Field("Dauer", ("Minuten", "Dauer in Minuten", "Duration"), "20"),
            "concern": Field(
                "Anliegen",
                ("Dienstleistung", "Leistung", "Terminart", "Betreff", "Service"),
                "Personalausweis beantragen",
                is_required=True,
            ),
            "place": _PLACE,
            "last_name": Field(
                "Nachname", ("Familienname", "Name", "Kunde", "Last name"), "Musterfrau", is_required=True
            ),
            "first_name": Field("Vorname", ("Rufname", "First name"), "Erika"),
            "email": Field("E-Mail", ("Email", "E-Mail-Adresse", "Mail", "Mailadresse"), "erika@post.example"),
            "phone": Field("Telefon", ("Telefonnummer", "Tel", "Mobil", "Handy", "Rufnummer", "Phone"), "03931 123456"),
            "persons": Field("Personen", ("Anzahl", "Personenzahl", "Anzahl Personen"), "1"),
            "note": Field("Notiz", ("Bemerkung", "Hinweis", "Kommentar", "Anmerkung")),
            "state": Field("Stand", ("Status", "Zustand")),
        },
    ),
    Kind.CLOSURES: KindOfFile(
        gettext_lazy("Schließtage"),
        {
            "first": Field("Erster Tag", ("Von", "Datum", "Tag", "Beginn", "Ab"), "27.12.2027", is_required=True),
            "last": Field("Letzter Tag", ("Bis", "Ende", "Bis Datum"), "30.12.2027"),
            "start": Field("Uhrzeit von", ("Von Uhr", "Von Uhrzeit", "Startzeit", "Uhrzeit")),
            "end": Field("Uhrzeit bis", ("Bis Uhr", "Bis Uhrzeit", "Endzeit")),
            "reason": Field("Grund", ("Anlass", "Bezeichnung", "Name", "Bemerkung", "Titel"), "Betriebsruhe"),
            "place": _PLACE,
            "team": _TEAM,
        },
    ),
    Kind.CONCERNS: KindOfFile(
        gettext_lazy("Anliegen"),
        {
            "name": Field(
                "Name",
                ("Anliegen", "Dienstleistung", "Leistung", "Bezeichnung", "Terminart"),
                "Führungszeugnis beantragen",
                is_required=True,
            ),
            "group": Field("Gruppe", ("Kategorie", "Bereich", "Rubrik"), "Bescheinigungen"),
            "minutes": Field("Minuten", ("Dauer", "Dauer in Minuten", "Zeit"), "10", is_required=True),
            "further": Field("Minuten je weitere Person", ("Weitere Minuten", "Je weitere Person"), "5"),
            "persons": Field("Höchstens Personen", ("Personen", "Max Personen", "Maximale Personen"), "1"),
            "description": Field("Beschreibung", ("Erläuterung", "Text"), "Ein Führungszeugnis für private Zwecke."),
            "documents": Field("Mitzubringen", ("Unterlagen", "Dokumente"), "Personalausweis / Geburtsurkunde"),
            "fee": Field("Gebühr", ("Kosten", "Gebühren", "Preis"), "13,00 €"),
            "audience": Field("Wer darf buchen", ("Buchbar", "Sichtbar"), "alle"),
            "place": _PLACE,
            "team": Field("Schaltergruppe", ("Team", "Ressource", "Kalender", "Schalter"), "Bürgerbüro"),
        },
    ),
}  # fmt: skip


def normalise(text: str) -> str:
    """Return letters and digits only, in lower case, umlauts spelt out: "E-Mail" and "email" are one."""
    return re.sub(r"[^a-z0-9]", "", text.casefold().translate(_UMLAUTS))


def columns_in(kind: Kind, headings: Sequence[str]) -> dict[str, int]:
    """Return which column holds each field; the heading of the template wins over what else may mean it.

    Raises UnreadableFileError naming the headings that are missing.
    """
    known = [normalise(heading) for heading in headings]
    found: dict[str, int] = {}
    for wanted in ("heading", "others"):
        for key, field in KINDS[kind].fields.items():
            names = [field.heading] if wanted == "heading" else field.others
            position = next((known.index(name) for name in map(normalise, names) if name in known), None)
            if key not in found and position is not None and position not in found.values():
                found[key] = position
    missing = [field.heading for key, field in KINDS[kind].fields.items() if field.is_required and key not in found]
    if missing:
        sentence = _("In der ersten Zeile fehlt die Überschrift %(names)s. Laden Sie die Vorlage und vergleichen Sie.")
        raise UnreadableFileError(sentence % {"names": ", ".join(f"„{name}“" for name in missing)})
    return found


def template_of(kind: Kind) -> bytes:
    """Return a file with the headings and one example, as German Excel opens it."""
    fields = KINDS[kind].fields.values()
    return write_table([field.heading for field in fields], [[field.example for field in fields]])
