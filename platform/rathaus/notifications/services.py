"""Tell people that something is there, in the way they chose. The message itself never travels, only that it waits."""

from collections.abc import Callable

from rathaus.accounts.models import User
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant


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
    an appointment has to travel.
    """
    if own_mail is not None:
        own_mail()
        return
    enqueue_mail(
        to=person.email,
        subject=subject,
        text=f"{text}\n\n{current_tenant().url(path)}",
        kind=kind,
        reference=key,
    )
