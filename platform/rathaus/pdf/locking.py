"""PDFs that open with a password only."""

import secrets
from io import BytesIO

MIN_PASSWORD_LENGTH = 8


def encrypt_pdf(pdf: bytes, *, password: str) -> bytes:
    """Return the PDF encrypted by AES-256 (PDF 2.0, revision 6); tags and text stay readable for screen readers.

    Whoever knows the password may read, print and copy. Raises ValueError for a password below eight characters.
    """
    if len(password) < MIN_PASSWORD_LENGTH:
        raise ValueError(f"The password needs at least {MIN_PASSWORD_LENGTH} characters.")
    import pikepdf  # noqa: PLC0415 - loaded with the first list, not with every command

    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(
            target,
            encryption=pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(24), R=6, aes=True, metadata=True),
        )
    return target.getvalue()
