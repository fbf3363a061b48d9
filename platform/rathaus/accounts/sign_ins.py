"""What is written down when somebody comes, fails to come in, or goes."""

from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from rathaus.accounts.addresses import client_ip
from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.accounts.session import methods_of
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.notifications.services import forget_session
from rathaus.tenancy.context import tenant_or_none

_AGENT_LENGTH: Final = UserSession._meta.get_field("user_agent").max_length or 0  # noqa: SLF001  Django documents it


def actor_kind(user: User) -> ActorKind:
    """Return as what this person acts on their own access: staff, citizen, or operator on the operators' side."""
    if tenant_or_none() is None:
        return ActorKind.OPERATOR
    return ActorKind.STAFF if rights_of(user).is_staff else ActorKind.CITIZEN


@transaction.atomic
def note_sign_in(*, request: HttpRequest, user: User) -> None:
    """List the new session among the person's devices and write down by what it was opened."""
    if not request.session.session_key:
        request.session.save()
    UserSession.objects.create(
        user=user,
        session_key=request.session.session_key,
        ip=client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:_AGENT_LENGTH],
    )
    _record("accounts.signed_in", user, by=methods_of(request, user))


@transaction.atomic
def note_sign_out(*, request: HttpRequest, user: User) -> None:
    """Write down that the person went, and send nothing any more to this browser."""
    key = request.session.session_key or ""
    UserSession.objects.filter(session_key=key).delete()
    if tenant_or_none() is not None:
        forget_session(session_key=key)
    _record("accounts.signed_out", user)


def note_failure(*, by: str, user: User | None = None) -> None:
    """Write down that a password, code or passkey was wrong, and whose, where that is known."""
    record(action="accounts.sign_in_failed", actor_kind=ActorKind.SYSTEM, target=user, details={"by": by})


def _record(action: str, user: User, **details: Any) -> None:
    record(action=action, actor=user, actor_kind=actor_kind(user), target=user, details=details)
