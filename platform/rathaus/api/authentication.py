"""Who asks, whether they may, and whether they ask too often: decided for each operation before it reads anything."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from rathaus.api.limiting import consume
from rathaus.api.models import ApiKey
from rathaus.api.problems import Problem, ProblemError, plain_problem
from rathaus.api.selectors import find_key
from rathaus.api.services.keys import note_use

CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="api"'}
INVALID: Final = {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'}


class ApiKeyAuth(HttpBearer):
    """Lets a valid key with the scope pass and puts it at `request.api_key`; everybody else gets a problem."""

    def __init__(self, scope: str) -> None:
        """Name the scope that the operation needs."""
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiKey:
        """Return the key; raises ProblemError with 401, 403 or 429."""
        if not request.headers.get("Authorization"):
            raise ProblemError(plain_problem(401, headers=CHALLENGE))
        key: ApiKey | None = super().__call__(request)
        if key is None:
            raise ProblemError(plain_problem(401, headers=INVALID))
        request.api_key = key  # type: ignore[attr-defined]
        return key

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """Return the key if it opens this operation, None if it is none; raises ProblemError."""
        now = timezone.now()
        key = find_key(token, now=now)
        if key is None:
            return None
        consume(request, key, now=now)
        _refuse_foreign_page(request, key)
        if self.scope not in key.scopes:
            raise ProblemError(_missing_scope(self.scope))
        note_use(key=key, now=now)
        return key


def key_of(request: HttpRequest) -> ApiKey:
    """Return the key that this request was let in with."""
    key: ApiKey = request.api_key  # type: ignore[attr-defined]
    return key


def _missing_scope(scope: str) -> Problem:
    return Problem(
        status=403,
        code="missing-scope",
        title=_("Das ist mit diesem Schlüssel nicht erlaubt."),
        detail=_("Dem Schlüssel fehlt ein Recht. Die Verwaltung kann einen neuen Schlüssel mit diesem Recht anlegen."),
        further={"scope": scope},
        headers={"WWW-Authenticate": f'Bearer realm="api", error="insufficient_scope", scope="{scope}"'},
    )


def _refuse_foreign_page(request: HttpRequest, key: ApiKey) -> None:
    """A key that belongs to web pages works on no other; a key without pages works in no browser (no CORS header)."""
    origin: Any = request.headers.get("Origin")
    if origin and key.origins and origin not in key.origins:
        raise ProblemError(
            Problem(
                status=403,
                code="origin-not-allowed",
                title=_("Dieser Schlüssel gehört zu einer anderen Internetseite."),
            )
        )
