"""What was sent, as it is found again."""

import uuid

from modules.online_services.models import ServiceRequest


def request_of(case_id: uuid.UUID) -> ServiceRequest | None:
    """Return what was sent and became this case, None for cases that came another way: one query."""
    found = ServiceRequest.objects.select_related("form_version__form", "service")
    return found.filter(case_id=case_id).first()
