"""Errors as other programs read them: RFC 9457, with a stable type, and words in German or English."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:rathaus:problem:"

Text = Any  # str or a lazy translation


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """What is wrong at one place of the request: a JSON pointer into the body, or the name of a parameter."""

    detail: Text
    pointer: str = ""
    parameter: str = ""

    def as_json(self) -> dict[str, Text]:
        """Return the members that RFC 9457 shows in its example."""
        place = {"parameter": self.parameter} if self.parameter else {"pointer": self.pointer}
        return {**place, "detail": self.detail}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """An error: `code` ends the type's URI and never changes its meaning; `further` are members of this type."""

    status: int
    code: str
    title: Text
    detail: Text = ""
    errors: Sequence[FieldProblem] = ()
    further: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the body."""
        body: dict[str, Any] = {"type": TYPE_PREFIX + self.code, "title": self.title, "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = [error.as_json() for error in self.errors]
        return body | dict(self.further)


class ProblemError(Exception):
    """Ends the request with this problem."""

    def __init__(self, problem: Problem) -> None:
        """Carry what is answered."""
        super().__init__(problem.code)
        self.problem = problem


def problem_response(problem: Problem) -> HttpResponse:
    """Return the answer, in the active language."""
    response = HttpResponse(
        json.dumps(problem.as_json(), cls=DjangoJSONEncoder, ensure_ascii=False),
        status=problem.status,
        content_type=MEDIA_TYPE,
    )
    for name, value in problem.headers.items():
        response[name] = value
    return response


_TITLES: Final[Mapping[int, Text]] = {
    400: _("Die Anfrage ist nicht lesbar."),
    401: _("Der Schlüssel fehlt oder gilt nicht."),
    403: _("Das ist mit diesem Schlüssel nicht erlaubt."),
    404: _("Das gibt es hier nicht."),
    405: _("Diese Methode gibt es hier nicht."),
    413: _("Die Anfrage ist zu groß."),
    415: _("Bitte senden Sie JSON (Content-Type: application/json)."),
    422: _("Die Anfrage passt nicht zur Beschreibung der Schnittstelle."),
    429: _("Zu viele Anfragen."),
    500: _("Bei uns ist ein Fehler passiert."),
    503: _("Die Schnittstelle ist gerade nicht erreichbar."),
}


def plain_problem(status: int, **further: Any) -> Problem:
    """Return the problem that says no more than its status; its type is the name of the status ("not-found")."""
    code = HTTPStatus(status).phrase.lower().replace(" ", "-")
    title = _TITLES.get(status, _TITLES[400] if status < 500 else _TITLES[500])
    return Problem(status=status, code=code, title=title, **further)
