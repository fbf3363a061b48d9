"""Examples for the pages about fair access."""

from typing import Any

from modules.appointments.models import ContactException


def fairness_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the addresses of an exception."""
    exception = ContactException.objects.create(label=marker, contact_hash=marker[:64])
    return {"appointments_staff:delete_contact_exception": {"exception_id": exception.pk}}
