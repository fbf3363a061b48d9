"""Every field of the list of services is in its form; `!` says that it has to be answered."""

from typing import Final

import pytest

from modules.online_services.engine.walking import located_items
from modules.online_services.shipped.loading import shipped_services

PERSON: Final = "anrede vorname! nachname! geburtsname geburtsdatum geburtsort staatsangehoerigkeit"
SHORT: Final = "anrede vorname! nachname! geburtsdatum"
ME: Final = "anschrift! email!"
CLOSING: Final = "datenschutz_gelesen! richtigkeit_versichert! zustellung!"
DECLARED: Final = "datenschutz_gelesen! richtigkeit_versichert!"
ACCOUNT: Final = "konto! bic"
REGISTER: Final = (
    "rechtsform! eingetragen! registerart! registergericht! registernummer! register_ort oeffentliche_hand!"
)
PERMIT: Final = "at_vorhanden! at_ausgestellt_am! at_behoerde! at_auflagen"
TRADE: Final = (
    f"{PERSON} {ME} {REGISTER} {PERMIT} {CLOSING} telefon! weitere_vertretung! eingetragener_name!"
    " geschaeftsbezeichnung"
    " ausweiskopie registerauszug! niederlassung! nebenerwerb! betriebsart vollzeit! teilzeit! in_vertretung"
    " vollmacht!"
)
CRAFT: Final = (
    "handwerkskarte_nr! handwerkskarte_vom! handwerkskammer! erlaubnispflichtig! erlaubnis_behoerde!"
    " erlaubnis_datum! erlaubnis_datei! weitere_taetigkeit! web betrieb_telefon!"
)
PREPARED: Final = (
    f"{PERSON} {ME} {DECLARED} groesse augenfarbe anlass! dokument_nr gueltig_bis lichtbild! sorge_nachname!"
    " sorge_einverstaendnis!"
)
LISTED: Final = {
    "allgemeine-anfrage": f"betreff! beschreibung! unterlagen {SHORT.replace('geburtsdatum', '')} {ME} {CLOSING}",
    "gewerbe-anmelden": f"{TRADE} {CRAFT} anlass! uebernahme_art! beginn! betrieb_anschrift! hauptniederlassung!"
    " fruehere_betriebsstaette! taetigkeit!",
    "gewerbe-ummelden": f"{TRADE} {CRAFT} anlass! gueltig_ab! alte_anschrift! neue_anschrift! alte_taetigkeit!"
    " neue_taetigkeit!",
    "gewerbe-abmelden": f"{TRADE} grund! ursachen! datum! taetigkeit! hat_vollzeit! hat_teilzeit!",
    "ausweis-verloren": f"{PERSON} {ME} {CLOSING} dokument! ausweisnummer verlust_art! datum_von! datum_bis"
    " ort! umstaende!"
    " ausland! staat! polizei_erstattet! dienststelle! vorgangsnr online_funktion_aktiv! unterschriftszertifikat"
    " neuer_ausweis! erklaerung! telefon!",
    "personalausweis-beantragen": f"{PREPARED} direktversand",
    "reisepass-beantragen": f"{PREPARED} express",
    "wohnsitz-anmelden": f"{PERSON} {DECLARED} einzug! neue_anschrift! alte_anschrift! familienstand! mit_nachname!"
    " mit_familienstand! wohnungsgeber_name! wohnungsgeber_anschrift! wohnungsgeberbestaetigung! wohnung!",
    "meldebescheinigung": f"{PERSON} {ME} {CLOSING} art! zusatzdaten! zweck anzahl! uebergabe! gebuehrenbefreiung!"
    " befreiung_nachweis!",
    "melderegisterauskunft": f"firma! vorname! nachname! {ME} {CLOSING} gesucht_nachname! gesucht_vorname!"
    " gesucht_geburtsdatum gesucht_anschrift zweck! keine_werbung! aktenzeichen",
    "uebermittlungssperre": f"{PERSON} {ME} {CLOSING} arten! begruendung! belege",
    "fuehrungszeugnis": f"{PERSON} {ME} {DECLARED} art! aufforderung! befreiung_nachweis!",
    "hund-anmelden": f"{PERSON} {ME} {CLOSING} {ACCOUNT} hund_name! rufname rasse! rasse_teil! geschlecht!"
    " hund_geburtsdatum! farbe chip gefaehrlich! haltung_seit! herkunft! vorbesitzer_name! vorbesitzer_anschrift"
    " zuzug_von weitere_hunde! versicherer! police! versicherung_datei! ermaessigung! ermaessigung_nachweis!"
    " zahlweise!",
    "hund-abmelden": f"{SHORT} {ME} {CLOSING} marke! anlass! datum! neuer_halter_name! neuer_halter_anschrift! beleg",
    "sepa-lastschriftmandat": f"{SHORT.replace('geburtsdatum', '')} {CLOSING} {ACCOUNT} kassenzeichen! abgabeart ab",
    "stundung": f"{SHORT} {ME} {CLOSING} kassenzeichen! betrag! faellig_am art! raten_anzahl! raten_hoehe!"
    " begruendung!"
    " einkommen_netto! vermoegen belege! sicherheit",
    "brauchtumsfeuer": f"{SHORT} {ME} {CLOSING} verein! verantwortlich_vorname! verantwortlich_nachname!"
    " verantwortlich_geburtsdatum! verantwortlich_handy! aufsicht_name! anlass! datum! beginn! ende!"
    " feuerplatz! flurstueck"
    " eigentuemer_einverstanden! eigentuemer_erklaerung! gebaeude_m! wald_m! strasse_m! leitung_m hoehe_m!"
    " durchmesser_m"
    " material! menge_m3 loeschmittel! feuerwehr_informiert besucher! tierschutz_umschichten! oeffentlich!",
    "sondernutzung": f"{ME} {CLOSING} firma! art! platz! flaeche_m2 flaeche_art! restbreite_m! von! bis! lageplan!"
    " haftpflicht verkehr_beeintraechtigt!",
    "verkehrsrechtliche-anordnung": f"{ME} {CLOSING} strasse! abschnitt! von! bis! massnahme! ausfuehrende_firma"
    " verantwortlich_telefon! verkehrszeichenplan umleitung! zustimmung_stelle! laenge_m! seite lkw",
    "bewohnerparkausweis": f"{SHORT} {ME} {CLOSING} kennzeichen! halter! fahrzeugschein! anlass! laufzeit! nur_einer!",
    "veranstaltung-anzeigen": f"{SHORT} {ME} {CLOSING} titel! art! ort! aufbau datum! beginn! besucher_max!"
    " besucher_gleichzeitig! alkohol! speisen! musik_live! laerm_nach_22! zelte_buehnen! feuerwerk! ordner! sanitaet!"
    " toiletten strassensperrung! jugendschutz! sicherheitskonzept!",
    "anhoerung-betroffene": f"{CLOSING} nachname! vorname! geburtsname geburtsdatum! geburtsort! anschrift!"
    " staatsangehoerigkeit! beruf einkommen fahrer_name aussage! aussage_text belege verwarnungsgeld!"
    " akteneinsicht vollmacht!",
    "anhoerung-zeugen": f"{CLOSING} nachname! vorname! geburtsdatum! geburtsort! anschrift! aussage!"
    " aussage_text! fahrer_name"
    " belege",
    "fundsache": "meldung! kategorie! beschreibung! marke farbe datum! ort! oepnv fotos anonym eigentumserwerb"
    " finderlohn"
    f" email! telefon {DECLARED}",
    "personenstandsurkunde": f"{SHORT.replace('geburtsdatum', '')} {ME} {DECLARED} urkunde! registernr"
    " register_nachname!"
    " ereignisdatum! ereignisort! verwandtschaft! nachweis_verwandtschaft! anzahl! international zweck!"
    " versand_anschrift!",
    "kita-platz": f"kind_vorname! kind_nachname! kind_geburtsdatum! geschwister_name! wunsch_kita! ab! stunden!"
    f" {CLOSING}"
    " vorname! nachname! email! erwerb! zweite_nachname! zweite_email! zweite_erwerb! sprache foerderbedarf"
    " impfnachweis!"
    f" {ACCOUNT} leistungsart! bescheid!",
    "maengel-melden": f"kategorie! ort! beschreibung! fotos dringlich! email telefon {DECLARED}",
    "reisekosten": f"{DECLARED} antrag_nr genehmigt! anlass! ziel! beginn_tag! beginn_zeit! ende_tag!"
    " ende_zeit! ort_beginn!"
    " vm_art! km! vm_betrag! triftiger_grund erhebliches_interesse! mitfahrer mahlzeiten un_betrag!"
    " fruehstueck! nk_art!"
    " nk_betrag! nk_beleg erstattung_dritter kostenstelle! iban!",
}


@pytest.mark.parametrize("key", sorted(LISTED))
def test_every_field_of_the_list_is_asked(key: str) -> None:
    form = shipped_services()[key].form
    assert form is not None
    items = {one.item.id: one.item for one in located_items(form)}
    wanted = LISTED[key].split()
    assert [name for name in wanted if name.rstrip("!") not in items] == []
    required = [name.rstrip("!") for name in wanted if name.endswith("!")]
    assert [name for name in required if not getattr(items[name], "required", False)] == []


def test_all_services_of_the_list_ship() -> None:
    further = {"anhoerung", "ausweis-wiedergefunden", "urlaubsantrag", "beschaffung", "it-stoerung"}
    assert set(shipped_services()) == set(LISTED) | further
