"""What the BundID has confirmed in this session. It lives there alone: encrypted, for half an hour, gone at sign-out.

Whoever needs it for longer keeps it with the case for which it was asked.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from cryptography.fernet import InvalidToken
from django.http import HttpRequest

from modules.bundid.saml.answers import Answer, Detail
from rathaus.accounts.models import User
from rathaus.accounts.trust import LASTS_SECONDS, TrustLevel
from rathaus.signing.encryption import decrypt, encrypt

_KEY: Final = "bundid_confirmed"
_PURPOSE: Final = "bundid.confirmed"
_FOR_FORMS: Final = {
    "given_name": "given_name",
    "surname": "family_name",
    **{key: key for key in ("birth_name", "birth_date", "birth_place", "street", "postal_code", "city", "country")},
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Details from the BundID with the level at which each is certain (STORK-QAA number), and since when."""

    level: int
    at: datetime
    details: Mapping[str, Detail]

    def value(self, key: str) -> str:
        """Return a detail by its key in `saml.names.ATTRIBUTES`, "" where it was not told."""
        detail = self.details.get(key)
        return detail.value if detail else ""

    @property
    def birth_date(self) -> date | None:
        """The birth date where the day is known: some people have only a year in their documents."""
        try:
            return date.fromisoformat(self.value("birth_date"))
        except ValueError:
            return None


def remember(request: HttpRequest, *, user: User, answer: Answer) -> None:
    """Keep in this session what was confirmed about this person."""
    details = {key: [detail.value, detail.level] for key, detail in answer.details.items()}
    text = json.dumps({"user": str(user.pk), "level": answer.level, "at": time.time(), "details": details})
    request.session[_KEY] = encrypt(text, purpose=_PURPOSE)


def confirmed_details(request: HttpRequest) -> Confirmed | None:
    """Return what the BundID confirmed about the signed-in person within the last half hour, None for nothing."""
    sealed = request.session.get(_KEY)
    if not sealed:
        return None
    try:
        kept = json.loads(decrypt(sealed, purpose=_PURPOSE))
    except InvalidToken:
        return None
    if kept["user"] != str(request.user.pk) or time.time() - kept["at"] >= LASTS_SECONDS:
        return None
    details = {key: Detail(value, level) for key, (value, level) in kept["details"].items()}
    return Confirmed(kept["level"], datetime.fromtimestamp(kept["at"], UTC), details)


def confirmed_for_forms(request: HttpRequest) -> Mapping[str, str]:
    """Return what is certain at level substantial or higher, as rathaus.accounts.details.confirmed_of names it."""
    found = confirmed_details(request) if request.user.is_authenticated else None
    if found is None:
        return {}
    sure = {key: detail.value for key, detail in found.details.items() if detail.level >= TrustLevel.SUBSTANTIAL}
    return {name: sure[key] for key, name in _FOR_FORMS.items() if sure.get(key)}


def forget(request: HttpRequest) -> None:
    """Forget it before the half hour is over."""
    request.session.pop(_KEY, None)
