"""Keep what citizens tell about themselves."""

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction

from modules.citizen_accounts.iban import seal
from modules.citizen_accounts.models import CitizenProfile
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from tenants.municipality.models import Locality

_NAMES = ("first_name", "last_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the form of the profile holds."""

    first_name: str
    last_name: str
    street: str
    postal_code: str
    city: str
    locality: Locality | None
    phone: str
    language: str


def ensure_profile(*, user: User) -> CitizenProfile:
    """Return the person's profile, an empty one at their first visit; safe to call at the same time."""
    profile, _is_new = CitizenProfile.objects.select_related("locality").get_or_create(user=user)
    return profile


@transaction.atomic
def change_profile(*, user: User, details: Details) -> CitizenProfile:
    """Keep what the person typed; the record says which parts changed, not what they were."""
    profile = ensure_profile(user=user)
    changed = []
    for name in (field.name for field in fields(details)):
        owner = user if name in _NAMES else profile
        if getattr(owner, name) != getattr(details, name):
            setattr(owner, name, getattr(details, name))
            changed.append(name)
    if changed:
        user.save(update_fields=list(_NAMES))
        profile.save()
        _note(user, changed)
    return profile


@transaction.atomic
def change_birth_date(*, user: User, birth_date: date | None) -> CitizenProfile:
    """Keep or clear the birth date; the caller has asked for a fresh proof."""
    profile = ensure_profile(user=user)
    profile.birth_date = birth_date
    profile.save(update_fields=["birth_date", "updated_at"])
    _note(user, ["birth_date"])
    return profile


@transaction.atomic
def change_iban(*, user: User, iban: str) -> CitizenProfile:
    """Keep a checked IBAN encrypted, or forget it for ""; the caller has asked for a fresh proof."""
    profile = ensure_profile(user=user)
    profile.iban_encrypted = seal(iban)
    profile.save(update_fields=["iban_encrypted", "updated_at"])
    _note(user, ["iban"])
    return profile


def _note(user: User, changed: list[str]) -> None:
    record(
        action="citizen_accounts.profile_changed",
        actor=user,
        actor_kind=ActorKind.CITIZEN,
        target=user,
        details={"parts": changed},
    )
