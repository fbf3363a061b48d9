"""What is wrong or missing in a shipped form is said at its place."""

from typing import Any

import pytest

from modules.online_services.engine.definition import Group
from modules.online_services.engine.walking import located_items
from modules.online_services.shipped.loading import shipped_services
from tests.modules.online_services.shipped.filled import RIGHT, filled, said
from tests.modules.online_services.shipped.people import FILE, HOME

FORMS = sorted(RIGHT)


@pytest.mark.parametrize("key", FORMS)
def test_each_answer_that_is_required_is_missed_at_its_place(key: str) -> None:
    right = filled(key)
    for place in sorted(right.required & set(RIGHT[key])):
        assert place in said(filled(key, place)), place


@pytest.mark.parametrize("key", FORMS)
def test_an_empty_form_cannot_be_sent(key: str) -> None:
    assert not filled(key, *RIGHT[key]).is_complete


@pytest.mark.parametrize("key", FORMS)
def test_every_answer_of_the_wrong_kind_is_refused(key: str) -> None:
    form = shipped_services()[key].form
    assert form is not None
    kinds = {item.id: item.type for item in (one.item for one in located_items(form)) if not isinstance(item, Group)}
    wrong = [name for name in RIGHT[key] if kinds.get(name) in {"email", "phone", "date", "number", "choice"}]
    shown = [name for name in wrong if name in filled(key).shown]
    assert [name for name in shown if name not in said(filled(key, **{name: "!?"}))] == []


