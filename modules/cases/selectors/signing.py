"""Who may sign in which way, and what letters need."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from modules.cases.models import DecisionSettings, Signing, SigningAuthority
from modules.cases.permissions import DECIDE
from rathaus.accounts.models import User
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.rights import rights_of
from tenants.municipality.selectors import get_profile

# Whoever stands in for the head of the authority signs "In Vertretung", everybody else as the absent person would.
_LENT: Final = {
    Signing.MAYOR: Signing.IN_SUBSTITUTION,
    Signing.IN_SUBSTITUTION: Signing.IN_SUBSTITUTION,
    Signing.BY_ORDER: Signing.BY_ORDER,
}


@dataclass(frozen=True, slots=True)
class Signer:
    """What stands below a letter: "Im Auftrag", the name, the function."""

    line: str
    name: str
    function: str = ""


def decision_settings() -> DecisionSettings:
    """Return the municipality's row, or the defaults where nobody has saved it yet."""
    return DecisionSettings.objects.filter(pk=DecisionSettings.ONLY_ID).first() or DecisionSettings()


def signer_for(user: User, kind: str) -> Signer | None:
    """Return how this person signs in this way; None for somebody who may not.

    Own authority comes first, then what a substitution lends, under the person's own name.
    """
    rows = list(SigningAuthority.objects.all())
    own = next((row for row in rows if row.user_id == user.pk and row.kind == kind), None)
    if own:
        return Signer(signing_line(kind), own.name, own.function)
    is_free = kind == Signing.BY_ORDER and not any(row.kind == kind for row in rows)
    if _is_lent(user, kind, rows) or (is_free and has_permission(user, DECIDE)):
        return Signer(signing_line(kind), user.full_name)
    return None


def ways_of(user: User) -> list[Signing]:
    """Return the ways in which the person may sign."""
    return [kind for kind in Signing if signer_for(user, kind)]


def signing_line(kind: str) -> str:
    """Return what stands above the name; the head of the authority by the name of the authority."""
    if kind == Signing.MAYOR:
        return get_profile().authority
    return _("In Vertretung") if kind == Signing.IN_SUBSTITUTION else _("Im Auftrag")


def _is_lent(user: User, kind: str, rows: list[SigningAuthority]) -> bool:
    absent = {one.user_id for one in rights_of(user).stands_in_for}
    return any(row.user_id in absent and _LENT[Signing(row.kind)] == kind for row in rows)
