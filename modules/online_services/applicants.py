"""Who applies, read from the answers: fields say by `prefill` what they ask about the person."""

from collections.abc import Mapping
from typing import Any

from modules.cases.api import Applicant
from modules.online_services.code_lists import code_list
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.fields import AddressField
from modules.online_services.engine.texts import GERMAN
from modules.online_services.engine.walking import located_items
from modules.online_services.models import Draft


def applicant_of(draft: Draft, definition: FormDefinition, answers: Mapping[str, Any]) -> Applicant:
    """Return who applies and how they are reached: by the answers, else by what staff typed, else by the account."""
    said = _said(definition, answers)
    contact = draft.contact
    person = draft.person
    name = said.get("organisation_name") or f"{said.get('given_name', '')} {said.get('family_name', '')}".strip()
    account = person.full_name if person and not draft.in_name_of else ""
    own_email = person.email if person else ""
    return Applicant(
        name=(name or contact.get("name", "") or account)[:200],
        email=said.get("email") or contact.get("email", "") or draft.email or own_email,
        phone=(said.get("phone") or contact.get("phone", ""))[:40],
        address=(said.get("address") or contact.get("address", ""))[:300],
        person=person,
        in_name_of=draft.in_name_of,
        language=draft.language,
        is_organization="organisation_name" in said,
    )


def _said(definition: FormDefinition, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what was answered to the questions about the person, the first of each kind."""
    found: dict[str, str] = {}
    for located in located_items(definition):
        name = getattr(located.item, "prefill", "")
        if not name or located.rows or name in found:
            continue
        value = answers.get(located.item.id)
        text = address_line(value) if isinstance(located.item, AddressField) else value
        if isinstance(text, str) and text:
            found[name] = text
    return found


def address_line(value: Any) -> str:
    """Return "Lüderitz, Lindenstraße 8, 39517 Tangerhütte" for the answer of an address.

    The parts stand as on an envelope (DIN 5008): the locality above the street, a foreign country last.
    """
    if not isinstance(value, Mapping):
        return ""
    if value.get("lines"):
        country = code_list("states", GERMAN).get(str(value.get("country", "")), "")
        return ", ".join(line.strip() for line in [*str(value["lines"]).splitlines(), country] if line.strip())
    street = f"{value.get('street', '')} {value.get('house_number', '')}".strip()
    place = f"{value.get('postal_code', '')} {value.get('city', '')}".strip()
    return ", ".join(
        part for part in (str(value.get("locality", "")), street, str(value.get("extra", "")), place) if part
    )
