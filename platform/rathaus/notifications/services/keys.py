"""The municipality's key pair for push services, made when it is first needed."""

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from rathaus.notifications.endpoints import encoded
from rathaus.notifications.models import PushKey
from rathaus.signing.encryption import encrypt

PURPOSE: Final = "rathaus.notifications.vapid"


@transaction.atomic
def push_key() -> PushKey:
    """Return the key pair (RFC 8292), the same for good: browsers bind their subscriptions to its public half."""
    found = PushKey.objects.filter(pk=PushKey.ONLY_ID).first()
    return found or PushKey.objects.get_or_create(pk=PushKey.ONLY_ID, defaults=_new_pair())[0]


def _new_pair() -> dict[str, str]:
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    number = private.private_numbers().private_value.to_bytes(32, "big")
    return {"public_key": encoded(point), "private_key": encrypt(encoded(number), purpose=PURPOSE)}
