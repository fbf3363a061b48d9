"""Where other programs are told what happened: add, change, remove."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.api.addresses import clean_webhook_url
from rathaus.api.credentials import new_webhook_secret, sealed
from rathaus.api.errors import AlreadyCreatedError, UnknownCodeError
from rathaus.api.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from rathaus.api.scopes import all_events
from rathaus.api.tasks import deliver_webhook
from rathaus.audit.services import record
from rathaus.jobs import enqueue

OVERLAP: Final = timedelta(hours=24)


@transaction.atomic
def create_webhook(
    *, name: str, url: str, events: Sequence[str], actor: User | None, idem_key: uuid.UUID | None = None
) -> tuple[WebhookEndpoint, str]:
    """Return a new address and the secret that signs what it gets, which nobody can read again.

    Raises UnfitAddressError, UnknownCodeError, and AlreadyCreatedError for an `idem_key` that was used before.
    """
    _refuse_unknown(events)
    endpoint_id = idem_key or uuid.uuid4()
    if WebhookEndpoint.objects.filter(pk=endpoint_id).exists():
        raise AlreadyCreatedError
    secret = new_webhook_secret()
    endpoint = WebhookEndpoint.objects.create(
        pk=endpoint_id,
        name=name.strip(),
        url=clean_webhook_url(url),
        events=sorted(set(events)),
        secret=sealed(secret),
        created_by=actor.pk if actor else None,
    )
    record(action="api.webhook_created", actor=actor, target=endpoint, details={"events": endpoint.events})
    return endpoint, secret


@transaction.atomic
def change_webhook(
    *, endpoint: WebhookEndpoint, name: str, url: str, events: Sequence[str], is_active: bool, actor: User | None
) -> WebhookEndpoint:
    """Change an address and return it; what still waits goes to the new one. Raises as `create_webhook` does."""
    _refuse_unknown(events)
    locked = _lock(endpoint)
    locked.name, locked.url = name.strip(), clean_webhook_url(url)
    locked.events, locked.is_active = sorted(set(events)), is_active
    locked.save()
    record(
        action="api.webhook_changed",
        actor=actor,
        target=locked,
        details={"events": locked.events, "is_active": is_active},
    )
    return locked


@transaction.atomic
def renew_secret(*, endpoint: WebhookEndpoint, actor: User | None) -> str:
    """Return a new secret. The former one signs as well for 24 hours, so that the receiver has time to change."""
    locked = _lock(endpoint)
    secret = new_webhook_secret()
    locked.former_secret, locked.former_until = locked.secret, timezone.now() + OVERLAP
    locked.secret = sealed(secret)
    locked.save(update_fields=["secret", "former_secret", "former_until"])
    record(action="api.webhook_secret_renewed", actor=actor, target=locked)
    return secret


@transaction.atomic
def resume_webhook(*, endpoint: WebhookEndpoint, actor: User | None) -> WebhookEndpoint:
    """Send again to an address that was paused, what has waited first; nothing happens to any other."""
    locked = _lock(endpoint)
    if locked.paused_at is None:
        return locked
    locked.paused_at, locked.failures_in_row = None, 0
    locked.save(update_fields=["paused_at", "failures_in_row"])
    now = timezone.now()
    waiting = WebhookDelivery.objects.filter(endpoint=locked, state=DeliveryState.QUEUED)
    waiting.update(next_attempt_at=now, waits_from=now)
    for pk in waiting.order_by("occurred_at").values_list("pk", flat=True):
        enqueue(deliver_webhook, delivery_id=str(pk))
    record(action="api.webhook_resumed", actor=actor, target=locked)
    return locked


@transaction.atomic
def delete_webhook(*, endpoint: WebhookEndpoint, actor: User | None) -> None:
    """Remove an address with all its messages."""
    record(action="api.webhook_deleted", actor=actor, target=endpoint)
    endpoint.delete()


def _lock(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)


def _refuse_unknown(events: Sequence[str]) -> None:
    if not events or set(events) - set(all_events()):
        raise UnknownCodeError
