"""A passkey in Python: answers the server's questions as a phone or a FIDO2 stick does."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from rathaus.accounts.models import User
from rathaus.tenancy.context import tenant_or_none
from tests.clients import Browser, browser_for

FLAG = AuthenticatorData.FLAG
QUESTION = "/konto/passkeys/frage/"
SIGN_IN = "/konto/anmelden/passkey/"


@dataclass
class SoftPasskey:
    """One key pair; `verifies` is whether it asks for finger or PIN."""

    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: str = ""

    def make(self, question: dict[str, Any], origin: str) -> str:
        """Answer the question for a new passkey."""
        self.handle = question["user"]["id"]
        public = AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(_hash(question["rp"]["id"]), self._flags | FLAG.AT, 0, public)
        made = {
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            "clientDataJSON": websafe_encode(_client_data("webauthn.create", question, origin)),
        }
        return self._answer(made)

    def sign(self, question: dict[str, Any], origin: str) -> str:
        """Answer the question for a passkey that exists."""
        data = AuthenticatorData.create(_hash(question["rpId"]), self._flags, 0)
        client = _client_data("webauthn.get", question, origin)
        signature = self.key.sign(data + sha256(client), ec.ECDSA(SHA256()))
        signed = {
            "authenticatorData": websafe_encode(data),
            "clientDataJSON": websafe_encode(client),
            "signature": websafe_encode(signature),
            "userHandle": self.handle,
        }
        return self._answer(signed)

    @property
    def _flags(self) -> FLAG:
        return FLAG.UP | FLAG.UV if self.verifies else FLAG.UP

    def _answer(self, response: dict[str, str]) -> str:
        own = websafe_encode(self.id)
        parts = {"id": own, "rawId": own, "type": "public-key", "clientExtensionResults": {}, "response": response}
        return json.dumps(parts)


def _client_data(kind: str, question: dict[str, Any], origin: str) -> bytes:
    return CollectedClientData.create(kind, websafe_decode(question["challenge"]), origin)


def _hash(rp_id: str) -> bytes:
    return sha256(rp_id.encode())


def ask(browser: Browser, purpose: str, **more: str) -> dict[str, Any]:
    """Return the server's question, as the page's script gets it."""
    answer = browser.post(QUESTION, {"purpose": purpose, **more})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def origin_of(browser: Browser) -> str:
    """Return the origin that this browser is on."""
    return str(browser.defaults["HTTP_ORIGIN"])


def add_to(browser: Browser, *, name: str = "Mein Telefon", key: SoftPasskey | None = None) -> SoftPasskey:
    """Make a passkey in a browser that somebody has just signed in to."""
    key = key or SoftPasskey()
    answer = key.make(ask(browser, "add"), origin_of(browser))
    done = browser.post("/konto/passkeys/neu/", {"name": name, "credential": answer})
    assert done.status_code == 302, done.content
    return key


def sign_in_with(key: SoftPasskey, browser: Browser | None = None, **more: str) -> tuple[Browser, Any]:
    """Sign in with the passkey in a new browser on this municipality's host; return browser and answer."""
    tenant = tenant_or_none()
    browser = browser or browser_for(f"{tenant.slug}.localhost" if tenant else "localhost")
    credential = key.sign(ask(browser, "sign_in"), origin_of(browser))
    return browser, browser.post(SIGN_IN, {"credential": credential, **more})


def passkey_of(user: User, browser: Browser) -> SoftPasskey:
    """Return a passkey of this person, made in their browser."""
    key = add_to(browser)
    assert websafe_decode(key.handle) == user.pk.bytes
    return key
