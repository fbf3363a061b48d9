"""Deliver what waits in the outbox, again and again if need be, and forget what it said."""

import uuid
from datetime import datetime, timedelta
from email.utils import parseaddr

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q

from rathaus.mail.attachments import Attachment
from rathaus.mail.models import OutboxMessage, State
from rathaus.mail.senders import sender

log = structlog.get_logger(__name__)

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=2)  # older news than that confuse more than they help
WIPE_AFTER = timedelta(days=30)
SWEEP_BATCH = 500


@transaction.atomic
def deliver_message(*, message_id: uuid.UUID, now: datetime) -> bool:
    """Send a waiting message whose time has come and return whether it left now.

    A second run, or one at the same time, finds nothing to do: the row is locked while it is sent. Only a
    process that dies between the mail server's yes and our commit sends twice; both carry the same Message-ID.
    """
    message = (
        OutboxMessage.objects.select_for_update(skip_locked=True)
        .filter(pk=message_id, state=State.QUEUED, next_attempt_at__lte=now)
        .first()
    )
    if message is None:
        return False
    return _try(message, now)


def _try(message: OutboxMessage, now: datetime) -> bool:
    email = _as_email(message)
    message.attempts += 1
    try:
        email.send()
    except Exception as error:  # noqa: BLE001  whatever a mail provider's library raises, the row must know
        _note_failure(message, error, now)
        return False
    message.state, message.sent_at, message.last_error = State.SENT, now, ""
    message.save(update_fields=["state", "sent_at", "last_error", "attempts"])
    log.info("mail_sent", message=str(message.pk), kind=message.kind, attempts=message.attempts)
    return True


def _note_failure(message: OutboxMessage, error: Exception, now: datetime) -> None:
    message.last_error = type(error).__name__
    message.next_attempt_at = now + delay_after(message.attempts)
    if message.next_attempt_at - message.created_at > GIVE_UP_AFTER:
        message.state = State.FAILED
    message.save(update_fields=["state", "attempts", "next_attempt_at", "last_error"])
    log.warning(
        "mail_not_sent",
        message=str(message.pk),
        kind=message.kind,
        attempts=message.attempts,
        error=message.last_error,
        gave_up=message.state == State.FAILED,
    )


def delay_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 1, 2, 4 ... minutes, six hours at most."""
    doubled: int = 2 ** min(attempts - 1, 20)
    return min(FIRST_DELAY * doubled, LONGEST_DELAY)


def _as_email(message: OutboxMessage) -> EmailMultiAlternatives:
    origin = sender()
    domain = parseaddr(origin.address)[1].rpartition("@")[2]
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=origin.address,
        to=[message.to],
        reply_to=list(origin.reply_to),
        headers={"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for stored in message.attachments:
        email.attach(Attachment.from_json(stored).as_part())
    return email


def waiting_ids(*, now: datetime) -> list[uuid.UUID]:
    """Return the messages whose next attempt is due, the longest waiting first."""
    due = OutboxMessage.objects.filter(state=State.QUEUED, next_attempt_at__lte=now)
    return list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:SWEEP_BATCH])


def give_up_on_old(*, now: datetime) -> int:
    """Mark what has waited for more than two days as failed (say, over a suspension) and return how many."""
    old = OutboxMessage.objects.filter(state=State.QUEUED, created_at__lt=now - GIVE_UP_AFTER)
    return old.update(state=State.FAILED, last_error="Expired")


def wipe_old(*, now: datetime) -> int:
    """Remove recipient and content of messages done with 30 days ago and return how many those were."""
    done = ~Q(state=State.QUEUED) & Q(wiped_at__isnull=True, created_at__lt=now - WIPE_AFTER)
    return wipe(done, now=now)


def wipe(condition: Q, *, now: datetime) -> int:
    """Remove recipient and content of the messages that meet the condition and return how many those were."""
    return OutboxMessage.objects.filter(condition).update(
        to="", subject="", text="", html="", attachments=[], wiped_at=now
    )
