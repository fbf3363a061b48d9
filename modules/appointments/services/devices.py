"""Tablets and screens in the waiting room, and how a location takes people without an appointment."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from modules.appointments.codes import new_token
from modules.appointments.models import Device, QueueRules
from rathaus.accounts.models import User
from rathaus.audit.services import record

_SEEN_EVERY: Final = timedelta(minutes=1)


@transaction.atomic
def save_device(*, device: Device, actor: User) -> Device:
    """Save a device; a new one gets the address by which it shows its page."""
    device.created_at = device.created_at or timezone.now()
    device.save()
    record(action="appointments.device_saved", actor=actor, target=device, details={"kind": device.kind})
    return device


@transaction.atomic
def renew_device(*, device: Device, actor: User) -> Device:
    """Give a device a new address: whoever knows the old one is shut out at once."""
    device.token = new_token()
    device.save(update_fields=["token"])
    record(action="appointments.device_renewed", actor=actor, target=device)
    return device


@transaction.atomic
def remove_device(*, device: Device, actor: User) -> None:
    """Remove a device; its address shows nothing any more. Tickets stay."""
    record(action="appointments.device_removed", actor=actor, target=device, details={"kind": device.kind})
    device.delete()


@transaction.atomic
def save_queue_rules(*, rules: QueueRules, actor: User) -> QueueRules:
    """Save how a location takes people without an appointment."""
    rules.save()
    record(action="appointments.queue_rules_saved", actor=actor, target=rules)
    return rules


def note_seen(*, device: Device, now: datetime) -> None:
    """Note that a device asks; at most once a minute, since it does so every few seconds."""
    before = Q(last_seen_at__isnull=True) | Q(last_seen_at__lt=now - _SEEN_EVERY)
    if device.last_seen_at is None or device.last_seen_at < now - _SEEN_EVERY:
        Device.objects.filter(before, pk=device.pk).update(last_seen_at=now)
