"""All other shipped forms, filled in right."""

from collections.abc import Mapping
from typing import Any, Final

from tests.modules.online_services.shipped.people import (
    ACCOUNT,
    BORN,
    CLOSING,
    CONTACT,
    DECLARED,
    FIELD,
    FILE,
    HOME,
    ME,
    OTHER,
    PERSON,
    prefixed,
)

APPLICANT: Final = ME | {"antragsteller_art": "person"}
PREPARED: Final = ME | BORN | DECLARED | {"zustaendig": True, "lichtbild": "fotograf", "anlass": "erstausstellung"}
OTHERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "allgemeine-anfrage": ME | CLOSING | {"betreff": "Baum vor dem Haus", "beschreibung": "Wer schneidet den Baum?"},
    "personalausweis-beantragen": PREPARED,
    "reisepass-beantragen": PREPARED,
    "wohnsitz-anmelden": PERSON
    | {"staatsangehoerigkeit": "DE", "familienstand": "ledig"}
    | CONTACT
    | DECLARED
    | {
        "einzug": "2026-11-20",
        "neue_anschrift": HOME,
        "alte_anschrift": OTHER,
        "wohnung": "haupt",
        "wohnungsgeber_name": "Wohnbau Beispiel",
        "wohnungsgeber_anschrift": OTHER,
        "wohnungsgeberbestaetigung": FILE,
    },
    "meldebescheinigung": ME
    | CLOSING
    | {"art": "einfach", "anzahl": "2", "uebergabe": "brief", "gebuehrenbefreiung": "keine"},
    "melderegisterauskunft": ME
    | CLOSING
    | {
        "anfrage_art": "person",
        "gesucht_nachname": "Muster",
        "gesucht_vorname": "Max",
        "gesucht_geburtsdatum": "1970",
        "zweck": "privat",
        "keine_werbung": True,
    },
    "uebermittlungssperre": ME | CLOSING | {"sperre": "uebermittlung", "arten": ["bundeswehr", "parteien"]},
    "fuehrungszeugnis": ME | BORN | DECLARED | {"art": "einfach", "befreiung": "nein"},
    "sepa-lastschriftmandat": ME
    | CLOSING
    | {"vorgang": "erteilen", "kassenzeichen_liste": [{"kassenzeichen": "01.1234.5"}], "konto": ACCOUNT},
    "stundung": ME
    | CLOSING
    | {
        "kassenzeichen": "01.1234.5",
        "betrag": 60000,
        "art": "raten",
        "raten_anzahl": "6",
        "raten_hoehe": 10000,
        "begruendung": "Ich bin seit September arbeitslos.",
        "einkommen_netto": 110000,
        "ausgaben": 90000,
        "belege": FILE,
    },
    "sondernutzung": APPLICANT
    | CLOSING
    | {
        "art": "geruest",
        "von": "2026-12-10",
        "bis": "2026-12-19",
        "platz": FIELD,
        "flaeche_art": ["gehweg"],
        "laenge_m": "20",
        "breite_m": "1.5",
        "restbreite_m": "1.3",
        "verkehr_beeintraechtigt": False,
        "lageplan": FILE,
        "haftpflicht": FILE,
    },
    "verkehrsrechtliche-anordnung": APPLICANT
    | CLOSING
    | {
        "massnahme": "haltverbot",
        "strasse": "Lindenstraße",
        "abschnitt": "vor Hausnummer 8",
        "von": "2026-12-10",
        "bis": "2026-12-10",
        "laenge_m": "15",
        "grund": "Umzug",
        "verantwortlich_name": "Erika Beispiel",
        "verantwortlich_telefon": "0170 1234567",
    },
    "bewohnerparkausweis": ME
    | CLOSING
    | {
        "anlass": "neu",
        "kennzeichen": "SDL-EB 84",
        "halter": "selbst",
        "fahrzeugschein": FILE,
        "laufzeit": "12",
        "stellplatz": False,
        "nur_einer": True,
    },
    "veranstaltung-anzeigen": ME
    | CLOSING
    | {
        "titel": "Dorffest",
        "art": "fest",
        "ort": FIELD,
        "datum": "2026-12-12",
        "beginn": "14:00",
        "ende": "22:00",
        "besucher_max": "300",
        "besucher_gleichzeitig": "150",
        "ordner": "2",
        "sanitaet": "ersthelfer",
        "lageplan": FILE,
        "alkohol": True,
        "jugendschutz": True,
        "speisen": False,
        "musik_live": True,
        "laerm_nach_22": False,
        "zelte_buehnen": False,
        "feuerwerk": False,
        "strassensperrung": False,
    },
    "fundsache": DECLARED
    | {
        "meldung": "fund",
        "kategorie": "schluessel",
        "beschreibung": "Schlüsselbund mit drei Schlüsseln",
        "datum": "2026-11-22",
        "ort": FIELD,
        "verbleib": "bei_mir",
        "anonym": False,
        "vorname": "Erika",
        "nachname": "Beispiel",
    }
    | CONTACT,
    "personenstandsurkunde": ME
    | DECLARED
    | {
        "urkunde": "geburt",
        "register_vorname": "Erika",
        "register_nachname": "Muster",
        "ereignisdatum": "1984-03-12",
        "ereignisort": "Musterau",
        "anzahl": "3",
        "zweck": "heirat",
        "verwandtschaft": "selbst",
        "nachweis": "kopie",
        "ausweiskopie": FILE,
        "andere_anschrift": False,
    },
    "kita-platz": PERSON
    | CONTACT
    | CLOSING
    | prefixed("kind", {"vorname": "Mila", "nachname": "Beispiel", "geburtsdatum": "2025-06-01"})
    | prefixed("zweite", PERSON | {"vorname": "Jan"} | {"anschrift": HOME} | CONTACT)
    | {
        "anschrift": HOME,
        "impfnachweis": True,
        "form_betreuung": "krippe",
        "wunsch": [{"wunsch_kita": "Kita Regenbogen"}],
        "ab": "2027-08-01",
        "stunden": "8",
        "geburtsurkunde": FILE,
        "erwerb": "arbeit",
        "alleinerziehend": False,
        "zweite_erwerb": "arbeit",
        "ermaessigung": False,
        "lastschrift": False,
    },
    "maengel-melden": DECLARED
    | {"kategorie": "laterne", "ort": FIELD, "beschreibung": "Laterne 17 ist dunkel", "dringlich": False},
    "reisekosten": DECLARED
    | {
        "genehmigt": True,
        "anlass": "Fortbildung",
        "ziel": "Magdeburg",
        "beginn_tag": "2026-11-10",
        "beginn_zeit": "07:30",
        "ende_tag": "2026-11-10",
        "ende_zeit": "17:00",
        "ort_beginn": "dienststelle",
        "verkehrsmittel": [{"vm_art": "privat_kfz", "km": "120", "erhebliches_interesse": False}],
        "kostenstelle": "11.1.01",
        "iban": {"iban": ACCOUNT["iban"], "holder": "Erika Beispiel"},
    },
    "urlaubsantrag": {
        "art": "erholung",
        "von": "2026-12-21",
        "bis": "2026-12-23",
        "tage": "3",
        "vertretung": "Jan Muster",
        "vertretung_weiss": True,
    },
    "beschaffung": {
        "betreff": "Bürostühle",
        "positionen": [{"bezeichnung": "Stuhl", "menge": "2", "preis": 24900}],
        "begruendung": "Die alten sind kaputt.",
        "kostenstelle": "11.1.01",
    },
    "it-stoerung": {
        "bereich": "drucker",
        "betreff": "Drucker druckt nicht",
        "beschreibung": "Papierstau wird gemeldet, es ist aber keiner da.",
        "auswirkung": "behindert",
        "raum": "112",
        "telefon": "03931 12345",
    },
}
