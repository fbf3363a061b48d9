"""What the parts of a form, their settings and the edits are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A kind of field as it is offered: what it is called, what it is for, and under which heading it stands."""

    code: str
    label: Any
    hint: Any
    family: Any


_WORDS: Final = _("Worte und Zahlen")
_CHOOSING: Final = _("Auswählen")
_PEOPLE: Final = _("Personen und Wege")
_NUMBERS: Final = _("Nummern und Konten")
_EXTRAS: Final = _("Dateien, Orte, Tabellen")
_TEXTS: Final = _("Hinweise und Rechnen")

FIELD_KINDS: Final = (
    FieldKind("text", _("Text"), _("eine Zeile"), _WORDS),
    FieldKind("long_text", _("Langer Text"), _("mehrere Zeilen"), _WORDS),
    FieldKind("number", _("Zahl"), _("mit oder ohne Nachkommastellen"), _WORDS),
    FieldKind("money", _("Geldbetrag"), _("in Euro und Cent"), _WORDS),
    FieldKind("date", _("Datum"), _("ein bestimmter Tag"), _WORDS),
    FieldKind("partial_date", _("Geburtsdatum"), _("auch ohne Tag oder Monat"), _WORDS),
    FieldKind("time", _("Uhrzeit"), _("zum Beispiel 18:00"), _WORDS),
    FieldKind("choice", _("Auswahl"), _("eine von mehreren Möglichkeiten"), _CHOOSING),
    FieldKind("choices", _("Mehrfachauswahl"), _("mehrere Möglichkeiten zugleich"), _CHOOSING),
    FieldKind("yes_no", _("Ja oder Nein"), _("eine Frage mit zwei Antworten"), _CHOOSING),
    FieldKind("consent", _("Einwilligung"), _("ein Kästchen mit dem Text der Einwilligung"), _CHOOSING),
    FieldKind("email", _("E-Mail-Adresse"), "", _PEOPLE),
    FieldKind("phone", _("Telefonnummer"), "", _PEOPLE),
    FieldKind("address", _("Anschrift"), _("im Inland, wenn gewünscht auch im Ausland"), _PEOPLE),
    FieldKind("iban", _("Bankverbindung"), _("IBAN, wenn gewünscht mit SEPA-Mandat"), _NUMBERS),
    FieldKind("plate", _("Kennzeichen"), _("zum Beispiel SDL-AB 123"), _NUMBERS),
    FieldKind("file_reference", _("Aktenzeichen"), _("auch Kassenzeichen oder Vorgangsnummer"), _NUMBERS),
    FieldKind("tax_id", _("Steuer-Identifikationsnummer"), _("11 Ziffern, mit Prüfziffer"), _NUMBERS),
    FieldKind("chip_number", _("Chipnummer"), _("15 Ziffern, Transponder eines Tieres"), _NUMBERS),
    FieldKind("upload", _("Dateien hochladen"), _("auch mehrere, auch von der Kamera"), _EXTRAS),
    FieldKind("point", _("Ort auf der Karte"), _("Punkt oder Beschreibung"), _EXTRAS),
    FieldKind("table", _("Tabelle"), _("Zeilen mit kurzen Angaben"), _EXTRAS),
    FieldKind("information", _("Hinweis"), _("ein Text zwischen den Fragen"), _TEXTS),
    FieldKind("computed", _("Berechneter Wert"), _("ergibt sich aus anderen Angaben"), _TEXTS),
)

KIND_WORDS: Final[Mapping[str, Any]] = {
    **{kind.code: kind.label for kind in FIELD_KINDS},
    "group": pgettext_lazy("Formular", "Gruppe"),
    "repeat": _("Wiederholbare Gruppe"),
    "step": pgettext_lazy("Formular", "Schritt"),
}

FEE_KINDS: Final[Mapping[str, Any]] = {
    "fixed": _("Fester Betrag"),
    "unit": _("Betrag je Stück"),
    "area_time": _("Fläche mal Zeit"),
    "table": _("Aus der Gebührentabelle"),
    "range": _("Rahmen von … bis"),
}

EDITS: Final[Mapping[str, Any]] = {
    "created": _("angelegt"),
    "before": _("Stand davor"),
    "added": _("hinzugefügt"),
    "changed": _("geändert"),
    "rule": _("Regel geändert"),
    "moved": _("verschoben"),
    "duplicated": _("dupliziert"),
    "removed": _("gelöscht"),
    "checks": _("Prüfung geändert"),
    "fees": _("Gebühren geändert"),
    "template": _("aus der Vorlage übernommen"),
    "version": _("alten Stand wiederhergestellt"),
    "imported": _("eingelesen"),
}

