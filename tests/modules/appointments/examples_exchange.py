"""Arguments of the addresses by which data come and go; the feed's texts carry the marker."""

import uuid
from typing import Any

from modules.appointments.models import CalendarFeed, Pool
from modules.appointments.services.feeds import create_feed
from tests.factories.accounts import StaffFactory


def exchange_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of feed and import; the feed shows the names of all pools' bookings."""
    key, actor = uuid.uuid4(), StaffFactory().user
    token = create_feed(feed_id=key, name=marker, pools=Pool.objects.all(), has_names=True, actor=actor)
    own = CalendarFeed.objects.get(pk=key)
    of_kind = {"kind": "termine"}
    return {
        "appointments:feed": {"token": token},
        "appointments_staff:revoke_feed": {"feed_id": own.pk},
        "appointments_staff:import_kind": of_kind,
        "appointments_staff:import_template": of_kind,
    }
