"""The checks of an ID token (OpenID Connect Core 1.0, section 3.1.3.7). Each refusal says which check it was."""

import hmac
from collections.abc import Mapping
from typing import Any, Final

import jwt

from rathaus.sso.errors import InvalidAnswerError
from rathaus.sso.identity import MAX_SUBJECT

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
CLOCK_SKEW_SECONDS: Final = 60
REQUIRED: Final = ("iss", "sub", "aud", "exp", "iat")
REASONS: Final[tuple[tuple[type[jwt.PyJWTError], str], ...]] = (
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.InvalidAudienceError, "audience"),
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.ImmatureSignatureError, "too_early"),
    (jwt.MissingRequiredClaimError, "incomplete"),
    (jwt.InvalidSignatureError, "signature"),
    (jwt.InvalidAlgorithmError, "signature"),
)


def verified_claims(token: str, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """Return the claims of a token that was signed by the provider, for us, now, and as the answer to our question.

    The signature is always checked, by public keys only: no algorithm with a shared secret and never "none". Raises
    InvalidAnswerError.
    """
    key, algorithms = _key_for(token, keys)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=algorithms,
            audience=client_id,
            issuer=issuer,
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": list(REQUIRED)},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise InvalidAnswerError(_reason_of(error)) from error
    _check_nonce(claims, nonce)
    _check_party(claims, client_id)
    return claims


def _key_for(token: str, keys: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """Return the published key that the token names and the algorithms that this key may be used with."""
    try:
        name = jwt.get_unverified_header(token).get("kid")
        offered = [entry for entry in keys["keys"] if entry.get("use", "sig") == "sig"]
        fitting = [entry for entry in offered if name is None or entry.get("kid") == name]
        if len(fitting) != 1:
            raise InvalidAnswerError("key")
        algorithms = [name for name in ALGORITHMS if name == fitting[0].get("alg", name)]
        return jwt.PyJWK(fitting[0]).key, algorithms
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidAnswerError("key") from error


def _check_nonce(claims: Mapping[str, Any], nonce: str) -> None:
    if not nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise InvalidAnswerError("nonce")


def _check_party(claims: Mapping[str, Any], client_id: str) -> None:
    """Refuse a token that was issued for somebody else who may merely hand it to us, and an unfit subject."""
    if claims.get("azp", client_id) != client_id:
        raise InvalidAnswerError("audience")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise InvalidAnswerError("audience")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT or "\x00" in subject:
        raise InvalidAnswerError("subject")


def _reason_of(error: Exception) -> str:
    return next((reason for kind, reason in REASONS if isinstance(error, kind)), "token")
