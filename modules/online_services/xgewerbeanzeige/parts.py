"""The parts of a message: the authority, the business with its people, what it does."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from modules.online_services.xgewerbeanzeige.codes import (
    ESTABLISHMENTS,
    LEGAL_FORMS,
    NATIONALITIES,
    NATIONS,
    REGISTERS,
    SEXES,
)
from modules.online_services.xgewerbeanzeige.tree import add, add_code, add_known

if TYPE_CHECKING:
    from modules.online_services.xgewerbeanzeige.message import Office

Answers = Mapping[str, Any]
_MAIL, _PHONE = "01", "02"
_SORTS: Final = ("industrie", "handwerk", "handel", "sonstiges")
_FUNCTIONS: Final = {"gewerbetreibend": "1"}
_AGS_LIST: Final = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:ags"


def add_office(parent: Any, office: "Office") -> None:
    """Add which authority it is and how it is reached."""
    identity = add(parent, "behoerdenkennung")
    add_code(identity, "praefix", "MELDID")
    add_code(identity, "kennung", office.ags, listURI=_AGS_LIST)
    _add_ways(parent, office.email, office.phone)
    street, _space, number = office.street.rpartition(" ")
    address = add(parent, "anschrift")
    add(address, "strasse", street or number)
    add(address, "hausNr", number if street else "")
    add(address, "ort", office.city)
    add(address, "plz", office.postal_code)
    add(parent, "behoerdenname", office.name)


def add_business(parent: Any, answers: Answers) -> None:
    """Add the business: register, staff, kind, place, and the people it belongs to."""
    _add_company(add(parent, "betrieb"), answers)
    add(parent, "anzahlVollzeitBeschaeftigte", answers.get("vollzeit") or 0)
    add(parent, "anzahlTeilzeitBeschaeftigte", answers.get("teilzeit") or 0)
    sorts, chosen = add(parent, "betriebArt"), answers.get("betriebsart") or ()
    for sort in _SORTS:
        add_code(sorts, sort, _yes(sort in chosen))
    place = answers.get("niederlassung")
    add_known(parent, "niederlassungArt", ESTABLISHMENTS, None if place == "reisegewerbe" else place)
    add_code(parent, "istReisegewerbe", _yes(place == "reisegewerbe"))
    add_code(parent, "istNebenerwerb", _yes(answers.get("nebenerwerb")))
    _add_craft_card(parent, answers)
    _add_address(parent, answers.get("betrieb_anschrift") or answers.get("neue_anschrift"))
    _add_person(parent, answers, "")
    for further in answers.get("vertretung") or ():
        _add_person(parent, further, "vertretung_")


def add_activities(parent: Any, answers: Answers) -> None:
    """Add what the business does, the main activity first."""
    whole = add(parent, "taetigkeitenGesamt")
    main = answers.get("taetigkeit") or answers.get("neue_taetigkeit") or answers.get("alte_taetigkeit") or ""
    add(add(whole, "schwerpunkt"), "taetigkeitSchwerpunkt", main)
    rows: Sequence[Answers] = answers.get("weitere_taetigkeiten") or ()
    if further := "|".join(str(row.get("weitere_taetigkeit", "")) for row in rows if row.get("weitere_taetigkeit")):
        add(add(whole, "weitereTaetigkeiten"), "taetigkeitenZusammengefasst", further)


def _add_company(business: Any, answers: Answers) -> None:
    add(business, "ID", "1")
    add(business, "eingetragenerName", answers.get("eingetragener_name", ""))
    add(business, "geschaeftsbezeichnung", answers.get("geschaeftsbezeichnung", ""))
    add(business, "eintragungNr", answers.get("registernummer", ""))
    add(business, "eintragungOrt", answers.get("register_ort", ""))
    add_known(business, "eintragungArt", REGISTERS, answers.get("registerart"))
    add_known(business, "rechtsformSchluessel", LEGAL_FORMS, answers.get("rechtsform"))


def _add_craft_card(parent: Any, answers: Answers) -> None:
    if not answers.get("handwerkskarte_noetig"):
        return
    card = add(parent, "handwerkskarte")
    add_code(card, "status", _yes(answers.get("handwerkskarte_vom")))
    add(card, "ausgestelltAm", answers.get("handwerkskarte_vom", ""))
    add(card, "ausgestelltVonOrt", answers.get("handwerkskammer", ""))


def _add_person(parent: Any, answers: Answers, prefix: str) -> None:
    """Add somebody the business belongs to, or who represents it (then the function is for the importer to choose)."""

    def of(name: str) -> Any:
        return answers.get(f"{prefix}{name}")

    person = add(parent, "beteiligtePerson")
    add_known(person, "personFunktion", _FUNCTIONS, "gesetzliche Vertretung" if prefix else "gewerbetreibend")
    add(person, "familienname", of("nachname") or "")
    add(person, "vorname", of("vorname") or "")
    add_known(person, "geschlecht", SEXES, of("anrede") if of("anrede") in SEXES else None)
    add(person, "geburtsname", of("geburtsname") or "")
    add(person, "geburtsdatum", birth_date(of("geburtsdatum") or ""))
    add(person, "geburtsort", of("geburtsort") or "")
    if nationality := of("staatsangehoerigkeit"):
        add_known(add(person, "staatangehoerigkeiten"), "staatsangehoerigkeitSchluessel", NATIONALITIES, nationality)
    _add_address(person, of("anschrift"))
    _add_ways(person, "", of("telefon") or "")
    _add_residence_permit(person, of)


def birth_date(iso: str) -> str:
    """Return "02041968" for "1968-04-02"; what is unknown is zeros: "00001968"."""
    year, month, day, *_rest = [*iso.split("-"), "", ""]
    return f"{day or '00'}{month or '00'}{year}" if year else ""


def _add_residence_permit(person: Any, of: Any) -> None:
    if of("at_vorhanden") is None:
        return
    permit = add(person, "aufenthaltstitel")
    add_code(permit, "status", _yes(of("at_vorhanden")))
    add(permit, "ausgestelltAm", of("at_ausgestellt_am") or "")
    add(permit, "ausgestelltVonName", of("at_behoerde") or "")
    add(permit, "auflagen", of("at_auflagen") or "")


def _add_address(parent: Any, address: Any) -> None:
    if not isinstance(address, Mapping):
        return
    element = add(parent, "anschrift")
    add(element, "strasse", address.get("street", ""))
    add(element, "hausNrVon", address.get("house_number", ""))
    add(element, "zusatzangaben", address.get("extra", "") or address.get("lines", ""))
    add(element, "ort", address.get("city", ""))
    add(element, "plz", address.get("postal_code", ""))
    add_known(element, "nationSchluessel", NATIONS, address.get("country", "DE"))


def _add_ways(parent: Any, email: str, phone: str) -> None:
    for channel, value in ((_MAIL, email), (_PHONE, phone)):
        if value:
            way = add(parent, "erreichbarkeit")
            add_code(way, "kanal", channel)
            add(way, "kennung", value)


def _yes(value: object) -> str:
    return "1" if value else "0"
