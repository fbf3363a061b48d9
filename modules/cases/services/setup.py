"""Rules of responsibility and texts to answer with."""

from django.db import transaction

from modules.cases.models import CaseRoute, TextModule
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def save_route(*, route: CaseRoute, actor: User) -> None:
    """Keep a new or changed rule; cases that are open already stay where they are."""
    route.save()
    record(action="cases.routes_changed", actor=actor, target=route)


@transaction.atomic
def remove_route(*, route: CaseRoute, actor: User) -> None:
    """Remove a rule."""
    record(action="cases.routes_changed", actor=actor, target=route)
    route.delete()


@transaction.atomic
def save_text_module(*, text_module: TextModule, actor: User) -> None:
    """Keep a new or changed text."""
    text_module.save()
    record(action="cases.text_modules_changed", actor=actor, target=text_module)


@transaction.atomic
def remove_text_module(*, text_module: TextModule, actor: User) -> None:
    """Remove a text; what was written with it stays as it is."""
    record(action="cases.text_modules_changed", actor=actor, target=text_module)
    text_module.delete()
