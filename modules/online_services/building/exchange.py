"""A form as a file that travels between municipalities: definition and test cases, no answers of people."""

import json
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Setting

from modules.online_services.building.errors import UnfitFileError
from modules.online_services.building.tree import MAX_PARTS, MAX_STEPS, places
from modules.online_services.building.validation import sentence_of
from modules.online_services.engine.definition import FormDefinition

FORMAT: Final = 1
MAX_BYTES: Final = 2_000_000
MAX_TEST_CASES: Final = 100
_MAX_NESTING: Final = 40
_SHOWN_REASONS: Final = 5


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TravellingTestCase(_Strict):
    """A test case in a file."""

    title: str = Setting(min_length=1, max_length=120)
    answers: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    today: str = Setting(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    expected: dict[str, Any] = {}


class FormFile(_Strict):
    """What stands in the file. `municipality` is whoever exported it, for reading."""

    file: Literal["rathaus-form"] = "rathaus-form"
    format: Literal[1] = FORMAT
    municipality: str = Setting(default="", max_length=200)
    exported_on: str = Setting(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    definition: FormDefinition
    test_cases: tuple[TravellingTestCase, ...] = Setting(default=(), max_length=MAX_TEST_CASES)


def written(file: FormFile) -> bytes:
    """Return the file as UTF-8 JSON that people can read."""
    data = file.model_dump(mode="json", exclude={"definition"}) | {"definition": file.definition.to_json()}
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def read_file(content: bytes) -> FormFile:
    """Return the form of a file; raises UnfitFileError that says which part does not fit."""
    if len(content) > MAX_BYTES:
        raise UnfitFileError(_("Die Datei ist größer als 2 MB. Ein Formular ist viel kleiner."))
    data = _json(content)
    if data.get("file") != "rathaus-form":
        raise UnfitFileError(_("Diese Datei ist kein Formular aus diesem Programm."))
    if data.get("format") != FORMAT:
        raise UnfitFileError(
            _("Die Datei kommt aus einer neueren Fassung des Programms und lässt sich hier nicht lesen.")
        )
    try:
        file = FormFile.model_validate(data)
    except ValidationError as error:
        raise UnfitFileError(*_reasons(error)) from error
    if len(file.definition.steps) > MAX_STEPS or sum(1 for _place in places(file.definition)) > MAX_PARTS:
        raise UnfitFileError(_("Das Formular hat mehr als 60 Schritte oder 500 Teile."))
    return file


def _json(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnfitFileError(_("Die Datei lässt sich nicht lesen: Sie ist kein JSON.")) from None
    if not isinstance(data, dict) or _is_too_deep(data):
        raise UnfitFileError(_("Diese Datei ist kein Formular aus diesem Programm."))
    return data


def _is_too_deep(data: Any) -> bool:
    level, depth = [data], 0
    while level and depth <= _MAX_NESTING:
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
        ]
        depth += 1
    return bool(level)


def _reasons(error: ValidationError) -> list[str]:
    problems = error.errors(include_url=False)
    said = [
        _("%(place)s: %(reason)s") % {"place": _place(problem["loc"]), "reason": sentence_of(dict(problem))}
        for problem in problems[:_SHOWN_REASONS]
    ]
    rest = len(problems) - len(said)
    return [*said, _("Dazu noch %(count)s weitere Stellen.") % {"count": rest}] if rest else said


def _place(place: tuple[Any, ...]) -> str:
    return " › ".join(str(piece + 1) if isinstance(piece, int) else str(piece) for piece in place) or _("Datei")
