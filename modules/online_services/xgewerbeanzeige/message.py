"""The message: head with reader and author, then one record of the kind that the form stands for."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from modules.online_services.xgewerbeanzeige.codes import KIND_OF_FORM, REASONS
from modules.online_services.xgewerbeanzeige.parts import add_activities, add_business, add_office
from modules.online_services.xgewerbeanzeige.tree import add, add_code, add_known, as_bytes, root

KINDS: Final = frozenset(KIND_OF_FORM)
_FIRST_DAY: Final = {"anmeldung": "beginn", "ummeldung": "gueltig_ab", "abmeldung": "datum"}
_REASON: Final = {
    "anmeldung": ("grundAnmeldungSchluessel", "anlass"),
    "ummeldung": ("grundUmmeldungSchluessel", "anlass"),
    "abmeldung": ("grundAbmeldungSchluessel", "grund"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """What somebody sent: the key of the form, the answers, the case it became and when it came."""

    form_key: str
    answers: Mapping[str, Any]
    case_id: uuid.UUID
    reference: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The authority that writes and, through its specialist procedure, reads."""

    name: str
    ags: str
    street: str
    postal_code: str
    city: str
    email: str
    phone: str


def gewerbemeldung(sent: Notification, office: Office) -> bytes:
    """Return abh.gewerbemeldung.0500 for one notification, after the published examples of XGewerbeanzeige 2.2.

    It is not validated: the schema is not public. Codes that are not known for certain stand as comments. Raises
    KeyError for a form that is no trade notification.
    """
    kind = KIND_OF_FORM[sent.form_key]
    message = root(
        "abh.gewerbemeldung.0500",
        produkt="Rathaus",
        produkthersteller="Rathaus",
        produktversion="1",
        standard="XGewerbeanzeige",
        version="2.2",
    )
    _add_head(message, sent, office)
    _add_record(add(add(message, "satz"), kind), kind, sent, office)
    return as_bytes(message)


def _add_head(message: Any, sent: Notification, office: Office) -> None:
    head = add(message, "nachrichtenkopf")
    identity = add(head, "identifikation.nachricht")
    add(identity, "nachrichtenUUID", uuid.uuid5(sent.case_id, "nachricht"))
    add_code(identity, "nachrichtentyp", "0500")
    add(identity, "erstellungszeitpunkt", timezone.now().isoformat(timespec="seconds"))
    add_office(add(head, "leser"), office)
    add_office(add(head, "autor"), office)


def _add_record(record: Any, kind: str, sent: Notification, office: Office) -> None:
    answers = sent.answers
    moment = sent.received_at.isoformat(timespec="seconds")
    add(record, "satzErstellung", moment)
    add(record, "ereigniszeitpunkt", moment)
    add_office(add(record, "autor"), office)
    add_code(record, "istKorrektur", "0")
    add_code(record, "gemeindeSchluessel", office.ags)
    add(record, "gemeindeMeldungNr", sent.reference)
    add(record, "gewerbebetriebID", uuid.uuid5(sent.case_id, "betrieb"))
    add(record, "uuid", str(sent.case_id).upper())
    add_business(add(record, "gewerbe"), answers)
    add(record, "gueltigAb", answers.get(_FIRST_DAY[kind], ""))
    add(record, "datumMeldung", timezone.localdate(sent.received_at).isoformat())
    add_activities(record, answers)
    _add_reasons(record, kind, answers)


def _add_reasons(record: Any, kind: str, answers: Mapping[str, Any]) -> None:
    name, field = _REASON[kind]
    given = answers.get(field)
    for reason in given if isinstance(given, list) else [given]:
        add_known(record, name, REASONS, reason)
