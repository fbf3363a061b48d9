"""The administrator's test: a real sign-in at the identity provider that shows what comes back and changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rathaus.accounts.models import Role, User
from rathaus.accounts.permissions import has_permission
from rathaus.sso.errors import SignInError
from rathaus.sso.identity import Identity
from rathaus.sso.models import IdentityProvider
from rathaus.sso.selectors import granted_by
from rathaus.sso.services import note_test, rehearse

KEY: Final = "sso_trial"
MAX_LINES: Final = 60
MAX_TEXT: Final = 300
PERMISSION: Final = "platform.sso"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a test has brought: kept in the administrator's own session, never in a table or in a log."""

    error: str
    code: str
    reason: str
    lines: list[tuple[str, str]]
    email: str
    groups: list[str]
    roles: list[str]
    has_second_factor: bool
    says_when: bool = True


def is_own_trial(request: HttpRequest, tester: str) -> bool:
    """Return whether the administrator who began the test is the one who is signed in here, and may still do it."""
    return str(request.user.pk) == tester and has_permission(request.user, PERMISSION)


def finish_trial(
    request: HttpRequest,
    row: IdentityProvider,
    *,
    identity: Identity | None = None,
    values: Mapping[str, Any] | None = None,
    error: SignInError | None = None,
) -> HttpResponse:
    """Keep the result for the page that shows it, note whether it was good, and lead to that page."""
    if identity is not None:
        error = rehearse(provider=row, identity=identity)
    actor = request.user if isinstance(request.user, User) else None
    note_test(provider=row, error=error, actor=actor)
    request.session[KEY] = {
        "error": str(error or ""),
        "code": error.code if error else "",
        "reason": error.reason if error and error.code == "invalid_answer" else "",
        "lines": _lines(values or {}),
        "email": identity.email if identity else "",
        "groups": sorted(identity.groups)[:MAX_LINES] if identity else [],
        "roles": sorted(granted_by(identity.groups).roles) if identity else [],
        "has_second_factor": bool(identity and identity.has_second_factor),
        "says_when": row.is_saml or "auth_time" in (values or {}),
    }
    return redirect("sso_staff:trial_result")


def trial_of(request: HttpRequest) -> Trial | None:
    """Return the last test of this session."""
    kept = request.session.get(KEY)
    return Trial(**kept) if kept else None


def role_names(trial: Trial) -> list[str]:
    """Return what the roles are called."""
    return [str(role.label) for role in Role.objects.filter(slug__in=trial.roles).order_by("slug")]


def _lines(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(name)[:MAX_TEXT], _text(value)) for name, value in list(values.items())[:MAX_LINES]]


def _text(value: Any) -> str:
    parts = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(str(part) for part in parts)[:MAX_TEXT]
