"""Take over what another service has confirmed about a person, after they saw it and agreed."""

from typing import Final

from django.db import transaction

from modules.citizen_accounts.models import CitizenProfile
from modules.citizen_accounts.services.profiles import ensure_profile
from rathaus.accounts.details import PersonDetails
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record

_OF_USER: Final = ("first_name", "last_name")
_OF_PROFILE: Final = ("street", "postal_code", "city", "birth_date", "phone")


@transaction.atomic
def take_over_details(*, user: User, details: PersonDetails) -> CitizenProfile:
    """Write what is not empty into the profile and keep the rest; return the profile.

    Texts that are longer than the profile's fields are left out: half an address would be wrong.
    """
    profile = ensure_profile(user=user)
    changed = [*_fill(user, details, _OF_USER), *_fill(profile, details, _OF_PROFILE)]
    if changed:
        user.save(update_fields=list(_OF_USER))
        profile.save()
        record(
            action="citizen_accounts.profile_changed",
            actor=user,
            actor_kind=ActorKind.CITIZEN,
            target=user,
            details={"parts": changed},
        )
    return profile


def _fill(owner: User | CitizenProfile, details: PersonDetails, names: tuple[str, ...]) -> list[str]:
    changed = []
    for name in names:
        value = getattr(details, name)
        limit = getattr(owner._meta.get_field(name), "max_length", None)  # noqa: SLF001  Django documents it
        fits = not isinstance(value, str) or limit is None or len(value) <= limit
        if value and fits and getattr(owner, name) != value:
            setattr(owner, name, value)
            changed.append(name)
    return changed
