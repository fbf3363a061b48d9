"""Texts to start an answer with."""

from django.db import transaction

from modules.inbox.models import TextModule
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def save_text_module(*, text_module: TextModule, actor: User) -> None:
    """Keep a new or changed text."""
    text_module.save()
    record(action="inbox.text_modules_changed", actor=actor, target=text_module)


@transaction.atomic
def remove_text_module(*, text_module: TextModule, actor: User) -> None:
    """Remove a text; what was written with it stays as it is."""
    record(action="inbox.text_modules_changed", actor=actor, target=text_module)
    text_module.delete()
