"""What the pages of citizens have in common: whose things they show, and for whom the person writes."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from modules.citizen_accounts.api import Proof, acting_principal
from rathaus.accounts.found import Decorator, Find, Thing, view_of
from rathaus.accounts.session import citizen_required


def of_person(find: Find[Thing]) -> Decorator[Thing]:
    """Return a decorator that hands a view the person's thing with the id in the address; 404 for everybody else's."""
    return view_of(find, guard=citizen_required)


def in_name_of(request: HttpRequest) -> str:
    """Return for whom the person writes and how that is proven, "" for themselves."""
    principal = acting_principal(request)
    if principal.is_self:
        return ""
    proof = _("Nachweis geprüft") if principal.proof == Proof.ACCEPTED else _("nicht geprüft")
    return f"{principal.name} ({principal.role}, {proof})"
