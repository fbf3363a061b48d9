"""Every shipped form filled in right, by its key; nobody in it exists."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from modules.online_services.code_lists import code_list
from modules.online_services.engine.evaluating import evaluate
from modules.online_services.engine.evaluation import Evaluation, FeeTier, Surroundings
from modules.online_services.shipped.loading import shipped_fee_schedules, shipped_services

TODAY: Final = date(2026, 11, 24)  # a Tuesday
FILE: Final = ["file-1"]
UPLOADS: Final = {"file-1": "datei.pdf", "file-2": "zweite.pdf", "file-3": "dritte.pdf"}
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
APPLICANT: Final = ME | {"antragsteller_art": "person"}
PREPARED: Final = ME | BORN | DECLARED | {"zustaendig": True, "lichtbild": "fotograf", "anlass": "erstausstellung"}
ACCUSED: Final = (
    PERSON
    | BORN
    | CLOSING
    | {"anschrift": HOME, "aussage": "schweigen", "verteidigung": False, "verwarnungsgeld": "nein"}
)

RIGHT: Final[Mapping[str, Mapping[str, Any]]] = {
    "allgemeine-anfrage": ME | CLOSING | {"betreff": "Baum vor dem Haus", "beschreibung": "Wer schneidet den Baum?"},
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
    "anhoerung-betroffene": ACCUSED,
    "anhoerung-zeugen": PERSON
    | BORN
    | CLOSING
    | {"anschrift": HOME, "aussage": "ja", "aussage_text": "Das Auto stand dort eine Stunde."},
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
FACTS: Final = {"anhoerung-betroffene": HEARING, "anhoerung-zeugen": WITNESS}


def around(today: date = TODAY, facts: Mapping[str, Any] | None = None) -> Surroundings:
    """Return surroundings with what is shipped and one locality."""
    schedules = {
        one.key: tuple(
            FeeTier(row["cents"], row.get("key", ""), Decimal(row["from"]) if "from" in row else None)
            for row in one.rows
        )
        for one in shipped_fee_schedules()
    }
    lists = {name: code_list(name, "de") for name in ("states", "nationalities", "legal_forms", "dog_breeds")}
    return Surroundings(today, facts or {}, schedules, code_lists=lists | {"localities": {"Lüderitz": "Lüderitz"}})


def filled(
    key: str, *without: str, today: date = TODAY, facts: Mapping[str, Any] | None = None, **changed: Any
) -> Evaluation:
    """Return the form filled in right but for what is changed or left out."""
    form = shipped_services()[key].form
    assert form is not None
    answers = {name: value for name, value in (RIGHT[key] | changed).items() if name not in without}
    return evaluate(form, answers, around(today, FACTS.get(key, {}) | (facts or {})), uploads=UPLOADS)


def said(found: Evaluation) -> dict[str, str]:
    """Return what is wrong by place."""
    return {problem.place: problem.message for problems in found.problems.values() for problem in problems}
