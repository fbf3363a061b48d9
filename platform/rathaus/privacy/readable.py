"""What is kept about a person, in words: the same records as for programs, with labels instead of keys."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import pgettext_lazy as _p

from rathaus.privacy.protocol import Record
from rathaus.registry import all_modules
from rathaus.web.wording import long_date, long_datetime

_ = gettext_lazy
PARTS: Final[Mapping[str, Any]] = {
    "accounts": _("Ihr Zugang"),
    "mail": _("E-Mails an Sie"),
    "audit": _("Protokoll: was Sie getan haben"),
    "municipality": _("Gemeldete Barrieren"),
    "timeline": _("Ihr Verlauf"),
    "notifications": _("Ihre Benachrichtigungen"),
    "sso": _("Anmeldung über die Verwaltung"),
    "api": _("Schnittstelle"),
}
LABELS: Final[Mapping[str, Any]] = {
    "action": _("Was geschah"),
    "answers": _("Antworten"),
    "at": _("Zeitpunkt"),
    "attachments": _("Anlagen"),
    "birth_date": _("Geburtsdatum"),
    "booked_at": _("Gebucht am"),
    "browser": _("Browser"),
    "by": _("Von wem"),
    "channel": _("Weg"),
    "city": _p("address", "Ort"),
    "code": _("Nummer"),
    "concern": _("Anliegen"),
    "connected": _("Verbunden am"),
    "departments": _("Abteilungen"),
    "description": _("Beschreibung"),
    "device": _("Gerät"),
    "document": _("Dokument"),
    "email": _("E-Mail-Adresse"),
    "ended_at": _("Beendet am"),
    "filename": _("Datei"),
    "first_name": _("Vorname"),
    "first_retrieved": _("Zuerst abgerufen am"),
    "for_name": _("Für"),
    "from": _("Von"),
    "from_day": _("Ab"),
    "further_persons": _("Weitere Personen"),
    "granted": _("Erteilt am"),
    "home_address": _("Anschrift"),
    "iban": _("IBAN"),
    "in_name_of": _("Im Namen von"),
    "issuer": _("Ausgestellt von"),
    "kind": _("Art"),
    "language": _("Sprache"),
    "last_name": _("Nachname"),
    "last_sign_in": _("Letzte Anmeldung"),
    "last_used": _("Zuletzt benutzt am"),
    "locality": _("Ortschaft"),
    "mail": _("Per E-Mail"),
    "matter": _("Worum es geht"),
    "name": _("Name"),
    "network_address": _("Netzadresse"),
    "note": _("Notiz"),
    "of": _("Wovon"),
    "on": _("Tag"),
    "organisation": _("Organisation"),
    "page": _("Seite"),
    "phone": _("Telefon"),
    "place": _("Stelle"),
    "postal_code": _("Postleitzahl"),
    "proof": _("Nachweis"),
    "provided": _("Bereitgestellt am"),
    "pseudonym": _("Pseudonym"),
    "push": _("Per Push"),
    "read": _("Gelesen am"),
    "ready_at": _("Bereit seit"),
    "reason": _("Grund"),
    "reference": _("Zeichen"),
    "relation": _("Verhältnis"),
    "representative": _("Vertreten durch"),
    "restricted_areas": _("Geschützte Bereiche"),
    "revoked": _("Zurückgezogen am"),
    "role": _("Rolle"),
    "searched_from": _("Gesucht ab"),
    "searched_until": _("Gesucht bis"),
    "sent": _("Versendet am"),
    "sha256": _("Prüfsumme"),
    "shared": _("Mit Ihnen geteilt am"),
    "since": _("Seit"),
    "started": _("Begonnen am"),
    "state": _("Stand"),
    "street": _("Straße und Hausnummer"),
    "subject": _("Betreff"),
    "support": _("Unterstützung"),
    "target": _("Gegenstand"),
    "text": _("Text"),
    "title": _("Titel"),
    "until": _("Bis"),
    "until_day": _("Bis"),
    "valid_until": _("Gültig bis"),
    "waiting_list": _("Warteliste"),
    "waiting_room": _("Warteraum"),
    "wish": _("Wunsch"),
}
VALUES: Final[Mapping[str, Any]] = {
    "absence": _("Abwesenheit"),
    "access": _("Zugang"),
    "acting_for": _("Sie handeln für"),
    "bundid": _("BundID"),
    "choice": _("Ihre Wahl"),
    "contact_note": _("Gesprächsnotiz"),
    "device": _("Gerät"),
    "document": _("Dokument"),
    "invitation": _("Einladung"),
    "linked_identity": _("Verwaltungskonto"),
    "membership": _("Mitgliedschaft"),
    "message": _("Nachricht"),
    "notification": _("Benachrichtigung"),
    "organisation": _("Abteilungen"),
    "profile": _("Profil"),
    "represented_by": _("Sie werden vertreten"),
    "session": _("Angemeldetes Gerät"),
    "support": _("Betriebszugang"),
}


def readable(found: Mapping[str, Sequence[Record]]) -> list[dict[str, Any]]:
    """Return what `export_person` found as sections with heading and records, each a list of label and value.

    Empty values are left out. A key without a label of its own is shown as it is: nothing may be missing.
    """
    return [
        {"heading": _heading(part), "records": [lines for record in records if (lines := _lines(record))]}
        for part, records in found.items()
    ]


def _heading(part: str) -> str:
    modules = {spec.slug: spec.label for spec in all_modules()}
    return str(modules.get(part) or PARTS.get(part, part))


def _lines(record: Record) -> list[dict[str, str]]:
    return [
        {"label": str(LABELS.get(key, key.replace("_", " "))), "value": _value(value)}
        for key, value in record.items()
        if value not in ("", None)
    ]


def _value(value: str | int | bool | None) -> str:
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nein")
    if not isinstance(value, str):
        return str(value)
    return str(VALUES.get(value, "")) or _moment(value)


def _moment(text: str) -> str:
    """Return an ISO day or moment as people write it, any other text as it is."""
    try:
        if len(text) == len("2026-11-24"):
            return long_date(date.fromisoformat(text))
        moment = datetime.fromisoformat(text) if "T" in text[:11] else None
    except ValueError:
        return text
    return long_datetime(timezone.localtime(moment)) if moment and moment.tzinfo else text
