"""Letters of regulatory-offence proceedings."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from modules.hearings.codes import hash_of, normal_reference
from modules.hearings.models import Hearing, Role

CODE = "K7M2-QXH9-4TRA"


def make_hearing(reference: str = "OWi 2026/000123", *, code: str = CODE, **values: Any) -> Hearing:
    """Return a letter that went out with this code; "" for one that did not."""
    defaults: dict[str, Any] = {
        "role": Role.ACCUSED,
        "offence": "Sie parkten im absoluten Haltverbot.",
        "place": "Markt 1",
        "due_on": timezone.localdate() + timedelta(days=14),
        "imported_at": timezone.now(),
    }
    return Hearing.objects.create(
        file_reference=reference,
        normal_reference=normal_reference(reference),
        access_code=hash_of(code) if code else "",
        **(defaults | values),
    )
