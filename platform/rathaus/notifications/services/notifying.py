"""Tell people that something is there, in the way they chose. The message itself never travels, only that it waits."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.jobs import enqueue
from rathaus.mail.services import enqueue_mail
from rathaus.notifications.kinds import find_kind
from rathaus.notifications.models import Notification, PushDelivery, PushState
from rathaus.notifications.selectors import devices_of, ways_for
from rathaus.notifications.tasks import deliver_push
from rathaus.tenancy import current_tenant


@transaction.atomic
def notify(
    *,
    person: User,
    kind: str,
    key: str,
    subject: str,
    text: str,
    path: str,
    own_mail: Callable[[], None] | None = None,
) -> None:
    """Tell the person by mail, by push or not at all, as they chose for this kind; belongs to the caller's transaction.

    `kind` is declared in ModuleSpec.notifications, `key` makes a repetition harmless, `path` is where it waits.
    `subject` and `text` carry no personal content: mail and push pass through others' hands. `own_mail` puts the
    module's own letter into the outbox in place of the plain one, where the person chose mail: the calendar entry of
    an appointment has to travel. Who wants messages on a device and has none gets a mail, and so does who has some
    that cannot be reached for good. Raises UnknownKindError.
    """
    ways = ways_for(person, find_kind(kind))
    if not (ways.mail or ways.push):
        return
    notification, is_new = Notification.objects.get_or_create(
        person=person, key=key, defaults={"kind": kind, "subject": subject, "text": text, "path": path}
    )
    if not is_new:
        return
    has_devices = ways.push and _push(notification)
    if ways.mail or not has_devices:
        _mail(notification, own_mail)


@transaction.atomic
def mail_instead(*, notification: Notification) -> bool:
    """Send the mail where no device can be reached any more, and return whether that was so."""
    found = Notification.objects.select_for_update(of=("self",)).select_related("person").get(pk=notification.pk)
    is_reached = found.pushes.exclude(state=PushState.FAILED).exists()
    if found.mailed_at or is_reached:
        return False
    _mail(found)
    return True


def _push(notification: Notification) -> bool:
    """Send it on its way to each of the person's devices and return whether there are any."""
    pushes = PushDelivery.objects.bulk_create(
        PushDelivery(notification=notification, subscription=device) for device in devices_of(notification.person)
    )
    for push in pushes:
        enqueue(deliver_push, delivery_id=str(push.pk))
    return bool(pushes)


def _mail(notification: Notification, own_mail: Callable[[], None] | None = None) -> None:
    (own_mail or _plain_mail(notification))()
    notification.mailed_at = timezone.now()
    notification.save(update_fields=["mailed_at"])


def _plain_mail(notification: Notification) -> Callable[[], None]:
    def send() -> None:
        enqueue_mail(
            to=notification.person.email,
            subject=notification.subject,
            text=f"{notification.text}\n\n{current_tenant().url(notification.path)}",
            kind=notification.kind,
            reference=str(notification.pk),
        )

    return send
