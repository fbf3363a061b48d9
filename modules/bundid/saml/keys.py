"""Key pairs with a certificate of our own. The BundID trusts the metadata that were registered, not an issuer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

KEY_BITS: Final = 4096  # BSI TR-02102-1 asks for 3000 and more
VALID_FOR: Final = timedelta(days=730)  # the BundID wants a new certificate every two years


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key and its certificate, both PEM."""

    key: str
    certificate: str


def new_key_pair(*, name: str, now: datetime, bits: int = KEY_BITS) -> KeyPair:
    """Return a new RSA key with a self-signed certificate for this name, valid for two years."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + VALID_FOR)
        .sign(private, hashes.SHA256())
    )
    key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(key.decode(), certificate.public_bytes(Encoding.PEM).decode())


def expires_at(certificate: str) -> datetime:
    """Return until when a certificate (PEM) is valid."""
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


def is_valid_at(certificate: str, now: datetime) -> bool:
    """Return whether the certificate may be used at that time."""
    return expires_at(certificate) > now.astimezone(UTC)


def fingerprint(certificate: str) -> str:
    """Return the SHA-256 fingerprint in pairs of digits, as people compare it."""
    digest = x509.load_pem_x509_certificate(certificate.encode()).fingerprint(hashes.SHA256())
    return digest.hex(":").upper()


def pem_of(base64_text: str) -> str:
    """Return the certificate of an XML element as PEM. Raises ValueError for anything else."""
    body = "".join(base64_text.split())
    lines = "\n".join(body[start : start + 64] for start in range(0, len(body), 64))
    pem = f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"
    x509.load_pem_x509_certificate(pem.encode())
    return pem


def body_of(certificate: str) -> str:
    """Return what stands between the lines of a PEM certificate, for an XML element."""
    return "".join(line for line in certificate.splitlines() if line and not line.startswith("-----"))


def split_pem(certificates: str) -> list[str]:
    """Return the single certificates of a text with several."""
    end = "-----END CERTIFICATE-----"
    return [f"{part.strip()}\n{end}\n" for part in certificates.split(end) if part.strip()]
