"""How far a session has proven who the person is: the levels of German administration, and where to prove more.

A level belongs to the current session and ages: a service asks for the level that its law demands, and whoever is below
is sent to a sign-in method that reaches it (regulation (EU) 910/2014, article 8; § 3 OZG).
"""

import time
from enum import IntEnum
from typing import Final

from django.http import HttpRequest

from rathaus.registry import SignInMethod, active_modules, contribution
from rathaus.tenancy import current_tenant

_KEY: Final = "trust"
LASTS_SECONDS: Final = 30 * 60


class TrustLevel(IntEnum):
    """Vertrauensniveau; the numbers are those of STORK-QAA."""

    NONE = 0
    BASIC = 1
    SUBSTANTIAL = 3
    HIGH = 4


def trust_of(request: HttpRequest) -> TrustLevel:
    """Return the level that this session has proven within the last half hour; signed in without more is BASIC."""
    if not request.user.is_authenticated:
        return TrustLevel.NONE
    proven = request.session.get(_KEY)
    if proven and proven["user"] == str(request.user.pk) and time.time() - proven["at"] < LASTS_SECONDS:
        return TrustLevel(proven["level"])
    return TrustLevel.BASIC


def note_trust(request: HttpRequest, level: TrustLevel) -> None:
    """Remember that the signed-in person has just proven this level."""
    request.session[_KEY] = {"user": str(request.user.pk), "level": int(level), "at": time.time()}


def sign_in_methods(*, level: TrustLevel = TrustLevel.BASIC) -> list[SignInMethod]:
    """Return the further ways to sign in that are set up here and reach the level."""
    sources = [contribution(spec, "sign_in_methods") for spec in active_modules(current_tenant())]
    return [method for source in sources if source for method in source() if method.level >= level]
