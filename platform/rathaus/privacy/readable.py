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
    "action": _("Vorgang"),
    "answers": _("Antworten"),
    "at": _("Zeitpunkt"),
    "birth_date": _("Geburtsdatum"),
    "booked_at": _("Gebucht am"),
    "browser": _("Browser"),
    "city": _p("address", "Ort"),
    "code": _("Nummer"),
    "concern": _("Anliegen"),
    "document": _("Dokument"),
    "email": _("E-Mail-Adresse"),
    "ended_at": _("Beendet am"),
    "first_name": _("Vorname"),
    "for_name": _("Für"),
    "from_day": _("Ab"),
    "further_persons": _("Weitere Personen"),
    "home_address": _("Anschrift"),
    "iban": _("IBAN"),
    "kind": _("Art"),
    "language": _("Sprache"),
    "last_name": _("Nachname"),
    "last_sign_in": _("Letzte Anmeldung"),
    "locality": _("Ortschaft"),
    "name": _("Name"),
    "network_address": _("Netzadresse"),
    "note": _("Notiz"),
    "on": _("Tag"),
    "organisation": _("Organisation"),
    "phone": _("Telefon"),
    "place": _("Stelle"),
    "postal_code": _("Postleitzahl"),
    "proof": _("Nachweis"),
    "ready_at": _("Bereit seit"),
    "reference": _("Zeichen"),
    "relation": _("Verhältnis"),
    "representative": _("Vertreten durch"),
    "role": _("Rolle"),
    "sent": _("Versendet am"),
    "since": _("Seit"),
    "started": _("Begonnen am"),
    "state": _("Stand"),
    "street": _("Straße und Hausnummer"),
    "subject": _("Betreff"),
    "support": _("Unterstützung"),
    "target": _("Gegenstand"),
    "text": _("Text"),
    "title": _("Titel"),
    "until_day": _("Bis"),
    "valid_until": _("Gültig bis"),
    "waiting_list": _("Warteliste"),
    "waiting_room": _("Warteraum"),
}
VALUES: Final[Mapping[str, Any]] = {
    "access": _("Zugang"),
    "acting_for": _("Sie handeln für"),
    "invitation": _("Einladung"),
    "membership": _("Mitgliedschaft"),
    "profile": _("Profil"),
    "represented_by": _("Sie werden vertreten"),
    "session": _("Angemeldetes Gerät"),
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
