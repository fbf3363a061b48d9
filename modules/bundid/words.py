"""What the details of a person are called, and how certain they are in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.bundid.saml.answers import Answer, Detail
from rathaus.accounts.trust import TrustLevel

LABELS: Final[Mapping[str, Any]] = {
    "given_name": _("Vorname"),
    "surname": _("Nachname"),
    "title": _("Titel"),
    "birth_name": _("Geburtsname"),
    "birth_date": _("Geburtsdatum"),
    "birth_place": _("Geburtsort"),
    "gender": _("Geschlecht"),
    "nationality": _("Staatsangehörigkeit"),
    "street": _("Straße und Hausnummer"),
    "postal_code": _("Postleitzahl"),
    "city": pgettext_lazy("address", "Ort"),
    "country": _("Land"),
    "email": _("E-Mail-Adresse"),
    "phone": _("Telefon"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One detail as people read it."""

    label: Any
    value: str
    certainty: Any


def lines_of(details: Mapping[str, Detail]) -> list[Line]:
    """Return what was told, in a fixed order."""
    return [
        Line(label, _written(key, details[key].value), certainty(details[key].level))
        for key, label in LABELS.items()
        if key in details
    ]


def detail_labels(answer: Answer) -> list[Any]:
    """Return only the names of what was told."""
    return [label for key, label in LABELS.items() if key in answer.details]


def certainty(level: int) -> Any:
    """Return how far the BundID answers for a detail."""
    if level >= TrustLevel.HIGH:
        return _("von der BundID bestätigt (Niveau hoch)")
    if level >= TrustLevel.SUBSTANTIAL:
        return _("von der BundID bestätigt (Niveau substanziell)")
    return _("Ihre eigene Angabe bei der BundID")


def _written(key: str, value: str) -> str:
    if key != "birth_date":
        return value
    try:
        return str(date_format(date.fromisoformat(value), "DATE_FORMAT"))
    except ValueError:
        return value  # some documents know only the year
