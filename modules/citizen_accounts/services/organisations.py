"""Found, change and close the account of a company or club."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from modules.citizen_accounts.errors import LastOwnerError, NotAloneError, NotOwnerError, TooManyError
from modules.citizen_accounts.models import MemberRole, Membership, Organisation
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record

MAX_ORGANISATIONS: Final = 20
EDITABLE: Final = ("name", "register_number", "street", "postal_code", "city")


@transaction.atomic
def found_organisation(*, user: User, key: UUID, kind: str, values: Mapping[str, str]) -> Organisation:
    """Return a new organisation that the person owns; the same key again returns the first one.

    `values` are those of EDITABLE. Raises TooManyError.
    """
    if known := Organisation.objects.filter(pk=key, memberships__user=user).first():
        return known
    if Membership.objects.filter(user=user).count() >= MAX_ORGANISATIONS:
        raise TooManyError
    organisation = Organisation.objects.create(pk=key, kind=kind, **{name: values[name] for name in EDITABLE})
    Membership.objects.create(user=user, organisation=organisation, role=MemberRole.OWNER)
    record(
        action="citizen_accounts.organisation_founded",
        actor=user,
        actor_kind=ActorKind.CITIZEN,
        target=organisation,
        details={"kind": kind},
    )
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, actor: User, values: Mapping[str, str]) -> None:
    """Change name, register number and address. Raises NotOwnerError."""
    owned(organisation, actor)
    for name in EDITABLE:
        setattr(organisation, name, values[name])
    organisation.save(update_fields=list(EDITABLE))
    record(
        action="citizen_accounts.organisation_changed",
        actor=actor,
        actor_kind=ActorKind.CITIZEN,
        target=organisation,
    )


@transaction.atomic
def close_organisation(*, organisation: Organisation, actor: User) -> None:
    """Delete the organisation's account; only its last member may. Raises NotOwnerError and NotAloneError."""
    owned(organisation, actor)
    if organisation.memberships.count() > 1:
        raise NotAloneError
    record(
        action="citizen_accounts.organisation_closed",
        actor=actor,
        actor_kind=ActorKind.CITIZEN,
        target=organisation,
    )
    organisation.delete()


def owned(organisation: Organisation, actor: User) -> Membership:
    """Lock the organisation and return the actor's membership; raises NotOwnerError for all but owners."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    membership = Membership.objects.filter(organisation=organisation, user=actor, role=MemberRole.OWNER).first()
    if membership is None:
        raise NotOwnerError
    return membership


def keep_an_owner(organisation: Organisation, *, besides: Membership) -> None:
    """Raise LastOwnerError where nobody but this member manages the account; the organisation is locked."""
    others = Membership.objects.filter(organisation=organisation, role=MemberRole.OWNER).exclude(pk=besides.pk)
    if besides.is_owner and not others.exists():
        raise LastOwnerError
