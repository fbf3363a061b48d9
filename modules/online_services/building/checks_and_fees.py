"""Edits of checks across fields and of fees."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from modules.online_services.building.editing import with_settings
from modules.online_services.building.errors import TooLargeError, UnfitSettingsError, UnknownPartError
from modules.online_services.building.naming import id_for
from modules.online_services.building.tree import ids_of
from modules.online_services.building.validation import messages_of
from modules.online_services.engine.definition import Check, FormDefinition
from modules.online_services.engine.fees import Fee

MAX_LISTED: Final = 50
_FEE: Final[TypeAdapter[Any]] = TypeAdapter(Fee)
_FIRST: Final[Mapping[str, dict[str, Any]]] = {
    "fixed": {"cents": 1000},
    "unit": {"cents": 1000, "units": "1"},
    "area_time": {"cents": 100, "area": "1", "time": "1"},
    "table": {"value": "1"},
    "range": {"minimum_cents": 1000, "maximum_cents": 5000},
}


def add_check(definition: FormDefinition, *, message: str, fields: Sequence[str]) -> FormDefinition:
    """Return the form with another check, which has no condition yet. Raises UnfitSettingsError, TooLargeError."""
    if len(definition.checks) >= MAX_LISTED:
        raise TooLargeError
    if not message.strip():
        raise UnfitSettingsError({"message": _("Bitte schreiben Sie den Satz, den die Bürgerinnen und Bürger lesen.")})
    if not fields:
        raise UnfitSettingsError({"fields": _("Bitte wählen Sie mindestens ein Feld, bei dem der Satz steht.")})
    data = {"id": id_for("pruefung", ids_of(definition)), "holds": "", "message": message.strip(), "fields": fields}
    return definition.model_copy(update={"checks": (*definition.checks, _valid_check(data))})


def _valid_check(data: Mapping[str, Any]) -> Check:
    try:
        return Check.model_validate(data)
    except ValidationError as error:
        raise UnfitSettingsError(messages_of(error)) from error


def change_check(definition: FormDefinition, check_id: str, settings: Mapping[str, Any]) -> FormDefinition:
    """Return the form with other settings of a check. Raises UnknownPartError, UnfitSettingsError."""
    if check_id not in {check.id for check in definition.checks}:
        raise UnknownPartError
    checks = tuple(
        cast("Check", with_settings(check, settings)) if check.id == check_id else check for check in definition.checks
    )
    return definition.model_copy(update={"checks": checks})


def remove_check(definition: FormDefinition, check_id: str) -> FormDefinition:
    """Return the form without this check; without it already, the same form."""
    return definition.model_copy(update={"checks": tuple(check for check in definition.checks if check.id != check_id)})


def add_fee(definition: FormDefinition, *, kind: str, label: str, schedule: str = "") -> FormDefinition:
    """Return the form with another fee at the end. Raises UnfitSettingsError, TooLargeError."""
    if len(definition.fees) >= MAX_LISTED:
        raise TooLargeError
    if kind == "table" and not schedule:
        raise UnfitSettingsError(
            {"schedule": _("Es gibt noch keine Gebührentabelle. Legen Sie zuerst unter „Gebühren“ eine an.")}
        )
    data = {"kind": kind, "label": label.strip() or _("Gebühr"), **_FIRST.get(kind, {})}
    try:
        fee = _FEE.validate_python(data | ({"schedule": schedule} if kind == "table" else {}))
    except ValidationError as error:
        raise UnfitSettingsError(messages_of(error)) from error
    return definition.model_copy(update={"fees": (*definition.fees, fee)})


def change_fee(definition: FormDefinition, number: int, settings: Mapping[str, Any]) -> FormDefinition:
    """Return the form with other settings of the fee at this place. Raises UnknownPartError, UnfitSettingsError."""
    fees = _fees_with(definition, number)
    fees[number] = with_settings(fees[number], settings)
    return definition.model_copy(update={"fees": tuple(fees)})


def remove_fee(definition: FormDefinition, number: int) -> FormDefinition:
    """Return the form without the fee at this place. Raises UnknownPartError."""
    fees = _fees_with(definition, number)
    del fees[number]
    return definition.model_copy(update={"fees": tuple(fees)})


def move_fee(definition: FormDefinition, number: int, places: int) -> FormDefinition:
    """Return the form with the fee so many places further down. Raises UnknownPartError."""
    fees = _fees_with(definition, number)
    fee = fees.pop(number)
    fees.insert(max(0, number + places), fee)
    return definition.model_copy(update={"fees": tuple(fees)})


def _fees_with(definition: FormDefinition, number: int) -> list[Any]:
    if not 0 <= number < len(definition.fees):
        raise UnknownPartError
    return list(definition.fees)
