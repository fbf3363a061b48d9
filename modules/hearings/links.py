"""The address by which a letter stays open for an hour after its code was typed."""

from typing import Final
from uuid import UUID

from django.urls import reverse

from modules.hearings.models import Hearing
from rathaus.signing import BadLinkError, sign, unsign

_PURPOSE: Final = "hearings.letter"
_SECONDS: Final = 3600


def letter_token(hearing: Hearing) -> str:
    """Return what stands in the address: void an hour later, and as soon as the code is renewed."""
    return sign(purpose=_PURPOSE, value=[str(hearing.pk), hearing.access_code[:16]])


def letter_url(hearing: Hearing) -> str:
    """Return the address of the letter's page."""
    return reverse("hearings:letter", args=[letter_token(hearing)])


def hearing_of(token: str) -> Hearing | None:
    """Return the hearing that the address opens, None when it opens none any more."""
    try:
        key, code = unsign(purpose=_PURPOSE, token=token, max_age=_SECONDS)
        found = Hearing.objects.filter(pk=UUID(key)).first()
    except (BadLinkError, ValueError, TypeError):
        return None
    return found if found is not None and found.access_code[:16] == code else None
