"""Kinds of a module of the test's own, a person, and browsers that can decrypt what they are sent."""

import os
from dataclasses import dataclass, field

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rathaus.notifications import services
from rathaus.notifications.endpoints import encoded
from rathaus.registry import ModuleSpec, NotificationKind
from tests.factories.accounts import UserFactory

KINDS = (
    NotificationKind("letters.message", "Neue Nachrichten", hint="Wenn die Verwaltung Ihnen schreibt"),
    NotificationKind("letters.document", "Neue Dokumente", needs_mail=True),
    NotificationKind("letters.release", "Freigaben", for_staff=True),
    NotificationKind("letters.offer", "Frei gewordene Termine", mail=False, is_urgent=True),
)


@pytest.fixture(autouse=True)
def _letters(monkeypatch):
    """Let the one module Briefe declare of what people are told."""
    spec = ModuleSpec(slug="letters", label="Briefe", path="briefe", for_citizens="", for_staff="", notifications=KINDS)
    monkeypatch.setattr("rathaus.notifications.kinds.all_modules", lambda: (spec,))
    monkeypatch.setattr("rathaus.notifications.kinds.active_modules", lambda _tenant: (spec,))


@pytest.fixture
def person(tenant):
    """A citizen."""
    return UserFactory(email="anna.beispiel@post.example")


@dataclass
class Device:
    """A browser with its keys."""

    endpoint: str = "https://fcm.googleapis.com/fcm/send/geheim"
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def facts(self):
        """What the browser's subscription consists of."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": encoded(point), "auth": encoded(self.secret)}

    def add(self, person, *, device="Firefox auf Android", session_key="sitzung"):
        """Register it for the person."""
        return services.add_device(person=person, device=device, session_key=session_key, **self.facts)

    def read(self, body):
        """Return what was sent, decrypted."""
        return http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")


@pytest.fixture
def device():
    """A browser whose push service is Google's."""
    return Device()
