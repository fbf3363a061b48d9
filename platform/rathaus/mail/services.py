"""Write e-mails into the outbox. They leave only if the caller's transaction becomes true."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from rathaus.jobs import enqueue
from rathaus.mail.attachments import Attachment
from rathaus.mail.models import OutboxMessage
from rathaus.mail.tasks import deliver, sweep

MAX_ATTACHMENT_BYTES = 5 * 1024 * 1024
MAX_SUBJECT_LENGTH = 200


class UndeliverableError(ValueError):
    """A message that could never be delivered: no usable address, or attachments that are too large."""


@transaction.atomic
def enqueue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    kind: str,
    attachments: Sequence[Attachment] = (),
    reference: str = "",
) -> OutboxMessage:
    """Put a message to one person into the outbox and deliver it after commit.

    `kind` is a code such as "appointments.confirmation"; `reference` the id of what it is about. Line breaks in
    the subject become spaces. Raises UndeliverableError.
    """
    _refuse_undeliverable(to, attachments)
    message = OutboxMessage.objects.create(
        to=to,
        subject=" ".join(subject.split())[:MAX_SUBJECT_LENGTH],
        text=text,
        html=html,
        kind=kind,
        attachments=[attachment.as_json() for attachment in attachments],
        reference=reference,
    )
    enqueue(deliver, message_id=str(message.pk))
    return message


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkMail:
    """One of many messages that are written at once."""

    to: str
    subject: str
    text: str
    html: str
    reference: str


@transaction.atomic
def enqueue_many(*, kind: str, mails: Sequence[BulkMail]) -> int:
    """Put many messages into the outbox at once and return how many; raises UndeliverableError for any of them.

    The sweep delivers them bit by bit (500 at a time), which spares the mail server and the jobs of all others.
    """
    for mail in mails:
        _refuse_undeliverable(mail.to, ())
    rows = [
        OutboxMessage(
            to=mail.to,
            subject=" ".join(mail.subject.split())[:MAX_SUBJECT_LENGTH],
            text=mail.text,
            html=mail.html,
            kind=kind,
            reference=mail.reference,
        )
        for mail in mails
    ]
    OutboxMessage.objects.bulk_create(rows, batch_size=500)
    if rows:
        enqueue(sweep)
    return len(rows)


def _refuse_undeliverable(to: str, attachments: Sequence[Attachment]) -> None:
    try:
        validate_email(to)
    except ValidationError:
        raise UndeliverableError("The address of the recipient is no e-mail address.") from None
    if sum(len(attachment.content) for attachment in attachments) > MAX_ATTACHMENT_BYTES:
        raise UndeliverableError("The attachments are larger than 5 MB.")
