"""Proof of work in the protocol of ALTCHA: a browser calculates for a moment, and no third party is asked.

The task belongs to the key of one form, thus to one hold; solving it for another one is no use. Checking costs one
HMAC, setting it one key derivation. How long it is valid stands in its data, so that our clock alone counts.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import altcha

from rathaus.limits.services import forget, use_once
from rathaus.signing import keyed_hash

LIFE: Final = timedelta(minutes=20)  # longer than anybody looks at the times of a day
_ALGORITHM: Final = "PBKDF2/SHA-256"
_ROUNDS: Final = 2_000  # of each try; a telephone makes some hundred tries a second
_TRIES: Final = 400  # on average, for an effort of 1
_LONGEST: Final = 4_000  # characters of a solution; a real one has about 900
_USED: Final = "appointments.proof"


def make_task(*, idem_key: UUID, effort: int, now: datetime) -> dict[str, Any]:
    """Return the task for the form with this key, as ALTCHA's workers take it."""
    challenge = altcha.create_challenge(
        _ALGORITHM,
        _ROUNDS,
        counter=secrets.randbelow(2 * _TRIES * effort),
        data={"form": str(idem_key), "until": int((now + LIFE).timestamp())},
        hmac_secret=_secret("task"),
        hmac_key_secret=_secret("key"),
    )
    return challenge.to_dict()


def accept_proof(*, proof: str, idem_key: UUID, now: datetime) -> bool:
    """Return whether the work for the form with this key was done; a proof is accepted once."""
    signature = _signature_of(proof, idem_key, now) if len(proof) <= _LONGEST else ""
    return bool(signature) and use_once(name=_USED, key=signature, seconds=int(LIFE.total_seconds()), now=now)


def give_back_proof(*, proof: str, idem_key: UUID, now: datetime) -> None:
    """Let a proof count once more: what it was for failed without anybody's fault."""
    if signature := _signature_of(proof, idem_key, now):
        forget(name=_USED, key=signature)


def _signature_of(proof: str, idem_key: UUID, now: datetime) -> str:
    """Return what identifies the task of a valid proof, "" for anything else."""
    try:
        payload = altcha.Payload.from_base64(proof)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    result = altcha.verify_solution(payload, _secret("task"), hmac_key_secret=_secret("key"))
    said = payload.challenge.parameters.data if result.verified else None
    is_ours = said is not None and said["form"] == str(idem_key) and said["until"] >= now.timestamp()
    return (payload.challenge.signature or "") if is_ours else ""


def _secret(part: str) -> str:
    """Return a secret of this municipality; a renewed SECRET_KEY voids open tasks, and browsers solve another."""
    return keyed_hash(purpose="appointments.proof", value=part)
