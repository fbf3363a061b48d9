"""What was answered, as it is read before it is sent, in the copy, and on the case."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils import timezone

from modules.cases.api import one_day
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.evaluating import evaluate
from modules.online_services.engine.evaluation import Answers, Evaluation
from modules.online_services.engine.fields import AddressField
from modules.online_services.engine.showing import answer_text, sections
from modules.online_services.engine.walking import answer_at, find_field
from modules.online_services.models import ServiceRequest
from modules.online_services.prefilling import origin_words
from modules.online_services.surroundings import ShippedLists, surroundings_for

_LISTS: Final = ShippedLists()
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_NAMED: Final = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z_]+)?)\}")


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An answer as it is read, with where it was taken from; without `text` nothing was answered."""

    place: str
    label: str
    text: str
    origin: str = ""
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """The answers of a step, or of a group on it."""

    step_id: str
    title: str
    lines: Sequence[ReviewLine]


def review_of(
    definition: FormDefinition,
    answers: Answers,
    evaluation: Evaluation,
    *,
    origin: Mapping[str, str] = _NOTHING,
    uploads: Mapping[str, str] = _NOTHING,
    with_empty: bool = False,
) -> list[ReviewSection]:
    """Return what is shown and answered, step by step, in the active language."""
    found = sections(definition, answers, evaluation, code_lists=_LISTS, files=uploads, with_empty=with_empty)
    return [
        ReviewSection(
            part.step_id,
            part.title,
            [
                ReviewLine(
                    line.place,
                    line.label,
                    line.text,
                    origin_words(origin.get(line.place, "")),
                    is_sensitive=line.field.is_sensitive,
                )
                for line in part.lines
            ],
        )
        for part in found
    ]


def review_request(request: ServiceRequest, definition: FormDefinition) -> list[ReviewSection]:
    """Return what was sent, as it held on the day it was sent: one query."""
    evaluation = evaluation_of(request, definition)
    return review_of(definition, request.answers, evaluation, origin=request.origin, uploads=request.uploads)


def evaluation_of(request: ServiceRequest, definition: FormDefinition) -> Evaluation:
    """Return what the form looked like when it was sent: one query."""
    day = timezone.localdate(request.sent_at)
    surroundings = surroundings_for(on=day, facts=request.facts)
    return evaluate(definition, request.answers, surroundings, uploads=request.uploads)


def text_at(definition: FormDefinition, request: ServiceRequest, place: str) -> str:
    """Return one answer as text in the active language: "datum", "anschrift", or "anschrift.city" for a part of it."""
    name, _dot, part = place.partition(".")
    field, value = find_field(definition, name), answer_at(request.answers, name) if name else None
    if field is None or value is None:
        return ""
    if part or (isinstance(field, AddressField) and not isinstance(value, Mapping)):
        return str(value.get(part, "")) if isinstance(value, Mapping) else ""
    return answer_text(field, value, code_lists=_LISTS, files=request.uploads)


def text_of_form(definition: FormDefinition, request: ServiceRequest, text: str) -> str:
    """Return a text with {field_id} replaced by the answers; nothing stands where nothing was answered."""
    filled = _NAMED.sub(lambda found: text_at(definition, request, found[1]).replace("\n", ", "), text)
    return one_day(" ".join(filled.split()))
