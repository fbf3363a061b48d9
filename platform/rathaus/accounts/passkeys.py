"""The questions to a browser's passkeys and what the answers are worth (Web Authentication 3, sections 7.1 and 7.2).

allauth's own functions ask every person's keys for one relying party, the host of the request, and take answers from
any origin below it. Here each question names its relying party, the answer must come from exactly this origin, and a
person is found in one query. What has been proven is then noted as allauth does it.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Any, Final

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from rathaus.accounts.errors import PasskeyError
from rathaus.accounts.factors import add_passkey, passkeys_of
from rathaus.accounts.models import User
from rathaus.accounts.places import portal_name

_STATE: Final = "passkey"
_MAX_ANSWER: Final = 20_000  # characters; a registration with attestation has about 3,000
_MALFORMED: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
SIGN_IN, CONFIRM, ADD = "sign_in", "confirm", "add"


def own_host(request: HttpRequest) -> str:
    """Return the host name of the request without its port: the relying party of passkeys made here."""
    return request.get_host().rpartition("]")[2].partition(":")[0].lower().rstrip(".")


def own_origin(request: HttpRequest) -> str:
    """Return the origin that the browser must name in its answer."""
    return f"{request.scheme}://{request.get_host()}".lower()


def ask_for_new(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return the question for a new passkey of this person: one that can sign in alone, with finger, face or PIN."""
    host = own_host(request)
    options, state = _server(request, host).register_begin(
        PublicKeyCredentialUserEntity(id=user.pk.bytes, name=user.email, display_name=user.full_name),
        credentials=[_credential_data(row) for row in passkeys_of(user)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _remember(request, ADD, host, state)
    return dict(dict(options)["publicKey"])


def keep_new(request: HttpRequest, user: User, *, answer: str, name: str) -> Authenticator:
    """Verify the answer to `ask_for_new` and keep the passkey; raises PasskeyError and PasskeyTakenError."""
    host, state = _asked(request, ADD)
    credential = _read(answer)
    try:
        made = RegistrationResponse.from_dict(credential)
        _server(request, host).register_complete(state, made)
        credential_id = websafe_encode(made.raw_id)
    except _MALFORMED as error:
        raise PasskeyError from error
    return add_passkey(user=user, name=name, credential=credential, credential_id=credential_id, rp_id=host)


def ask(request: HttpRequest, *, user: User | None, rp_id: str = "") -> dict[str, Any]:
    """Return the question for a passkey: any of this relying party to sign in, or one of this person's to confirm."""
    host = rp_id or own_host(request)
    known = [_credential_data(row) for row in passkeys_of(user) if row.data.get("rp_id") == host] if user else None
    options, state = _server(request, host).authenticate_begin(
        credentials=known, user_verification=UserVerificationRequirement.REQUIRED
    )
    _remember(request, CONFIRM if user else SIGN_IN, host, state)
    return dict(dict(options)["publicKey"])


def recognise(request: HttpRequest, *, answer: str, user: User | None) -> Authenticator:
    """Return the passkey, with its person at hand, that signed the answer to `ask`; raises PasskeyError.

    Each question can be answered once. Whoever is named must be `user`, where the question was for one person.
    """
    host, state = _asked(request, CONFIRM if user else SIGN_IN)
    try:
        given = AuthenticationResponse.from_dict(_read(answer))
        person = user.pk if user else uuid.UUID(bytes=given.response.user_handle or b"")
        row = _find(person, websafe_encode(given.raw_id))
        _server(request, host).authenticate_complete(state, [_credential_data(row)], given)
    except _MALFORMED as error:
        raise PasskeyError from error
    return row


def note_use(request: HttpRequest, passkey: Authenticator, *, again: bool = False) -> None:
    """Remember in the session that this passkey was shown; it is both factors, since it asked for finger or PIN."""
    post_authentication(request, passkey, passwordless=not again, reauthenticated=again)


def _find(person: uuid.UUID, credential_id: str) -> Authenticator:
    rows = Authenticator.objects.select_related("user").filter(user_id=person, type=Authenticator.Type.WEBAUTHN)
    row = next((row for row in rows if row.data.get("credential_id") == credential_id), None)
    if row is None:
        raise PasskeyError
    return row


def _server(request: HttpRequest, rp_id: str) -> Fido2Server:
    origin = own_origin(request)
    party = PublicKeyCredentialRpEntity(id=rp_id, name=portal_name())
    return Fido2Server(party, verify_origin=lambda claimed: claimed == origin)


def _credential_data(row: Authenticator) -> AttestedCredentialData:
    made = RegistrationResponse.from_dict(row.data["credential"])
    found: AttestedCredentialData | None = made.response.attestation_object.auth_data.credential_data
    if found is None:
        raise PasskeyError
    return found


def _remember(request: HttpRequest, purpose: str, host: str, state: Mapping[str, Any]) -> None:
    request.session[_STATE] = {"purpose": purpose, "host": host, "state": dict(state)}


def _asked(request: HttpRequest, purpose: str) -> tuple[str, dict[str, Any]]:
    """Return relying party and state of the question, which is used up; raises PasskeyError for another or none."""
    asked = request.session.pop(_STATE, None)
    if not asked or asked["purpose"] != purpose:
        raise PasskeyError
    return asked["host"], asked["state"]


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _MAX_ANSWER:
        raise PasskeyError
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise PasskeyError from error
    if not isinstance(found, dict):
        raise PasskeyError
    return found
