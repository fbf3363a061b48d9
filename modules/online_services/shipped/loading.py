"""What is shipped for all municipalities: services with their forms, and fee schedules to begin with."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from modules.online_services.catalogue.description import ServiceDescription
from modules.online_services.engine.parts import Part
from modules.online_services.shipped.expansion import expand

HERE: Final = Path(__file__).parent


class ShippedSchedule(Part):
    """A fee schedule as FeeSchedule keeps it; the by-law of the municipality takes its place."""

    key: str
    title: str
    legal_basis: str = ""
    valid_from: date
    rows: tuple[Mapping[str, Any], ...]


@cache
def shipped_services() -> Mapping[str, ServiceDescription]:
    """Return every shipped service by its key."""
    services = (_service(path) for path in sorted((HERE / "services").glob("*.json")))
    return MappingProxyType({service.key: service for service in services})


@cache
def shipped_fee_schedules() -> tuple[ShippedSchedule, ...]:
    """Return the fee schedules that the shipped forms look up: figures as by-laws in Sachsen-Anhalt have them."""
    rows = json.loads((HERE / "fee_schedules.json").read_text(encoding="utf-8"))
    return tuple(ShippedSchedule.model_validate(row) for row in rows)


def _service(path: Path) -> ServiceDescription:
    return ServiceDescription.model_validate(expand(json.loads(path.read_text(encoding="utf-8"))))
