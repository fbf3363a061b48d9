"""What a session has proven: by which means the person signed in, and when."""

import time
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from rathaus.accounts.models import User

SECOND_FACTOR: Final = "mfa"  # allauth's word in its records
FRESH_SECONDS: Final = 5 * 60


def acting_user(request: HttpRequest) -> User:
    """Return who is signed in, for services that want an actor; raises PermissionDenied for anybody else."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def has_second_factor(request: HttpRequest, user: User) -> bool:
    """Return whether this session was opened or confirmed with the second factor."""
    return any(record.get("method") == SECOND_FACTOR for record in get_authentication_records(request, user))


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Return whether the person has proven who they are within the last five minutes."""
    moments = [float(record["at"]) for record in get_authentication_records(request, user)]
    return bool(moments) and time.time() - max(moments) < FRESH_SECONDS


def note_password(request: HttpRequest, user: User) -> None:
    """Remember that the person has just set the password by a link from their mail."""
    record_authentication(request, user, "password", email=user.email)


def note_second_factor(request: HttpRequest, user: User) -> None:
    """Remember that the person has just entered a right code."""
    record_authentication(request, user, SECOND_FACTOR, type="totp")
