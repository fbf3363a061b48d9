"""How long the record is kept: the municipality's own choice, and an entry itself."""

from django.db import transaction

from rathaus.accounts.models import User
from rathaus.audit.models import AuditPreferences
from rathaus.audit.selectors import get_preferences
from rathaus.audit.services import record


@transaction.atomic
def keep_record(*, months: int, actor: User | None) -> AuditPreferences:
    """Keep entries for so many months from now on; what is older goes in the next night."""
    preferences = get_preferences()
    if preferences.kept_months != months:
        details = {"from": preferences.kept_months, "to": months}
        preferences.kept_months = months
        preferences.save()
        record(action="audit.retention_changed", actor=actor, details=details)
    return preferences
