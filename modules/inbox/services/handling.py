"""What clerks do with a conversation besides answering."""

import uuid

from django.db import transaction
from django.utils import timezone

from modules.inbox.errors import TakenOverError
from modules.inbox.models import Conversation, Remark
from modules.inbox.services.writing import lock
from modules.inbox.words import author_name
from rathaus.accounts.models import Department, User
from rathaus.audit.services import record


@transaction.atomic
def take_over(*, conversation: Conversation, actor: User, seen: uuid.UUID | None) -> None:
    """Make the actor responsible; a second time changes nothing.

    `seen` is who was responsible on the clerk's screen. Raises TakenOverError when it is somebody else by now.
    """
    locked = lock(conversation)
    if locked.responsible_id == actor.pk:
        return
    if locked.responsible and locked.responsible_id != seen:
        raise TakenOverError(author_name(locked.responsible))
    locked.responsible = actor
    locked.save(update_fields=["responsible"])
    record(action="inbox.conversation_taken", actor=actor, target=locked)


@transaction.atomic
def pass_on(*, conversation: Conversation, department: Department | None, actor: User) -> None:
    """Give the conversation to a department, where nobody is responsible yet; the same one again changes nothing."""
    locked = lock(conversation)
    if locked.department_id == (department.pk if department else None):
        return
    locked.department, locked.responsible = department, None
    locked.save(update_fields=["department", "responsible"])
    record(action="inbox.conversation_passed", actor=actor, target=locked)


@transaction.atomic
def close(*, conversation: Conversation, actor: User) -> None:
    """Say that the matter is settled; the person can still write, which opens it again."""
    locked = lock(conversation)
    if locked.closed_at:
        return
    locked.closed_at, locked.is_new_for_staff = timezone.now(), False
    locked.save(update_fields=["closed_at", "is_new_for_staff"])
    record(action="inbox.conversation_closed", actor=actor, target=locked)


@transaction.atomic
def reopen(*, conversation: Conversation, actor: User) -> None:
    """Take up a settled conversation again."""
    locked = lock(conversation)
    if locked.closed_at is None:
        return
    locked.closed_at = None
    locked.save(update_fields=["closed_at"])
    record(action="inbox.conversation_reopened", actor=actor, target=locked)


@transaction.atomic
def add_remark(*, conversation: Conversation, text: str, idem_key: uuid.UUID, actor: User) -> Remark:
    """Write something for colleagues only, and return it; the same key again returns the first one."""
    locked = lock(conversation)
    if found := Remark.objects.filter(conversation=locked, idem_key=idem_key).first():
        return found
    remark = Remark.objects.create(
        conversation=locked,
        author=actor,
        author_name=author_name(actor),
        text=text,
        at=timezone.now(),
        idem_key=idem_key,
    )
    record(action="inbox.remark_added", actor=actor, target=remark)
    return remark
