"""Values as requests and answers write them: strict, so that the description and the interface never disagree."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
LINE_PATTERN: Final = r"^[^\x00-\x1f\x7f]*$"
_MAILBOX: Final = r"[A-Za-z0-9_%+-]{1,30}(\.[A-Za-z0-9_%+-]{1,20}){0,3}"
_DOMAIN: Final = r"([A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?\.){1,4}[A-Za-z]{2,24}"
EMAIL_PATTERN: Final = f"^{_MAILBOX}@{_DOMAIN}$"
PHONE_PATTERN: Final = r"^\+?[0-9]([ ()/.-]?[0-9]){4,18}$"


def _date(value: Any) -> Any:
    """Return the date that ISO 8601 writes as 2026-11-24; anything else is left for pydantic to refuse."""
    if not (isinstance(value, str) and _DATE.fullmatch(value)):
        raise ValueError
    return date.fromisoformat(value)


def _instant(value: Any) -> Any:
    if not (isinstance(value, str) and _INSTANT.fullmatch(value.upper())):
        raise ValueError
    return datetime.fromisoformat(value.upper())


def _uuid(value: Any) -> Any:
    if not (isinstance(value, str) and _UUID.fullmatch(value)):
        raise ValueError
    return UUID(value)


def _whole(value: Any) -> Any:
    """Return 2 for 2.0, which JSON does not tell apart."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


IsoDate = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
IsoInstant = Annotated[datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
Id = Annotated[UUID, BeforeValidator(_uuid), WithJsonSchema({"type": "string", "format": "uuid"})]
Whole = Annotated[int, BeforeValidator(_whole)]
Line = Annotated[str, Field(pattern=LINE_PATTERN)]  # one line of text: no control characters


def described(text: Any, **further: Any) -> Any:
    """Return a field with its words in the documentation; lazy translations are fine."""
    return Field(description=text, **further)


class Body(BaseModel):
    """What a request carries: no unknown members, and no "1" where a number is meant."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PageQuery(BaseModel):
    """Which part of a list."""

    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=100_000)
