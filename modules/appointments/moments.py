"""What day and cell it is in the municipality."""

from datetime import date, datetime

from django.utils import timezone

from rathaus.calendar.localtime import first_cell_from, instant_of, local_day
from rathaus.tenancy import current_tenant


def today(now: datetime | None = None) -> date:
    """Return the municipality's calendar day at an instant, now by default."""
    return local_day(now or timezone.now(), current_tenant().time_zone)


def running_cell(now: datetime) -> int:
    """Return the cell of today that is running at an instant."""
    day, zone = today(now), current_tenant().time_zone
    cell = first_cell_from(now, day, zone)
    return cell if instant_of(day, cell, zone) == now else cell - 1
