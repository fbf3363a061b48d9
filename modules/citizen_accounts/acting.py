"""For whom the signed-in person acts in this session. What the session remembers is asked again at each request."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.citizen_accounts.models import Membership, OrganisationKind, Relation, Representation
from modules.citizen_accounts.selectors.organisations import memberships_of
from modules.citizen_accounts.selectors.representations import usable_representations
from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user
from rathaus.registry import ActingFor

_KEY: Final = "acting_for"
_MEMO: Final = "_acting_principal"


class PrincipalKind(StrEnum):
    """In whose name something is done."""

    SELF = "self"
    CHILD = "child"
    PARENT = "parent"
    WARD = "ward"
    PROXY = "proxy"
    COMPANY = "company"
    CLUB = "club"


class Proof(StrEnum):
    """How it is proven that the person may act."""

    NOT_NEEDED = "not_needed"  # for oneself
    DECLARED = "declared"  # parents for their child, members of an organisation: nobody has checked it
    ACCEPTED = "accepted"  # the town hall has seen the document


_ROLES: Final = {
    PrincipalKind.CHILD: gettext_lazy("Ihr Kind"),
    PrincipalKind.PARENT: gettext_lazy("Mutter oder Vater, mit Vollmacht"),
    PrincipalKind.WARD: gettext_lazy("rechtliche Betreuung"),
    PrincipalKind.PROXY: gettext_lazy("mit Vollmacht"),
    PrincipalKind.COMPANY: gettext_lazy("Firma"),
    PrincipalKind.CLUB: gettext_lazy("Verein"),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """In whose name the signed-in person acts: `id` is that of the user, representation or organisation."""

    kind: PrincipalKind
    id: UUID
    name: str
    proof: Proof

    @property
    def is_self(self) -> bool:
        """Whether the person acts for nobody else."""
        return self.kind == PrincipalKind.SELF

    @property
    def role(self) -> str:
        """What the principal is to the person: "Ihr Kind"."""
        return str(_ROLES.get(self.kind, ""))

    @property
    def key(self) -> str:
        """The value by which a form names it."""
        return f"{self.kind}:{self.id}"


def acting_principal(request: HttpRequest) -> Principal:
    """Return in whose name the signed-in person acts now: one query while it is somebody else, none otherwise.

    What has ended meanwhile counts no more. Raises PermissionDenied for anonymous people.
    """
    known: Principal | None = getattr(request, _MEMO, None)
    if known is None:
        user = acting_user(request)
        chosen = request.session.get(_KEY)
        known = (_find(user, chosen) if chosen else None) or _oneself(user)
        setattr(request, _MEMO, known)
    return known


def acting_for(request: HttpRequest) -> ActingFor | None:
    """Return what every page says while the person acts for somebody else (ModuleSpec.acting_for)."""
    principal = acting_principal(request)
    if principal.is_self:
        return None
    proof = _("Nachweis geprüft") if principal.proof == Proof.ACCEPTED else _("nicht geprüft")
    is_organisation = principal.kind in OrganisationKind.values
    return ActingFor(principal.name, principal.role, reverse("citizen_accounts:acting"), proof, is_organisation)


def possible_principals(user: User) -> list[Principal]:
    """Return in whose names the person may act, themselves first: two queries."""
    members = [_of_membership(membership) for membership in memberships_of(user) if membership.may_act]
    return [_oneself(user), *map(_of_representation, usable_representations(user)), *members]


def act_for(request: HttpRequest, key: str) -> Principal | None:
    """Act in this name from now on and return it; None where the person may not."""
    user = acting_user(request)
    chosen = next((principal for principal in possible_principals(user) if principal.key == key), None)
    if chosen is None:
        return None
    if chosen.is_self:
        request.session.pop(_KEY, None)
    else:
        request.session[_KEY] = chosen.key
    setattr(request, _MEMO, chosen)
    return chosen


def _find(user: User, key: str) -> Principal | None:
    kind, _colon, text = key.partition(":")
    found = UUID(text)
    if kind in OrganisationKind.values:
        membership = memberships_of(user).filter(organisation=found).first()
        return _of_membership(membership) if membership and membership.may_act else None
    representation = usable_representations(user).filter(pk=found, relation=kind).first()
    return _of_representation(representation) if representation else None


def _oneself(user: User) -> Principal:
    return Principal(PrincipalKind.SELF, user.pk, user.full_name or _("mich selbst"), Proof.NOT_NEEDED)


def _of_representation(representation: Representation) -> Principal:
    kind = PrincipalKind(Relation(representation.relation).value)
    return Principal(kind, representation.pk, representation.full_name, Proof(representation.proof_state))


def _of_membership(membership: Membership) -> Principal:
    organisation = membership.organisation
    return Principal(PrincipalKind(organisation.kind), organisation.pk, organisation.name, Proof.DECLARED)
