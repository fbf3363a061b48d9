"""Browsers that take messages: each person lists and removes their own."""

from typing import Final

from django.db import transaction

from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.notifications.endpoints import clean_endpoint, clean_keys
from rathaus.notifications.models import PushSubscription

MAX_DEVICES: Final = 10  # of one person; the oldest makes room


@transaction.atomic
def add_device(
    *, person: User, endpoint: str, p256dh: str, auth: str, device: str, session_key: str
) -> PushSubscription:
    """Return the browser's subscription; sending it again renews it, and from whoever had it before it is taken away.

    `device` is what the owner recognises ("Firefox auf Windows"). Raises UnfitEndpointError, UnfitKeysError.
    """
    endpoint = clean_endpoint(endpoint)
    p256dh, auth = clean_keys(p256dh=p256dh, auth=auth)
    # Deleted, not handed over: what is on its way to the former person must not reach the new one.
    PushSubscription.objects.filter(endpoint=endpoint).exclude(person=person).delete()
    subscription, is_new = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "person": person,
            "p256dh": p256dh,
            "auth": auth,
            "device": device[:60],
            "session_key": session_key,
        },
    )
    if is_new:
        _drop_oldest(person)
        record(action="notifications.device_added", actor=person, target=subscription, actor_kind=ActorKind.CITIZEN)
    return subscription


@transaction.atomic
def remove_device(*, subscription: PushSubscription, actor: User) -> None:
    """Send nothing to this browser any more."""
    record(action="notifications.device_removed", actor=actor, target=subscription, actor_kind=ActorKind.CITIZEN)
    subscription.delete()


def forget_session(*, session_key: str) -> None:
    """Send nothing any more to the browser that this session belongs to: its person has signed out."""
    if session_key:
        PushSubscription.objects.filter(session_key=session_key).delete()


def forget_sessions_of(*, person: User, keep: str = "") -> None:
    """Send nothing any more to the person's browsers but the one with this session: they signed out everywhere."""
    PushSubscription.objects.filter(person=person).exclude(session_key=keep or "-").delete()


def _drop_oldest(person: User) -> None:
    newest = PushSubscription.objects.filter(person=person).order_by("-created_at").values_list("pk", flat=True)
    PushSubscription.objects.filter(pk__in=list(newest[MAX_DEVICES:])).delete()
