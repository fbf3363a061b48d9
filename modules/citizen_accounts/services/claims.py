"""Take over what somebody did as a guest, before they had an account."""

from datetime import date
from typing import Final

from django.db import transaction

from modules.citizen_accounts.errors import NothingFoundError, TooManyClaimsError
from modules.citizen_accounts.selectors.cards import guest_parts
from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.limits.services import hit

TRIES_PER_DAY: Final = 10


def claim_guest_items(*, user: User, code: str = "", birth_date: date | None = None) -> int:
    """Make what this code or birth date opens the person's own and return how many.

    The same e-mail address alone opens nothing, since couples share one. Raises NothingFoundError, the same whether
    nothing is there or the fact is wrong, and TooManyClaimsError after ten tries in a day.
    """
    if hit(name="citizen_accounts.claim", key=str(user.pk), limit=TRIES_PER_DAY, seconds=86_400):
        raise TooManyClaimsError
    return _claim(user, code, birth_date)


@transaction.atomic
def _claim(user: User, code: str, birth_date: date | None) -> int:
    count = sum(part.claim(user=user, code=code, birth_date=birth_date) for part in guest_parts())
    if not count:
        raise NothingFoundError
    record(
        action="citizen_accounts.guest_items_claimed",
        actor=user,
        actor_kind=ActorKind.CITIZEN,
        target=user,
        details={"count": count, "by": "code" if code else "birth_date"},
    )
    return count
