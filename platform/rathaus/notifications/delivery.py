"""Send messages to devices, again if need be; what reaches no device becomes a mail."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rathaus.api import transport
from rathaus.notifications.endpoints import clean_endpoint
from rathaus.notifications.errors import UnfitEndpointError
from rathaus.notifications.kinds import find_kind
from rathaus.notifications.models import Notification, PushDelivery, PushState, PushSubscription
from rathaus.notifications.sealing import sealed_message
from rathaus.notifications.services.notifying import mail_instead
from rathaus.registry import NotificationKind
from rathaus.tenancy import current_tenant

log = structlog.get_logger(__name__)

DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120))
GIVE_UP_AFTER: Final = timedelta(hours=4)  # then a mail helps more
URGENT_GIVE_UP_AFTER: Final = timedelta(minutes=15)
KEEP_FOR: Final = timedelta(days=90)  # within which a repeated key tells nobody twice
SWEEP_BATCH: Final = 500
_DAY: Final = 24 * 60 * 60
_HOUR: Final = 60 * 60
_CLAIM: Final = timedelta(minutes=2)  # longer than any attempt: a worker that dies lets go of its message after that
_GONE: Final = frozenset({404, 410})  # RFC 8030, 7.3: the subscription has ended
_TOO_MANY: Final = 429


def deliver(*, delivery_id: uuid.UUID, now: datetime) -> bool:
    """Send a message whose time has come and return whether the push service took it.

    No transaction is open while it is sent. A worker claims the message first, so two never send it at once.
    """
    push = _claim(delivery_id, now)
    if push is None or push.subscription is None:
        return False
    return _note(push, _send(push.notification, push.subscription), timezone.now())


def payload_of(notification: Notification) -> bytes:
    """Return what the device shows: who has something, of which kind, and where it waits. Nothing about the matter."""
    shown = {
        "title": current_tenant().short_name,
        "body": str(find_kind(notification.kind).label),
        "path": notification.path,
        "tag": str(notification.pk),
    }
    return json.dumps(shown, ensure_ascii=False).encode()


def due_ids(*, now: datetime) -> list[uuid.UUID]:
    """Return the messages whose next attempt is due, the longest waiting first."""
    due = PushDelivery.objects.filter(state=PushState.QUEUED, next_attempt_at__lte=now)
    return list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:SWEEP_BATCH])


def forget_old(*, now: datetime) -> int:
    """Delete what people were told of 90 days ago and return how many that was."""
    return Notification.objects.filter(created_at__lt=now - KEEP_FOR).delete()[0]


@transaction.atomic
def _claim(delivery_id: uuid.UUID, now: datetime) -> PushDelivery | None:
    """Return the message if it is ours to send now; one without a device or hope ends here."""
    waiting = PushDelivery.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "notification", "subscription"
    )
    found = waiting.filter(pk=delivery_id, state=PushState.QUEUED, next_attempt_at__lte=now).first()
    if found is None:
        return None
    if found.subscription is None or _is_too_old(found, now):
        _give_up(found)
        return None
    found.next_attempt_at, found.attempts = now + _CLAIM, found.attempts + 1
    found.save(update_fields=["next_attempt_at", "attempts"])
    return found


def _send(notification: Notification, subscription: PushSubscription) -> transport.Answer:
    try:
        endpoint = clean_endpoint(subscription.endpoint)
    except UnfitEndpointError:
        return transport.Answer(error="UnfitEndpointError")
    body, headers = sealed_message(payload_of(notification), subscription=subscription)
    return transport.post(endpoint, body=body, headers=headers | _haste(find_kind(notification.kind)))


def _haste(kind: NotificationKind) -> dict[str, str]:
    """Return how long a push service keeps it for a device that is off, and whether it wakes one (RFC 8030, 5)."""
    return {"TTL": str(_HOUR), "Urgency": "high"} if kind.is_urgent else {"TTL": str(_DAY), "Urgency": "normal"}


@transaction.atomic
def _note(push: PushDelivery, answer: transport.Answer, now: datetime) -> bool:
    """Remember the answer; a subscription that has ended is removed, and only errors that may pass are tried again."""
    push.last_error = answer.error or ("" if answer.has_arrived else f"HTTP {answer.status}")
    if answer.has_arrived:
        push.state = PushState.SENT
        push.save(update_fields=["state", "last_error"])
        _subscription_of(push).update(last_success_at=now)
    elif _may_pass(answer):
        push.next_attempt_at = now + DELAYS[min(push.attempts, len(DELAYS)) - 1]
        push.save(update_fields=["next_attempt_at", "last_error"])
    else:
        if answer.status in _GONE:
            _subscription_of(push).delete()
            push.subscription = None
        _give_up(push)
    log.info("push_sent", delivery=str(push.pk), state=push.state, error=push.last_error)
    return answer.has_arrived


def _subscription_of(push: PushDelivery) -> QuerySet[PushSubscription]:
    return PushSubscription.objects.filter(pushes=push)  # none, if the person removed it meanwhile


def _may_pass(answer: transport.Answer) -> bool:
    if answer.error == "UnfitEndpointError":
        return False
    return answer.status is None or answer.status == _TOO_MANY or answer.status >= 500


def _is_too_old(push: PushDelivery, now: datetime) -> bool:
    is_urgent = find_kind(push.notification.kind).is_urgent
    return now - push.notification.created_at > (URGENT_GIVE_UP_AFTER if is_urgent else GIVE_UP_AFTER)


def _give_up(push: PushDelivery) -> None:
    push.state = PushState.FAILED
    push.save(update_fields=["state", "last_error", "subscription"])
    mail_instead(notification=push.notification)
