"""A few requests that somebody sent, for demonstrations: what clerks see of forms is as real as the forms are."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from modules.online_services.models import PublicService, ServiceRequest
from modules.online_services.selectors.versions import version_for
from modules.online_services.services.drafts import Beginning, begin_draft
from modules.online_services.services.sending import Sending, send_draft
from rathaus.accounts.models import User
from tenants.municipality.models import Locality

_DECLARED: Final = {"datenschutz_gelesen": True, "richtigkeit_versichert": True, "zustellung": "portal"}
_HOME: Final = {"country": "DE", "street": "Lindenstraße", "house_number": "8", "postal_code": "39517"}
_BORN: Final = {"geburtsort": "Stendal", "staatsangehoerigkeit": "DE"}


def create_demo_requests(now: datetime) -> None:
    """Send the forms; a second time, or in a municipality that has requests, nothing happens."""
    if ServiceRequest.objects.exists():
        return
    services = {one.key: one for one in PublicService.objects.filter(is_active=True)}
    for key, answers in _requests(timezone.localdate(now)):
        if key in services:
            _send(services[key], answers)


def _send(service: PublicService, answers: Mapping[str, Any]) -> None:
    version = version_for(service)
    person = User.objects.filter(email=answers["email"]).first()
    if version is None:
        return
    draft = begin_draft(version=version, service=service, beginning=Beginning(answers=answers, person=person))
    send_draft(draft=draft, sending=Sending(version=draft.version, has_declared=True, level=1))


def _requests(today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "gewerbe-anmelden", _trade(today)
    yield "ausweis-verloren", _lost(today)
    fire_day = today + timedelta(days=24)
    for name, place, club in (
        ("Sabine", "Festwiese hinter der Kirche", "Heimatverein Bellingen e. V."),
        ("Mirko", "Sportplatz, Nordseite", "Förderverein Feuerwehr e. V."),
    ):
        yield "brauchtumsfeuer", _bonfire(fire_day, name, place, club)
    yield "hund-abmelden", _dog(today)


def _person(first: str, last: str) -> dict[str, Any]:
    town = {"city": "Musterau", "locality": _locality()}
    known = {"vorname": first, "nachname": last, "geburtsdatum": "1984-03-12", "telefon": "03935 555 17"}
    return known | {"anschrift": _HOME | town, "email": f"{first.lower()}@mail.example"} | _DECLARED


def _locality() -> str:
    return Locality.objects.values_list("name", flat=True).first() or ""


def _trade(today: date) -> dict[str, Any]:
    person = _person("Jana", "Kuhlmann")
    return (
        person
        | _BORN
        | {
            "anlass": "neuerrichtung",
            "niederlassung": "haupt",
            "nebenerwerb": True,
            "beginn": (today + timedelta(days=7)).isoformat(),
            "rechtsform": "einzelunternehmen",
            "eingetragen": "nein",
            "geschaeftsbezeichnung": "Fahrradladen Kuhlmann",
            "oeffentliche_hand": False,
            "weitere_vertretung": False,
            "betrieb_anschrift": person["anschrift"],
            "betrieb_telefon": "03935 555 17",
            "taetigkeit": "Verkauf und Reparatur von Fahrrädern und Zubehör im Laden",
            "betriebsart": ["handel", "sonstiges"],
            "vollzeit": "0",
            "teilzeit": "1",
            "erlaubnispflichtig": False,
        }
    )


def _lost(today: date) -> dict[str, Any]:
    return (
        _person("Peter", "Lindner")
        | _BORN
        | {
            "dokument": "personalausweis",
            "online_funktion_aktiv": "unbekannt",
            "verlust_art": "verloren",
            "datum_von": (today - timedelta(days=1)).isoformat(),
            "ausland": False,
            "ort": "Bahnhof, Gleis 2",
            "umstaende": "Beim Umsteigen war die Tasche offen, zu Hause fehlte die Geldbörse.",
            "polizei_erstattet": False,
            "neuer_ausweis": True,
            "erklaerung": True,
        }
    )


def _bonfire(day: date, first: str, place: str, club: str) -> dict[str, Any]:
    person = _person(first, "Behrendt")
    responsible = {
        f"verantwortlich_{name}": person[name] for name in ("vorname", "nachname", "geburtsdatum", "anschrift")
    }
    return (
        person
        | responsible
        | {
            "anlass": "sonst",
            "anlass_anderer": "Winterfeuer",
            "datum": day.isoformat(),
            "beginn": "17:00",
            "ende": "22:00",
            "oeffentlich": True,
            "besucher": "120",
            "veranstalter_art": "verein",
            "verein": club,
            "verantwortlich_handy": "0171 555 0017",
            "ortschaft": _locality(),
            "feuerplatz": {"lat": "", "lon": "", "description": place},
            "grundstueck": "gemeinde",
            "gebaeude_m": "120",
            "wald_m": "350",
            "strasse_m": "60",
            "hoehe_m": "3",
            "material": ["holz", "schnitt"],
            "loeschmittel": ["feuerwehr", "wasser"],
            "feuerwehr_informiert": True,
            "tierschutz_umschichten": True,
            "waldbrand": True,
        }
    )


def _dog(today: date) -> dict[str, Any]:
    return _person("Ines", "Albrecht") | {
        "marke": "2107",
        "hund_name": "Bello",
        "anlass": "abgabe",
        "datum": (today - timedelta(days=3)).isoformat(),
        "neuer_halter_name": "Tierheim Musterau",
        "neuer_halter_anschrift": _HOME | {"city": "Musterau"},
        "marke_zurueck": False,
    }
