"""How people want to be told, their devices, and of what they were told lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Model
from django.db.models.functions import Coalesce

from rathaus.notifications.delivery import forget_old
from rathaus.notifications.models import Notification, NotificationPreference, PushSubscription
from rathaus.privacy.protocol import Record

SILENT_FOR: Final = timedelta(days=365)  # a device that took no message for so long belongs to nobody any more


class NotificationsPersonalData:
    """Devices, choices, and the last 90 days' notifications of a person. All of it hangs on the access."""

    models: tuple[type[Model], ...] = (PushSubscription, NotificationPreference, Notification)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return devices, choices and notifications; a device's address and keys are secrets and stay out."""
        devices = PushSubscription.objects.filter(person__email=email)
        preferences = NotificationPreference.objects.filter(person__email=email).order_by("kind")
        told = Notification.objects.filter(person__email=email).order_by("created_at")
        return [
            *(_device(subscription) for subscription in devices),
            *(_choice(preference) for preference in preferences),
            *(_told(notification) for notification in told),
        ]

    def erase(self, *, email: str) -> int:
        """Delete all of it; no law keeps it."""
        return sum(model.objects.filter(person__email=email).delete()[0] for model in self._own())

    def apply_retention(self, *, now: datetime) -> int:
        """Delete notifications after 90 days, and devices that took no message for a year."""
        silent = PushSubscription.objects.annotate(heard=Coalesce("last_success_at", "created_at"))
        gone: int = silent.filter(heard__lt=now - SILENT_FOR).delete()[0]
        return gone + forget_old(now=now)

    def _own(self) -> tuple[type[PushSubscription], type[NotificationPreference], type[Notification]]:
        return (PushSubscription, NotificationPreference, Notification)


def _device(subscription: PushSubscription) -> Record:
    return {"kind": "device", "device": subscription.device, "since": subscription.created_at.isoformat()}


def _choice(preference: NotificationPreference) -> Record:
    return {"kind": "choice", "of": preference.kind, "mail": preference.mail, "push": preference.push}


def _told(notification: Notification) -> Record:
    return {"kind": "notification", "at": notification.created_at.isoformat(), "subject": notification.subject}


PERSONAL_DATA: Final = NotificationsPersonalData()
