"""An outage with one case and a series of closures: the arguments of their addresses."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from modules.appointments.models import Booking, Outage, OutageCase
from tests.factories.appointments import ClosureFactory


def outage_examples(booking: Booking, marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages of outages and series by their name."""
    now = timezone.now()
    outage = Outage.objects.create(
        subject=marker, starts_at=now, ends_at=now + timedelta(days=1), notice=marker, created_at=now
    )
    case = OutageCase.objects.create(outage=outage, booking=booking, former_start=booking.starts_at)
    series = uuid.uuid4()
    ClosureFactory(starts_on=date(2027, 3, 5), series=series, reason=marker)
    of_outage = {"outage_id": outage.pk}
    return {
        **{f"appointments_staff:{name}": of_outage for name in ("outage_cases", "outage_notice", "outage_end")},
        "appointments_staff:outage_call": {"case_id": case.pk},
        "appointments_staff:delete_series": {"series_id": series},
        "appointments:replacement": {"token": booking.token},
    }
