"""Count what happens with services, by day and without any person."""

from typing import Final

from django.db import connection
from django.utils import timezone

from modules.online_services.models import PublicService

BEGAN: Final = "began"
LEFT: Final = "left"
_ADD_ONE: Final = """
INSERT INTO online_services_servicecount AS kept (id, service_id, day, what, number)
VALUES (gen_random_uuid(), %s, %s, %s, 1)
ON CONFLICT (service_id, day, what) DO UPDATE SET number = kept.number + 1
"""


def step_done(step_id: str) -> str:
    """Return under which word it is counted that this step was completed for the first time in a draft."""
    return f"done:{step_id}"


def count(*, service: PublicService, what: str) -> None:
    """Count one more today: one statement, and two at the same moment count as two."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_ONE, [service.pk, timezone.localdate(), what[:70]])
