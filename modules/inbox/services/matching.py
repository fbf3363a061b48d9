"""The second fact that says who is on the telephone or at the counter: birth date, or a code on the person's screen."""

from datetime import date, datetime, timedelta
from hmac import compare_digest
from typing import Final

from django.utils import timezone

from modules.inbox.errors import NoFactError, NoMatchError, TooOftenError
from rathaus.accounts.details import details_of
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.limits.services import hit
from rathaus.signing import keyed_hash

STEP: Final = timedelta(minutes=5)
TRIES_A_PERSON: Final = 5
TRIES_A_CLERK: Final = 30
_HOUR: Final = 3600
_DIGITS: Final = 6


def talk_code(person: User, *, now: datetime | None = None) -> str:
    """Return the six digits that the person reads out; they change every five minutes and hold for one more step."""
    return _code(person, _step(now or timezone.now()))


def code_ends_at(now: datetime) -> datetime:
    """Return until when the code of this moment is taken."""
    return datetime.fromtimestamp((_step(now) + 2) * STEP.total_seconds(), tz=now.tzinfo)


def match(*, person: User, birth_date: date | None, code: str, actor: User) -> str:
    """Return by which fact the person was matched, "birth_date" or "code".

    Five tries an hour for a person and thirty for a clerk, the right ones included. Raises NoFactError, NoMatchError,
    TooOftenError. Call it outside of a transaction: a try counts even if what follows fails.
    """
    digits = "".join(char for char in code if char.isdigit())
    if birth_date is None and not digits:
        raise NoFactError
    _count(person, actor)
    if digits and any(compare_digest(digits, known) for known in _good_codes(person)):
        return "code"
    if birth_date is not None and birth_date == details_of(person).birth_date:
        return "birth_date"
    record(action="inbox.match_failed", actor=actor, target=person)
    raise NoMatchError


def _count(person: User, actor: User) -> None:
    limits = (
        ("inbox.match_person", str(person.pk), TRIES_A_PERSON),
        ("inbox.match_clerk", str(actor.pk), TRIES_A_CLERK),
    )
    for name, key, limit in limits:
        if refusal := hit(name=name, key=key, limit=limit, seconds=_HOUR):
            raise TooOftenError(refusal.retry_at)


def _good_codes(person: User) -> tuple[str, str]:
    step = _step(timezone.now())
    return _code(person, step), _code(person, step - 1)


def _code(person: User, step: int) -> str:
    digits = int(keyed_hash(purpose="inbox.talk_code", value=f"{person.pk}:{step}"), 16) % 10**_DIGITS
    return f"{digits:0{_DIGITS}}"


def _step(now: datetime) -> int:
    return int(now.timestamp() // STEP.total_seconds())