@pytest.mark.parametrize(
    ("key", "changed", "place", "words"),
    [
        ("allgemeine-anfrage", {"beschreibung": "Kurz"}, "beschreibung", "10"),
        ("allgemeine-anfrage", {"email": "erika@"}, "email", "E-Mail"),
        ("allgemeine-anfrage", {"in_vertretung": True}, "vollmacht", "Datei"),
        ("gewerbe-anmelden", {"taetigkeit": "Handel"}, "taetigkeit", "20"),
        ("gewerbe-anmelden", {"beginn": "2027-06-01"}, "beginn", "sechs Monate"),
        ("gewerbe-anmelden", {"rechtsform": "gmbh"}, "eingetragen", "Register"),
        ("gewerbe-anmelden", {"rechtsform": "gmbh", "eingetragen": "ja"}, "registernummer", "Nummer"),
        ("gewerbe-anmelden", {"eingetragen": "ja"}, "registerauszug", "Datei"),
        ("gewerbe-anmelden", {"staatsangehoerigkeit": "CL"}, "at_vorhanden", "Aufenthaltstitel"),
        ("gewerbe-anmelden", {"staatsangehoerigkeit": "CL", "at_vorhanden": True}, "at_kopie", "Datei"),
        ("gewerbe-anmelden", {"niederlassung": "zweig"}, "hauptniederlassung", "Hauptniederlassung"),
        ("gewerbe-anmelden", {"anlass": "zuzug"}, "fruehere_betriebsstaette", "Betriebsstätte"),
        ("gewerbe-anmelden", {"anlass": "uebernahme"}, "uebernahme_art", "übernehmen"),
        ("gewerbe-anmelden", {"betriebsart": ["handwerk"]}, "handwerkskarte_noetig", "zulassungspflichtig"),
        ("gewerbe-anmelden", {"betriebsart": ["handwerk"], "handwerkskarte_noetig": True}, "handwerkskarte", "Datei"),
        ("gewerbe-anmelden", {"erlaubnispflichtig": True}, "erlaubnis_vorhanden", "Haben"),
        ("gewerbe-anmelden", {"weitere_vertretung": True}, "vertretung/0/vertretung_nachname", "Nachname"),
        ("gewerbe-anmelden", {"geburtsdatum": "2010-01-01"}, "geburtsdatum", "Familiengericht"),
        ("gewerbe-anmelden", {"vollzeit": "-1"}, "vollzeit", "0"),
        ("gewerbe-ummelden", {"neue_anschrift": HOME}, "neue_anschrift", "dieselbe"),
        ("gewerbe-ummelden", {"anlass": ["taetigkeit_gewechselt"]}, "neue_taetigkeit", "Tätigkeit"),
        ("gewerbe-abmelden", {"datum": "2026-10-26"}, "datum", "vier Wochen"),
        ("gewerbe-abmelden", {"hat_vollzeit": True, "vollzeit": ""}, "vollzeit", "Vollzeit"),
        ("ausweis-verloren", {"ausland": True}, "staat", "Staat"),
        ("ausweis-verloren", {"ausland": True, "staat": "DE"}, "staat", "oben"),
        ("ausweis-verloren", {"ausweisnummer": "123"}, "ausweisnummer", "neun Zeichen"),
        ("ausweis-verloren", {"datum_von": "2026-11-25"}, "datum_von", "Wann"),
        ("ausweis-verloren", {"datum_bis": "2026-11-22"}, "datum_bis", "bemerkt"),
        ("ausweis-verloren", {"polizei_erstattet": True}, "dienststelle", "Dienststelle"),
        ("ausweis-verloren", {"erklaerung": False}, "erklaerung", "wahr"),
        ("personalausweis-beantragen", {"geburtsdatum": "2015-01-01"}, "alleinsorge", "Sorgerecht"),
        (
            "personalausweis-beantragen",
            {"geburtsdatum": "2015-01-01", "alleinsorge": False},
            "sorgeberechtigte/1/sorge_einverstaendnis",
            "Datei",
        ),
        ("reisepass-beantragen", {"geburtsdatum": "2009-01-01"}, "alleinsorge", "Sorgerecht"),
        ("wohnsitz-anmelden", {"einzug": "2026-11-25"}, "einzug", "Einzug"),
        ("meldebescheinigung", {"anzahl": "6"}, "anzahl", "5"),
        ("meldebescheinigung", {"art": "erweitert"}, "zusatzdaten", "etwas"),
        ("meldebescheinigung", {"gebuehrenbefreiung": "rente"}, "befreiung_nachweis", "Datei"),
        ("melderegisterauskunft", {"gesucht_geburtsdatum": ""}, "gesucht_nachname", "frühere Anschrift"),
        ("melderegisterauskunft", {"zweck": "gewerblich"}, "gewerblicher_zweck", "Zweck"),
        ("uebermittlungssperre", {"sperre": "auskunft"}, "begruendung", "Gefahr"),
        ("fuehrungszeugnis", {"art": "erweitert"}, "aufforderung", "Datei"),
        ("fuehrungszeugnis", {"geburtsdatum": "2013-01-01"}, "geburtsdatum", "14"),
        ("hund-anmelden", {"chip": "12345"}, "chip", "15"),
        ("hund-anmelden", {"chip": ""}, "chip", "Chipnummer"),
        ("hund-anmelden", {"haltung_seit": "2024-04-30"}, "haltung_seit", "Geburt"),
        ("hund-anmelden", {"rasse": "pitbull"}, "gefaehrlich", "Liste"),
        ("hund-anmelden", {"rasse": "mischling"}, "rassen/0/rasse_teil", "Rasse"),
        ("hund-anmelden", {"rasse": "mischling", "rassen": [{"rasse_teil": "bullterrier"}]}, "gefaehrlich", "Liste"),
        ("hund-anmelden", {"gefaehrlich": "widerlegt"}, "wesenstest", "Datei"),
        ("hund-anmelden", {"lastschrift": True}, "konto", "Konto"),
        ("hund-anmelden", {"ermaessigung": "sozial"}, "ermaessigung_nachweis", "Datei"),
        ("hund-anmelden", {"weitere_hunde": "-1"}, "weitere_hunde", "0"),
        ("hund-abmelden", {"anlass": "abgabe"}, "neuer_halter_name", "Name"),
        ("hund-abmelden", {"beleg": []}, "beleg", "Datei"),
        ("sepa-lastschriftmandat", {"konto": {"iban": "DE0212030000000020205", "holder": "E"}}, "konto", "IBAN"),
        ("sepa-lastschriftmandat", {"kassenzeichen_liste": []}, "kassenzeichen_liste/0/kassenzeichen", "Kassenzeichen"),
        ("stundung", {"raten_anzahl": "5"}, "raten_hoehe", "weniger"),
        ("stundung", {"belege": []}, "belege", "Datei"),
        ("brauchtumsfeuer", {"grundstueck": "fremd"}, "eigentuemer_erklaerung", "Datei"),
        (
            "brauchtumsfeuer",
            {
                "grundstueck": "fremd",
                "eigentuemer_name": "Muster",
                "eigentuemer_einverstanden": False,
                "eigentuemer_erklaerung": FILE,
            },
            "eigentuemer_einverstanden",
            "Einverständnis",
        ),
        ("brauchtumsfeuer", {"ende": "17:00"}, "ende", "vor dem Beginn"),
        ("brauchtumsfeuer", {"verantwortlich_geburtsdatum": "2009-03-28"}, "verantwortlich_geburtsdatum", "18 Jahre"),
        ("brauchtumsfeuer", {"loeschmittel": []}, "loeschmittel", "etwas"),
        ("brauchtumsfeuer", {"hoehe_m": "12"}, "hoehe_m", "10"),
        ("brauchtumsfeuer", {"anlass": "sonst"}, "anlass_anderer", "Brauch"),
        ("sondernutzung", {"bis": "2026-12-09"}, "bis", "vor dem Beginn"),
        ("sondernutzung", {"von": "2026-12-07"}, "von", "zwei Wochen"),
        ("sondernutzung", {"restbreite_m": "1.2"}, "restbreite_m", "1,30"),
        ("verkehrsrechtliche-anordnung", {"massnahme": "vollsperrung"}, "umleitung", "Umleitung"),
        ("verkehrsrechtliche-anordnung", {"massnahme": "gehweg"}, "verkehrszeichenplan", "Datei"),
        ("bewohnerparkausweis", {"halter": "firma"}, "bestaetigung", "Datei"),
        ("bewohnerparkausweis", {"stellplatz": True}, "stellplatz", "Stellplatz"),
        ("bewohnerparkausweis", {"kennzeichen": "1234567"}, "kennzeichen", "Kennzeichen"),
        ("veranstaltung-anzeigen", {"datum": "2026-12-07"}, "datum", "zwei Wochen"),
        (
            "veranstaltung-anzeigen",
            {"besucher_gleichzeitig": "1000", "besucher_max": "1500", "versicherung": FILE},
            "sicherheitskonzept",
            "Datei",
        ),
        ("veranstaltung-anzeigen", {"besucher_gleichzeitig": "301"}, "besucher_gleichzeitig", "insgesamt"),
        ("veranstaltung-anzeigen", {"jugendschutz": False}, "jugendschutz", "Jugendschutz"),
        ("anhoerung-betroffene", {"aussage": "bestreiten", "verwarnungsgeld": "ja"}, "verwarnungsgeld", "bestreiten"),
        ("anhoerung-betroffene", {"geburtsdatum": "2013-01-01"}, "geburtsdatum", "14"),
        ("anhoerung-betroffene", {"verteidigung": True}, "vollmacht", "Datei"),
        ("anhoerung-zeugen", {"aussage_text": ""}, "aussage_text", "gesehen"),
        ("fundsache", {"datum": "2026-11-25"}, "datum", "Wann"),
        ("fundsache", {"nachname": ""}, "nachname", "Nachname"),
        ("personenstandsurkunde", {"verwandtschaft": "kind"}, "nachweis_verwandtschaft", "Datei"),
        ("personenstandsurkunde", {"urkunde": "ehe"}, "zweite_person", "zweiten"),
        ("personenstandsurkunde", {"anzahl": "0"}, "anzahl", "1"),
        ("kita-platz", {"zweite_nachname": ""}, "zweite_nachname", "Nachname"),
        ("kita-platz", {"stunden": "11"}, "stunden", "10"),
        ("kita-platz", {"stunden": "9"}, "arbeitsnachweis", "Datei"),
        ("kita-platz", {"ab": "2028-08-01"}, "form_betreuung", "drei Jahren"),
        ("maengel-melden", {"ort": {"lat": "", "lon": "", "description": ""}}, "ort", "Wo"),
        ("reisekosten", {"genehmigt": False}, "genehmigt", "Genehmigung"),
        ("reisekosten", {"ende_zeit": "07:00"}, "ende_zeit", "vor dem Beginn"),
        ("reisekosten", {"beginn_tag": "2026-05-20", "ende_tag": "2026-05-20"}, "ende_tag", "sechs Monate"),
        (
            "reisekosten",
            {"verkehrsmittel": [{"vm_art": "taxi", "vm_betrag": 2000}]},
            "verkehrsmittel/0/triftiger_grund",
            "Grund",
        ),
        ("urlaubsantrag", {"tage": "4"}, "tage", "Tage"),
        ("urlaubsantrag", {"bis": "2026-12-20"}, "bis", "vor dem ersten"),
        (
            "beschaffung",
            {"positionen": [{"bezeichnung": "Tisch", "menge": "3", "preis": 40000}], "angebote": FILE},
            "angebote",
            "drei Angebote",
        ),
        ("it-stoerung", {"bereich": "programm"}, "programm", "Programm"),
    ],
)
def test_a_wrong_answer_is_told_where_it_stands(key: str, changed: dict[str, Any], place: str, words: str) -> None:
    wrong = said(filled(key, **changed))
    assert words in wrong[place]
