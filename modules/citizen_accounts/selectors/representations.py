"""Reads who acts for whom."""

from django.db.models import Q, QuerySet

from modules.citizen_accounts.ages import today
from modules.citizen_accounts.models import ProofState, Representation
from rathaus.accounts.models import User

_PROVEN = (ProofState.DECLARED, ProofState.ACCEPTED)


def _running() -> Q:
    return Q(ended_at=None) & (Q(valid_until=None) | Q(valid_until__gte=today()))


def representations_of(user: User) -> QuerySet[Representation]:
    """Return all for whom the person acts, wants to act or acted, those that run first."""
    return Representation.objects.filter(representative=user).order_by("-ended_at", "last_name", "first_name", "id")


def usable_representations(user: User) -> QuerySet[Representation]:
    """Return those by which the person may act today: proven, not ended, not past their last day."""
    return Representation.objects.filter(_running(), representative=user, proof_state__in=_PROVEN).order_by(
        "last_name", "first_name", "id"
    )


def waiting_around(user: User) -> QuerySet[Representation]:
    """Return those that wait for the town hall with this person on either side."""
    theirs = Q(email=user.email) & ~Q(email="")
    return Representation.objects.filter(
        _running(), Q(representative=user) | theirs, proof_state=ProofState.WAITING
    ).select_related("representative")


def who_acts_for(user: User) -> QuerySet[Representation]:
    """Return who acts, or wants to act, for this person: they named the person's e-mail address."""
    return (
        Representation.objects.filter(_running(), email=user.email)
        .exclude(Q(proof_state=ProofState.REFUSED) | Q(email=""))
        .select_related("representative")
        .order_by("created_at")
    )


def to_check() -> QuerySet[Representation]:
    """Return what waits for the town hall, the oldest first."""
    return (
        Representation.objects.filter(_running(), proof_state=ProofState.WAITING)
        .select_related("representative")
        .order_by("created_at")
    )


def checked() -> QuerySet[Representation]:
    """Return what the town hall has decided, the newest first."""
    return (
        Representation.objects.exclude(decided_at=None)
        .select_related("representative", "decided_by")
        .order_by("-decided_at")
    )
