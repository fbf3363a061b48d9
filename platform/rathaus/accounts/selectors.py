"""Reads people, their rights and their sessions; writes nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rathaus.accounts.devices import device_words
from rathaus.accounts.errors import InvitationInvalidError
from rathaus.accounts.models import Invitation, Role, StaffMembership, User
from rathaus.accounts.rights import rights_of
from rathaus.accounts.roles import ADMINISTRATOR, ROLE_NAMES
from rathaus.accounts.tokens import hash_of
from rathaus.tenancy.context import tenant_or_none

SECOND_FACTORS: Final = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def role_words(user: User) -> str:
    """Return the person's own roles for reading: "Administration, Empfang", the municipality's own ones last."""
    names = rights_of(user).role_names
    own = sorted(name for slug, name in names.items() if slug not in ROLE_NAMES)
    return ", ".join([*(str(name) for slug, name in ROLE_NAMES.items() if slug in names), *own])


def has_second_factor(user: User) -> bool:
    """Return whether the person has set up a passkey, a security key or an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists())


def all_roles() -> list[Role]:
    """Return the roles in the order of vocabulary.md, then the municipality's own by name."""
    order = list(ROLE_NAMES)
    roles = Role.objects.order_by("name")
    return sorted(roles, key=lambda role: order.index(role.slug) if role.slug in order else len(order))


def staff_list(*, query: str = "", only_active: bool | None = None) -> QuerySet[StaffMembership]:
    """Return staff by name, each with `has_second_factor`; `query` looks into names and address."""
    factor = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)
    people = (
        StaffMembership.objects.select_related("user")
        .prefetch_related("roles")
        .annotate(has_second_factor=Exists(factor))
        .order_by("user__last_name", "user__first_name", "user__email")
    )
    if only_active is not None:
        people = people.filter(is_active=only_active)
    for word in query.split():
        people = people.filter(
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__email__icontains=word)
        )
    return people


def all_invitations() -> QuerySet[Invitation]:
    """Return every invitation, also those that are over."""
    return Invitation.objects.all()


def open_invitations() -> QuerySet[Invitation]:
    """Return invitations that were neither accepted nor withdrawn, run-out ones included, newest first."""
    return (
        Invitation.objects.filter(accepted_at=None, withdrawn_at=None).prefetch_related("roles").order_by("-created_at")
    )


def find_invitation(token: str) -> Invitation:
    """Return the open invitation that this link belongs to; raises InvitationInvalidError."""
    invitation = open_invitations().filter(token_hash=hash_of(token)).first()
    if invitation is None or invitation.is_expired:
        raise InvitationInvalidError
    return invitation


def administrators(*, besides: Collection[UUID] = ()) -> QuerySet[StaffMembership]:
    """Return the working administrators, without the memberships of the given ids."""
    return StaffMembership.objects.filter(is_active=True, user__is_active=True, roles__slug=ADMINISTRATOR).exclude(
        pk__in=besides
    )


@dataclass(frozen=True)
class SignedInDevice:
    """A running session as its owner recognises it."""

    id: int
    started_at: datetime
    ip: str
    device: str
    is_current: bool


def signed_in_devices(user: User, current_key: str | None) -> list[SignedInDevice]:
    """Return the person's running sessions, newest first: two queries."""
    sessions = list(UserSession.objects.filter(user_id=user.pk).order_by("-created_at"))
    running = set(
        Session.objects.filter(
            session_key__in=[session.session_key for session in sessions], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    return [
        SignedInDevice(
            id=session.pk,
            started_at=session.created_at,
            ip=session.ip,
            device=device_words(session.user_agent),
            is_current=session.session_key == current_key,
        )
        for session in sessions
        if session.session_key in running
    ]


def demo_people() -> QuerySet[User]:
    """Return the invented people of demonstrations, with addresses in .example: staff first, or operators."""
    people = User.objects.filter(is_active=True, email__endswith=".example")
    if tenant_or_none() is None:
        return people.order_by("last_name", "first_name")
    working = Q(staff_membership__is_active=True)
    nobody = Q(staff_membership=None)
    return people.filter(working | nobody).order_by("staff_membership__is_active", "last_name", "first_name")
