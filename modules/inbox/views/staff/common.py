"""What the pages for staff have in common: who may see them, and whose thing stands in the address."""

import uuid

from modules.citizen_accounts.api import Citizen, get_citizen
from modules.inbox.permissions import PROVIDE, READ, SETUP, WRITE
from rathaus.accounts.found import Decorator, Find, Guard, Thing, view_of
from rathaus.accounts.models import User
from rathaus.accounts.permissions import permission_required

for_reading: Guard = permission_required(READ)
for_writing: Guard = permission_required(WRITE)
for_providing: Guard = permission_required(PROVIDE)
for_setup: Guard = permission_required(SETUP)


def of(find: Find[Thing], *, guard: Guard = for_reading) -> Decorator[Thing]:
    """Return a decorator that hands a view what the id in the address names, as far as the clerk may see it."""
    return view_of(find, guard=guard)


def citizen_for(clerk: User, key: uuid.UUID) -> Citizen | None:  # noqa: ARG001 - as the other finders
    """Return the citizen with this id."""
    return get_citizen(key)
