"""Look once a day how long people wait for a free time: nobody can tell afterwards."""

from datetime import datetime

from django.utils import timezone

from modules.appointments.models import LeadTimeSample
from modules.appointments.moments import today
from modules.appointments.selectors.free import earliest_of_each
from modules.appointments.selectors.places import offered_places


def sample_lead_times(*, now: datetime | None = None) -> int:
    """Note for each concern at each location how many minutes ahead its next free time lies, and return how many.

    A second look on the same day changes nothing. A handful of queries, however many concerns.
    """
    now = now or timezone.now()
    earliest = earliest_of_each(places=list(offered_places()), now=now)
    samples = [
        LeadTimeSample(
            place_id=place,
            day=today(now),
            minutes=round((time.starts_at - now).total_seconds() / 60) if time else None,
        )
        for place, time in earliest.items()
    ]
    return len(LeadTimeSample.objects.bulk_create(samples, ignore_conflicts=True))
