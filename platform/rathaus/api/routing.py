"""What every operation of the interface declares: the scope it needs, and the problems it may answer with."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rathaus.api.authentication import ApiKeyAuth
from rathaus.api.problems import MEDIA_TYPE

_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ALWAYS = {
    400: _("Die Anfrage ist nicht lesbar."),
    401: _("Der Schlüssel fehlt oder gilt nicht."),
    403: _("Das ist mit diesem Schlüssel nicht erlaubt."),
    413: _("Die Anfrage ist zu groß."),
    415: _("Bitte senden Sie JSON (Content-Type: application/json)."),
    422: _("Die Anfrage passt nicht zur Beschreibung der Schnittstelle."),
    429: _("Zu viele Anfragen. Retry-After sagt, nach wie vielen Sekunden es weitergeht."),
    503: _("Gerade gibt es zu viel zu tun. Retry-After sagt, nach wie vielen Sekunden es weitergeht."),
}


def secured(
    scope: str, *, summary: Any, description: Any = "", can_be_missing: bool = True, conflicts: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the arguments of a ninja operation that needs this scope.

    `conflicts` are the codes of the problems with status 409: what fits the description, but not the town hall's rules
    or the state of things. `can_be_missing` documents 404.
    """
    answers = dict(_ALWAYS)
    if can_be_missing:
        answers[404] = _("Das gibt es hier nicht.")
    if conflicts:
        answers[409] = format_lazy("{} {}", _("Regeln oder Stand sprechen dagegen:"), ", ".join(conflicts))
    responses = {status: {"description": text, "content": _PROBLEM} for status, text in sorted(answers.items())}
    return {
        "auth": ApiKeyAuth(scope),
        "summary": summary,
        "description": description or " ",
        "openapi_extra": {"responses": responses, "x-scope": scope},
    }
