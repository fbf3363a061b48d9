"""Change what holds for all hearings."""

from django.db import transaction

from modules.hearings.models import HearingSettings
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def save_settings(*, settings: HearingSettings, actor: User | None) -> None:
    """Keep the one row of settings."""
    settings.save()
    record(action="hearings.settings_changed", actor=actor, target=settings, details={"keep_days": settings.keep_days})
