"""The municipality's one row of contact data."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from rathaus.accounts.models import User
from rathaus.audit.services import record
from tenants.municipality import frame
from tenants.municipality.models import Locality, MemberMunicipality, MunicipalityProfile

DEFAULT_AUTHORITY = "Der Bürgermeister"


def set_up_municipality(
    *, profile: Mapping[str, str], localities: Sequence[str] = (), members: Sequence[str] = ()
) -> MunicipalityProfile:
    """Return the profile of a new municipality, created with its localities and member municipalities.

    `profile` holds fields of MunicipalityProfile. Called once by provisioning, inside its transaction.
    """
    created = MunicipalityProfile.objects.create(**{"authority": DEFAULT_AUTHORITY, **profile})
    Locality.objects.bulk_create(Locality(name=name, position=place) for place, name in enumerate(localities))
    MemberMunicipality.objects.bulk_create(
        MemberMunicipality(name=name, position=place) for place, name in enumerate(members)
    )
    record(action="municipality.set_up", target=created)
    frame.forget_after_commit()
    return created


@transaction.atomic
def save_profile(*, changes: Mapping[str, str], actor: User | None) -> MunicipalityProfile:
    """Return the profile with the given fields changed; the record names the fields, not their content."""
    profile = locked_profile()
    changed = [name for name, value in changes.items() if getattr(profile, name) != value]
    for name in changed:
        setattr(profile, name, changes[name])
    if changed:
        profile.save(update_fields=[*changed, "updated_at"])
        record(action="municipality.profile_changed", actor=actor, target=profile, details={"fields": changed})
        frame.forget_after_commit()
    return profile


def locked_profile() -> MunicipalityProfile:
    """Return the profile, locked until the transaction ends; raises DoesNotExist before provisioning."""
    return MunicipalityProfile.objects.select_for_update().get(pk=MunicipalityProfile.ONLY_ID)
