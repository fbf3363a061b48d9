"""People of the BundID: the sample users of its simulator where they are at hand, else invented ones."""

from pathlib import Path
from typing import Final

import yaml

SAMPLES: Final = Path(__file__).resolve().parents[4] / "shared" / "data" / "bundid"
_INVENTED: Final = [
    {
        "id": "U01",
        "surname": "Neumann",
        "givenname": "Maria",
        "mail": "maria.neumann@post.example",
        "postalAddress": "Thomas-Mann-Straße 3",
        "postalCode": "10409",
        "localityName": "Berlin",
        "country": "DE",
        "birthdate": "1964-08-12",
        "placeOfBirth": "Berlin",
        "birthName": "Winter",
        "bpk2": "BUNDIDSIM-U01",
    },
    {
        "id": "U02",
        "surname": "Schmidt",
        "givenname": "Manfred",
        "mail": "m-schmidt@post.example",
        "birthdate": "1969-02-11",
        "bpk2": "BUNDIDSIM-U02",
    },
    {
        "id": "U12",
        "surname": "Gruber",
        "givenname": "Felix",
        "mail": "felix.gruber@post.example",
        "postalAddress": "Praterstrasse 72",
        "postalCode": "1020",
        "localityName": "Wien",
        "country": "AT",
        "birthdate": "1978-05-17",
        "bpk2": "BUNDIDSIM-U12",
    },
]


def has_samples() -> bool:
    """Return whether the simulator's samples lie beside the project."""
    return SAMPLES.is_dir()


def people() -> dict[str, dict[str, str]]:
    """Return the people by their number, such as U01."""
    if not has_samples():
        return {str(person["id"]): person for person in _INVENTED}
    users = yaml.safe_load((SAMPLES / "users.yml").read_text(encoding="utf-8"))["users"]
    return {user["id"]: {key: str(value) for key, value in user.items()} for user in users}


def field_definitions() -> list[dict[str, str]]:
    """Return which field of a person is which attribute: field, name, friendlyName, trustLevel."""
    if not has_samples():
        return _DEFINITIONS
    fields = yaml.safe_load((SAMPLES / "field_definitions.yml").read_text(encoding="utf-8"))["fields"]
    return [{"field": field["name"], **field["attributes"]} for field in fields]


_FRIENDLY: Final = {"givenname": "givenName", "bpk2": "bPK2"}
_TYPED_BY_THE_PERSON: Final = {"mail": {"trustLevel": "NORMAL"}}
_DEFINITIONS: Final = [
    {"field": field, "name": f"urn:oid:{oid}", "friendlyName": _FRIENDLY.get(field, field)}
    | _TYPED_BY_THE_PERSON.get(field, {})
    for field, oid in (
        ("surname", "2.5.4.4"),
        ("givenname", "2.5.4.42"),
        ("mail", "0.9.2342.19200300.100.1.3"),
        ("postalAddress", "2.5.4.16"),
        ("postalCode", "2.5.4.17"),
        ("localityName", "2.5.4.7"),
        ("country", "1.2.40.0.10.2.1.1.225599"),
        ("birthdate", "1.2.40.0.10.2.1.1.55"),
        ("placeOfBirth", "1.3.6.1.5.5.7.9.2"),
        ("birthName", "1.2.40.0.10.2.1.1.225566"),
        ("bpk2", "1.3.6.1.4.1.25484.494450.3"),
        ("eidCitizenQaaLevel", "1.2.40.0.10.2.1.1.261.94"),
    )
]
