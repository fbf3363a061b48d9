"""Take in files. What is kept was checked by its content, never by its name or announced type."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from rathaus.files.errors import too_large
from rathaus.files.pictures import clean_picture

MEGABYTE = 1024 * 1024
PUBLIC_PICTURES = "public-pictures"
PRIVATE_PICTURES = "pictures"


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in the municipality's storage under this name."""

    name: str
    size: int
    width: int
    height: int


def store_picture(
    upload: "File[bytes]",
    *,
    max_bytes: int = 2 * MEGABYTE,
    kinds: Collection[str] = ("PNG", "JPEG", "WEBP"),
    is_public: bool = False,
) -> StoredFile:
    """Check an uploaded picture, keep a clean PNG of it and return its name for the database.

    The name comes from the content: the same picture is kept once, and a public address may be cached for ever.
    `is_public` pictures are shown to everybody by `links.public_picture_url`. Sizes are in bytes and points.
    Raises FileTooLargeError, WrongKindError, TooManyPixelsError.
    """
    content = upload.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise too_large(max_bytes)
    picture = clean_picture(content, kinds=kinds)
    folder = PUBLIC_PICTURES if is_public else PRIVATE_PICTURES
    name = f"{folder}/{hashlib.sha256(picture.content).hexdigest()[:32]}.png"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(picture.content))
    return StoredFile(name=name, size=len(picture.content), width=picture.width, height=picture.height)


def delete_file(*, name: str) -> None:
    """Remove a file; nothing happens when it is gone already."""
    default_storage.delete(name)
