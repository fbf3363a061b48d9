"""What the pages for staff have in common: who may see them, and whose thing stands in the address."""

from modules.cases.permissions import OPEN, OVERVIEW, SETUP, WORK
from modules.cases.selectors.access import case_for
from rathaus.accounts.found import Decorator, Find, Guard, Thing, view_of
from rathaus.accounts.permissions import permission_required

for_work: Guard = permission_required(WORK)
for_overview: Guard = permission_required(OVERVIEW)
for_opening: Guard = permission_required(OPEN)
for_setup: Guard = permission_required(SETUP)


def of(find: Find[Thing], *, guard: Guard = for_work) -> Decorator[Thing]:
    """Return a decorator that hands a view what the id in the address names, as far as the clerk may see it."""
    return view_of(find, guard=guard)


of_case = of(case_for)
