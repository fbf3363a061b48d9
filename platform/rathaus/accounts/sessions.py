"""Running sessions of a person: ending one, several, all."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from rathaus.accounts.models import User
from rathaus.accounts.sign_ins import actor_kind
from rathaus.audit.services import record
from rathaus.notifications.services import forget_session, forget_sessions_of
from rathaus.tenancy.context import tenant_or_none


@transaction.atomic
def end_session(*, user: User, session_id: int) -> bool:
    """Sign the person out on one device; returns False for a session that is over or somebody else's."""
    found = UserSession.objects.filter(pk=session_id, user_id=user.pk).first()
    if found is None:
        return False
    _forget(found.session_key)
    found.end()
    record(action="accounts.signed_out_device", actor=user, actor_kind=actor_kind(user), target=user)
    return True


@transaction.atomic
def sign_out_everywhere(*, user: User, actor: User | None, keep: str = "") -> int:
    """Sign a person out everywhere, at their own wish or an administrator's; return how many sessions ended.

    The session with the key `keep` stays: the one in which a person asks for it themselves.
    """
    rows = UserSession.objects.filter(user_id=user.pk).exclude(session_key=keep)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    if tenant_or_none() is not None:
        forget_sessions_of(person=user, keep=keep)
    kind = actor_kind(actor) if actor else None
    record(action="accounts.signed_out_everywhere", actor=actor, actor_kind=kind, target=user)
    return len(keys)


def _forget(session_key: str) -> None:
    if tenant_or_none() is not None:
        forget_session(session_key=session_key)
