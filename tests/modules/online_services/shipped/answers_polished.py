"""The polished forms and those that belong to them, filled in right."""

from collections.abc import Mapping
from typing import Any, Final

from tests.modules.online_services.shipped.people import (
    BORN,
    CLOSING,
    DECLARED,
    FIELD,
    FILE,
    HOME,
    ME,
    OTHER,
    PERSON,
    prefixed,
)

TRADE: Final = (
    ME
    | BORN
    | CLOSING
    | {
        "rechtsform": "einzelunternehmen",
        "eingetragen": "nein",
        "oeffentliche_hand": False,
        "weitere_vertretung": False,
        "betriebsart": ["handel"],
        "vollzeit": "0",
        "teilzeit": "1",
        "erlaubnispflichtig": False,
        "niederlassung": "haupt",
        "nebenerwerb": False,
        "betrieb_telefon": "03931 123456",
    }
)
ACCUSED: Final = (
    PERSON
    | BORN
    | CLOSING
    | {"anschrift": HOME, "aussage": "schweigen", "verteidigung": False, "verwarnungsgeld": "nein"}
)

POLISHED: Final[Mapping[str, Mapping[str, Any]]] = {
    "gewerbe-anmelden": TRADE
    | {
        "anlass": "neuerrichtung",
        "beginn": "2026-12-01",
        "betrieb_anschrift": HOME,
        "taetigkeit": "Verkauf von Fahrrädern und Zubehör im Laden",
    },
    "gewerbe-ummelden": TRADE
    | {
        "anlass": ["verlegung"],
        "gueltig_ab": "2026-12-01",
        "alte_anschrift": HOME,
        "neue_anschrift": OTHER,
        "alte_taetigkeit": "Verkauf von Fahrrädern im Laden",
    },
    "gewerbe-abmelden": TRADE
    | {
        "grund": "vollstaendige_aufgabe",
        "ursachen": ["alter"],
        "datum": "2026-11-20",
        "betrieb_anschrift": HOME,
        "taetigkeit": "Verkauf von Fahrrädern im Laden",
        "hat_vollzeit": False,
        "hat_teilzeit": True,
        "teilzeit": "1",
    },
    "ausweis-verloren": ME
    | BORN
    | CLOSING
    | {
        "dokument": "personalausweis",
        "online_funktion_aktiv": "ja",
        "unterschriftszertifikat": False,
        "verlust_art": "verloren",
        "datum_von": "2026-11-23",
        "ausland": False,
        "ort": "Bahnhof Stendal",
        "umstaende": "Beim Umsteigen war die Tasche offen.",
        "polizei_erstattet": False,
        "neuer_ausweis": True,
        "erklaerung": True,
    },
    "ausweis-wiedergefunden": ME
    | DECLARED
    | {"dokument": "personalausweis", "gefunden_am": "2026-11-24", "besitz": "bei_mir"},
    "brauchtumsfeuer": ME
    | CLOSING
    | prefixed("verantwortlich", PERSON | {"anschrift": HOME})
    | {
        "anlass": "oster",
        "datum": "2027-03-27",
        "beginn": "18:00",
        "ende": "23:30",
        "oeffentlich": True,
        "besucher": "150",
        "veranstalter_art": "verein",
        "verein": "Heimatverein Beispiel e. V.",
        "verantwortlich_handy": "0170 1234567",
        "ortschaft": "Lüderitz",
        "feuerplatz": FIELD,
        "grundstueck": "gemeinde",
        "gebaeude_m": "120",
        "wald_m": "300",
        "strasse_m": "80",
        "hoehe_m": "3",
        "material": ["schnitt"],
        "loeschmittel": ["feuerwehr"],
        "tierschutz_umschichten": True,
        "waldbrand": True,
    },
    "hund-anmelden": ME
    | CLOSING
    | {
        "hund_name": "Bello",
        "rasse": "beagle",
        "geschlecht": "ruede",
        "hund_geburtsdatum": "2024-05-01",
        "chip": "276098106234567",
        "gefaehrlich": "nein",
        "haltung_seit": "2026-11-15",
        "herkunft": "tierheim",
        "vorbesitzer_name": "Tierheim Beispiel",
        "weitere_hunde": "0",
        "versicherer": "Versicherung Beispiel",
        "police": "H 12345",
        "versicherung_datei": FILE,
        "ermaessigung": "keine",
        "zahlweise": "jahr",
        "lastschrift": False,
    },
    "hund-abmelden": ME
    | CLOSING
    | {"marke": "1234", "hund_name": "Bello", "anlass": "tod", "datum": "2026-11-20", "beleg": FILE},
    "anhoerung-betroffene": ACCUSED,
    "anhoerung-zeugen": PERSON
    | BORN
    | CLOSING
    | {"anschrift": HOME, "aussage": "ja", "aussage_text": "Das Auto stand dort eine Stunde."},
}
