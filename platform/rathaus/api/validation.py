"""Requests that do not fit the description: each mistake with its place and a sentence in the caller's language."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import ValidationError

from rathaus.api.problems import FieldProblem, Problem, plain_problem

_SENTENCES: Final[Mapping[str, Any]] = {
    "missing": gettext_lazy("Diese Angabe fehlt."),
    "extra_forbidden": gettext_lazy("Diese Angabe gibt es nicht."),
    "string_too_long": gettext_lazy("Höchstens %(max_length)s Zeichen."),
    "string_too_short": gettext_lazy("Mindestens %(min_length)s Zeichen."),
    "string_pattern_mismatch": gettext_lazy("Der Text hat nicht die verlangte Form."),
    "too_long": gettext_lazy("Höchstens %(max_length)s Einträge."),
    "greater_than_equal": gettext_lazy("Mindestens %(ge)s."),
    "less_than_equal": gettext_lazy("Höchstens %(le)s."),
    "int_type": gettext_lazy("Hier gehört eine ganze Zahl hin."),
    "int_parsing": gettext_lazy("Hier gehört eine ganze Zahl hin."),
    "string_type": gettext_lazy("Hier gehört Text hin."),
    "bool_type": gettext_lazy("Hier gehört true oder false hin."),
    "list_type": gettext_lazy("Hier gehört eine Liste hin."),
    "model_type": gettext_lazy("Hier gehört ein JSON-Objekt hin."),
}


def validation_problem(error: ValidationError) -> Problem:
    """Return the problem with a list of all mistakes."""
    return plain_problem(422, errors=[_mistake(entry) for entry in error.errors])


def _mistake(entry: Mapping[str, Any]) -> FieldProblem:
    source, *path = entry["loc"]
    if source == "body":
        return FieldProblem(detail=_sentence(entry), pointer=_pointer(path[1:]))  # the first one is our own name for it
    return FieldProblem(detail=_sentence(entry), parameter=str(path[-1] if len(path) == 1 else path[1]))


def _pointer(path: Sequence[int | str]) -> str:
    """Return RFC 6901 in a fragment: "#/answers/0"."""
    return "".join(["#", *("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)])


def _sentence(entry: Mapping[str, Any]) -> str:
    sentence = _SENTENCES.get(entry["type"])
    return str(sentence) % entry.get("ctx", {}) if sentence else _("Dieser Wert passt nicht.")
