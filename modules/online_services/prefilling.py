"""What a form knows beforehand about the person: from the profile, and from what the BundID has confirmed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.online_services.engine.definition import FormDefinition, Group, Item
from modules.online_services.engine.fields import (
    AddressField,
    BaseField,
    DateField,
    EmailField,
    FormField,
    IbanField,
    PartialDateField,
    PhoneField,
    TextField,
)
from rathaus.accounts.details import PersonDetails

PROFILE: Final = "profile"
CONFIRMED: Final = "bundid"
STAFF: Final = "staff"
_SIMPLE: Final = (TextField, EmailField, PhoneField)
_DATES: Final = (DateField, PartialDateField)
_STREET: Final = re.compile(r"(?P<street>.*\D)\s+(?P<number>\d+\s*[a-zA-Z]?(\s*[-/]\s*\d+\s*[a-zA-Z]?)?)")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known, by the names of `BaseField.prefill`, and where it comes from: name -> origin."""

    values: Mapping[str, Any] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict)

    def over(self, other: "Known") -> "Known":
        """Return both together; what this one knows counts."""
        return Known({**other.values, **self.values}, {**other.origin, **self.origin})


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The first answers of a draft, and the origin of each by its place."""

    answers: Mapping[str, Any]
    origin: Mapping[str, str]


def origin_words(origin: str) -> str:
    """Return where an answer was taken from, as it stands beside it."""
    return {
        PROFILE: _("aus Ihrem Profil"),
        CONFIRMED: _("von der BundID bestätigt"),
        STAFF: _("vom Rathaus eingetragen"),
    }.get(origin, "")


def prefill(definition: FormDefinition, known: Known) -> Prefilled:
    """Return what the form's questions about the person are answered with; groups that repeat stay empty."""
    answers: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for part in (part for step in definition.steps for part in _fields(step.items)):
        if part.prefill in known.values and (value := _as_answer(part, known.values)):
            answers[part.id] = value
            origin[part.id] = known.origin[part.prefill]
    return Prefilled(answers, origin)


def known_from_profile(details: PersonDetails) -> Known:
    """Return what a person told in their profile."""
    address = _address(details.street, details.postal_code, details.city, details.locality)
    values: dict[str, Any] = {
        "given_name": details.first_name,
        "family_name": details.last_name,
        "email": details.email,
        "phone": details.phone,
        "birth_date": details.birth_date.isoformat() if details.birth_date else "",
        "address": address,
        "iban": details.iban,
    }
    return _known(values, PROFILE)


def known_as_confirmed(confirmed: Mapping[str, str]) -> Known:
    """Return what a sign-in method has confirmed (rathaus.accounts.details.confirmed_of)."""
    values: dict[str, Any] = dict(confirmed)
    address = _address(values.pop("street", ""), values.pop("postal_code", ""), values.pop("city", ""), "")
    if values.pop("country", "DE") in {"D", "DE"}:
        values["address"] = address
    return _known(values, CONFIRMED)


def known_to_staff(contact: Mapping[str, str]) -> Known:
    """Return what a colleague typed about somebody: names, email, phone, street, postal_code, city."""
    values: dict[str, Any] = {key: contact.get(key, "") for key in ("given_name", "family_name", "email", "phone")}
    values["address"] = _address(contact.get("street", ""), contact.get("postal_code", ""), contact.get("city", ""), "")
    return _known(values, STAFF)


def for_somebody_else(known: Known, *, organisation: str) -> Known:
    """Return what is left for a person who acts for somebody else: how to reach them, and the organisation's name."""
    keeps = {"email", "phone"} | ({"given_name", "family_name"} if organisation else set())
    left = Known(
        {key: value for key, value in known.values.items() if key in keeps},
        {key: value for key, value in known.origin.items() if key in keeps},
    )
    return _known({"organisation_name": organisation}, PROFILE).over(left)


def _known(values: Mapping[str, Any], origin: str) -> Known:
    given = {key: value for key, value in values.items() if value}
    return Known(given, dict.fromkeys(given, origin))


def _fields(items: tuple[Item, ...]) -> Iterator[FormField]:
    for item in items:
        if not isinstance(item, Group):
            yield item
        elif item.repeat is None:
            yield from _fields(item.items)


def _as_answer(part: BaseField, values: Mapping[str, Any]) -> Any:
    """Return the value in the shape of the field's answers, None where it does not fit."""
    value = values[part.prefill]
    if isinstance(part, AddressField):
        return dict(value) if isinstance(value, Mapping) else None
    if isinstance(part, IbanField):
        holder = f"{values.get('given_name', '')} {values.get('family_name', '')}".strip()
        return {"iban": value, "holder": holder}
    if isinstance(part, _DATES):
        return value if _is_day(value) else None
    return value if isinstance(part, _SIMPLE) and isinstance(value, str) else None


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _address(street: str, postal_code: str, city: str, locality: str) -> dict[str, str]:
    if not (street and city):
        return {}
    found = _STREET.fullmatch(street.strip())
    parts = {
        "country": "DE",
        "street": found["street"].strip() if found else street.strip(),
        "house_number": found["number"] if found else "",
        "postal_code": postal_code,
        "city": city,
        "locality": locality,
    }
    return {key: value for key, value in parts.items() if value}
