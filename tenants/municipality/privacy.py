"""What the municipality's own tables keep about people: addresses in reported barriers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Model

from rathaus.privacy.protocol import Record
from tenants.municipality.models import AccessibilityReport

KEPT_AFTER_HANDLING = timedelta(days=365)  # until the yearly review of the accessibility statement


class MunicipalityPersonalData:
    """Reported barriers. A handled one goes after a year."""

    models: tuple[type[Model], ...] = (AccessibilityReport,)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return the reports that were sent with this address."""
        return [
            {"at": report.created_at.isoformat(), "page": report.page, "description": report.description}
            for report in AccessibilityReport.objects.filter(email__iexact=email)
        ]

    def erase(self, *, email: str) -> int:
        """Delete the reports that were sent with this address; no law keeps them."""
        return AccessibilityReport.objects.filter(email__iexact=email).delete()[0]

    def apply_retention(self, *, now: datetime) -> int:
        """Delete reports that were handled a year ago."""
        return AccessibilityReport.objects.filter(handled_at__lt=now - KEPT_AFTER_HANDLING).delete()[0]


PERSONAL_DATA = MunicipalityPersonalData()
