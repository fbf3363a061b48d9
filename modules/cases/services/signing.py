"""Who signs how, and what letters need: set up by an administrator, each change in the record."""

from django.db import transaction

from modules.cases.models import DecisionSettings, SigningAuthority
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def save_settings(*, settings: DecisionSettings, actor: User) -> None:
    """Keep the one row of settings."""
    settings.pk = DecisionSettings.ONLY_ID
    settings.save()
    record(action="cases.decision_settings_changed", actor=actor)


@transaction.atomic
def add_authority(*, authority: SigningAuthority, actor: User) -> None:
    """Let somebody sign in a way; who has it already gets the new name and function."""
    SigningAuthority.objects.update_or_create(
        user=authority.user,
        kind=authority.kind,
        defaults={"name": authority.name, "function": authority.function},
    )
    record(action="cases.signing_changed", actor=actor, details={"kind": authority.kind, "added": True})


@transaction.atomic
def remove_authority(*, authority: SigningAuthority, actor: User) -> None:
    """Take the right to sign in a way from somebody."""
    record(action="cases.signing_changed", actor=actor, details={"kind": authority.kind, "added": False})
    authority.delete()
