"""The way to the BundID and back, one row for each."""

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from modules.bundid.errors import NotSetUpError
from modules.bundid.models import Attempt, Outcome, Provider, Purpose
from modules.bundid.needs import DEMANDED, wanted_details
from modules.bundid.saml.answers import Answer, Detail, Expectation, Refusal, read_answer, request_id_of
from modules.bundid.saml.errors import AnswerError, WrongRequestError
from modules.bundid.saml.keys import split_pem
from modules.bundid.saml.requests import Question, build_request
from modules.bundid.selectors.setup import (
    answer_url,
    decryption_keys,
    find_entity,
    find_provider,
    provider_in_use,
    signing_pair,
)
from rathaus.accounts.models import User
from rathaus.accounts.tokens import hash_of, new_token
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.signing.encryption import decrypt, encrypt
from rathaus.tenancy import current_tenant

TIME_AT_BUNDID: Final = timedelta(minutes=30)  # finding the card and its PIN takes time
TIME_TO_FINISH: Final = timedelta(minutes=30)
_ANSWER: Final = "bundid.answer"


@dataclass(frozen=True, slots=True)
class Departure:
    """A form that a browser posts to the BundID."""

    url: str
    request: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Why somebody goes to the BundID: `level` is a STORK-QAA number, the paths lead on and back on this site."""

    purpose: Purpose
    level: int
    needs: Sequence[str]
    next_path: str
    back_path: str
    user: User | None
    language: str


def begin(*, wish: Wish, browser: str, environment: str = "") -> Departure:
    """Note the attempt of this browser and return what it has to post. Raises NotSetUpError.

    `browser` is the secret in its cookie. Without an environment it is the one that is offered to people.
    """
    provider = find_provider(environment) if environment else provider_in_use()
    if provider is None:
        raise NotSetUpError
    now = timezone.now()
    attempt = Attempt.objects.create(
        request_id=f"_{secrets.token_hex(20)}",
        browser_hash=hash_of(browser),
        environment=provider.environment,
        purpose=wish.purpose,
        level=wish.level,
        needs=list(wish.needs),
        next_path=wish.next_path,
        back_path=wish.back_path,
        user=wish.user,
        created_at=now,
        expires_at=now + TIME_AT_BUNDID,
    )
    return Departure(provider.sso_url, _signed_request(attempt, provider, wish.language))


def _signed_request(attempt: Attempt, provider: Provider, language: str) -> str:
    entity, pair = find_entity(), signing_pair()
    if entity is None or pair is None:
        raise NotSetUpError
    question = Question(
        request_id=attempt.request_id,
        now=attempt.created_at,
        entity_id=entity.entity_id,
        destination=provider.sso_url,
        answer_url=answer_url(),
        level=attempt.level,
        wanted=wanted_details(attempt.needs),
        demanded=DEMANDED,
        must_be_fresh=attempt.purpose == Purpose.PROOF,
        organisation=entity.display_name,
        back_url=current_tenant().url(attempt.back_path or "/"),
        language="en" if language == "en" else "de",
        online_service_id=entity.online_service_id,
    )
    return base64.b64encode(build_request(question, pair)).decode()


def find_open(text: bytes) -> Attempt | None:
    """Return the attempt that a message claims to answer, also one that is over, for the way back on error pages."""
    try:
        claimed = request_id_of(text)
    except AnswerError:
        return None
    return Attempt.objects.filter(request_id=claimed).first() if claimed else None


@transaction.atomic
def receive(*, text: bytes) -> tuple[Attempt, str]:
    """Take an answer once; return its attempt and the token by which its browser picks it up. Raises an AnswerError."""
    attempt = Attempt.objects.filter(request_id=request_id_of(text), outcome=Outcome.OPEN).first()
    if attempt is None or attempt.is_expired:
        raise WrongRequestError
    answer = read_answer(text, _expectation(attempt))
    token = new_token()
    outcome = _outcome(attempt, answer)
    is_first = Attempt.objects.filter(pk=attempt.pk, outcome=Outcome.OPEN).update(
        outcome=outcome,
        token_hash=hash_of(token),
        answer=_sealed(answer) if isinstance(answer, Answer) and outcome == Outcome.PROVEN else "",
    )
    if not is_first:  # the same answer came twice at the same time
        raise WrongRequestError
    _record(attempt, outcome, answer)
    return attempt, token


def _expectation(attempt: Attempt) -> Expectation:
    entity, provider = find_entity(), find_provider(attempt.environment)
    if entity is None or provider is None:
        raise WrongRequestError
    return Expectation(
        request_id=attempt.request_id,
        entity_id=entity.entity_id,
        answer_url=answer_url(),
        provider_id=provider.entity_id,
        certificates=split_pem(provider.certificates),
        keys=decryption_keys(),
        now=timezone.now(),
        fresh_since=attempt.created_at if attempt.purpose == Purpose.PROOF else None,
    )


def _outcome(attempt: Attempt, answer: Answer | Refusal) -> Outcome:
    """Judge by the level in the answer: what was demanded in the request proves nothing."""
    if isinstance(answer, Refusal):
        return Outcome.CANCELLED if answer.is_cancelled else Outcome.FAILED
    return Outcome.PROVEN if answer.level >= attempt.level else Outcome.TOO_LOW


def _record(attempt: Attempt, outcome: Outcome, answer: Answer | Refusal) -> None:
    details: dict[str, str | int] = {"outcome": outcome.value, "demanded": attempt.level}
    details |= {"status": answer.status} if isinstance(answer, Refusal) else {"level": answer.level}
    record(action="bundid.answered", actor=attempt.user, actor_kind=ActorKind.CITIZEN, target=attempt, details=details)


def pick_up(*, token: str, browser: str) -> Attempt:
    """Return the answered attempt to the browser that began it, once. Raises WrongRequestError for all others."""
    now = timezone.now()
    found = Attempt.objects.filter(
        token_hash=hash_of(token), browser_hash=hash_of(browser), used_at__isnull=True, expires_at__gt=now
    ).first()
    if not token or found is None:
        raise WrongRequestError
    ends_at = now + TIME_TO_FINISH
    if not Attempt.objects.filter(pk=found.pk, used_at__isnull=True).update(used_at=now, expires_at=ends_at):
        raise WrongRequestError
    found.used_at, found.expires_at = now, ends_at
    return found


def answer_of(attempt: Attempt) -> Answer:
    """Return what the BundID said. Raises WrongRequestError when that was forgotten already."""
    if not attempt.answer or attempt.is_expired:
        raise WrongRequestError
    kept = json.loads(decrypt(attempt.answer, purpose=_ANSWER))
    details = {key: Detail(value, level) for key, (value, level) in kept["details"].items()}
    return Answer(kept["bpk2"], kept["level"], details)


def _sealed(answer: Answer) -> str:
    details = {key: [detail.value, detail.level] for key, detail in answer.details.items()}
    return encrypt(json.dumps({"bpk2": answer.bpk2, "level": answer.level, "details": details}), purpose=_ANSWER)


def finish(*, attempt: Attempt) -> None:
    """Forget what the BundID said: it was used."""
    Attempt.objects.filter(pk=attempt.pk).update(answer="")


def clear_attempts(*, now: datetime) -> int:
    """Delete attempts that are over; return how many."""
    return Attempt.objects.filter(expires_at__lte=now).delete()[0]