SETTING_WORDS: Final[Mapping[str, Any]] = {
    "label": _("Bezeichnung"),
    "hint": _("Hilfe zur Frage"),
    "title": _("Überschrift"),
    "intro": _("Einleitung"),
    "text": _("Text des Hinweises"),
    "required": _("Pflichtangabe"),
    "require": _("Pflicht unter einer Bedingung"),
    "show": _("Erscheint unter einer Bedingung"),
    "skip": _("Wird übersprungen"),
    "prefill": _("Vorbelegen mit"),
    "is_sensitive": _("Besonders schützen"),
    "min_length": _("Mindestens so viele Zeichen"),
    "max_length": _("Höchstens so viele Zeichen"),
    "pattern": _("Muster"),
    "pattern_message": _("Satz, wenn das Muster nicht passt"),
    "autocomplete": _("Was der Browser vorschlägt"),
    "decimals": _("Nachkommastellen"),
    "minimum": _("Mindestens"),
    "maximum": _("Höchstens"),
    "minimum_cents": _("Mindestbetrag"),
    "maximum_cents": _("Höchstbetrag"),
    "unit": _("Einheit"),
    "earliest": _("Frühester Tag"),
    "latest": _("Spätester Tag"),
    "options": _("Möglichkeiten"),
    "code_list": _("Mitgelieferte Liste"),
    "display": _("Darstellung"),
    "may_be_abroad": _("Auch im Ausland"),
    "asks_locality": _("Nach der Ortschaft fragen"),
    "mandate": _("SEPA-Mandat"),
    "is_recurring": _("Für wiederkehrende Zahlungen"),
    "max_files": _("Höchstens so viele Dateien"),
    "columns": _("Spalten"),
    "min_rows": _("Mindestens so viele Zeilen"),
    "max_rows": _("Höchstens so viele Zeilen"),
    "tone": _("Gestaltung"),
    "compute": _("Rechnung"),
    "result": _("Ergebnis ist"),
    "repeat": _("Wiederholen"),
    "add_label": _("Beschriftung des Knopfes „Hinzufügen“"),
    "row_label": _("Name einer Zeile"),
    "assurance_level": _("Vertrauensniveau"),
    "request_kind": _("Art"),
    "fee_note": _("Hinweis zur Gebühr"),
    "fee_exempt": _("Ohne Gebühr"),
    "summary": _("Titel des Vorgangs"),
    "what_next": _("So geht es weiter"),
    "holds": _("Es muss gelten"),
    "when": _("Gilt unter einer Bedingung"),
    "message": _("Satz, wenn es nicht stimmt"),
    "fields": _("Steht bei"),
    "cents": _("Betrag"),
    "units": _("Anzahl"),
    "area": _("Fläche"),
    "time": _("Zeit"),
    "schedule": _("Gebührentabelle"),
    "value": _("Nachgeschlagen wird"),
    "legal_basis": _("Rechtsgrundlage"),
    "kind": _("Art der Gebühr"),
    "type": _("Art des Feldes"),
    "fim": _("FIM-Baustein"),
    "key": _("Kurzname"),
}

CHOICE_WORDS: Final[Mapping[str, Mapping[Any, Any]]] = {
    "display": {"radio": _("alle untereinander"), "select": _("Liste zum Aufklappen")},
    "mandate": {
        "none": _("nicht erfragen"),
        "optional": _("freiwillig"),
        "required": _("verlangen"),
    },
    "tone": {
        "plain": _("einfacher Text"),
        "info": _("Hinweis mit Rahmen"),
        "warning": _("Warnung"),
        "danger": _("dringende Warnung"),
    },
    "result": {
        "number": _("eine Zahl"),
        "money": _("ein Geldbetrag"),
        "text": _("ein Text"),
        "date": _("ein bestimmter Tag"),
        "yes_no": _("Ja oder Nein"),
    },
    "request_kind": {
        "application": _("Antrag: das Rathaus entscheidet"),
        "notification": _("Anzeige: das Rathaus nimmt zur Kenntnis"),
    },
    "assurance_level": {
        0: _("ohne Anmeldung"),
        1: _("einfaches Konto"),
        3: _("substanziell (BundID)"),
        4: _("hoch (Online-Ausweis)"),
    },
    "prefill": {
        "": _("nichts"),
        "given_name": _("Vorname"),
        "family_name": _("Familienname"),
        "birth_name": _("Geburtsname"),
        "birth_date": _("Geburtsdatum"),
        "birth_place": _("Geburtsort"),
        "nationality": _("Staatsangehörigkeit"),
        "email": _("E-Mail-Adresse"),
        "phone": _("Telefonnummer"),
        "address": _("Anschrift"),
        "iban": _("IBAN"),
        "organisation_name": _("Name der Firma oder des Vereins"),
    },
}


def edit_words(code: str, title: str) -> str:
    """Return what an edit did: "„Anlass“ gelöscht"."""
    done = str(EDITS.get(code, ""))
    return f"„{title}“ {done}" if title else done
