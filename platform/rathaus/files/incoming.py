"""Files that come in parts: each part is kept, so that a lost connection loses one part and never the file."""

import uuid
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from rathaus.files.attachments import MAX_BYTES, CheckedFile, check_content
from rathaus.files.errors import IncompleteFileError, MisplacedPartError, too_large
from rathaus.files.services import delete_file

LARGEST_PART: Final = 1024 * 1024
_FOLDER: Final = "incoming"


def append_part(*, key: uuid.UUID, received: int, offset: int, content: bytes, max_bytes: int = MAX_BYTES) -> int:
    """Keep a part of the file with this key and return how many bytes are here now.

    `received` is what the caller knows to be here. The same part again changes nothing. Raises MisplacedPartError
    for a part that leaves a gap, FileTooLargeError. The caller holds a lock, so that one part is added at a time.
    """
    if offset > received:
        raise MisplacedPartError
    if offset + len(content) > max_bytes:
        raise too_large(max_bytes)
    fresh = content[received - offset :]
    if not fresh:
        return received
    name = _name(key, received)
    if default_storage.exists(name):  # kept, but what was noted about it got lost
        delete_file(name=name)
    default_storage.save(name, ContentFile(fresh))
    return received + len(fresh)


def assemble(*, key: uuid.UUID, size: int, filename: str) -> CheckedFile:
    """Return the whole file with what it is; raises IncompleteFileError, or a FileError for what cannot be taken."""
    content = b"".join(_read(f"{_folder(key)}/{part}") for part in _parts(key))
    if len(content) != size:
        raise IncompleteFileError
    return check_content(content, filename=filename)


def discard_parts(*, key: uuid.UUID) -> None:
    """Remove what has come of a file; nothing happens where nothing did."""
    for part in _parts(key):
        delete_file(name=f"{_folder(key)}/{part}")


def _folder(key: uuid.UUID) -> str:
    return f"{_FOLDER}/{key.hex}"


def _name(key: uuid.UUID, offset: int) -> str:
    return f"{_folder(key)}/{offset:012d}"


def _parts(key: uuid.UUID) -> list[str]:
    try:
        _folders, files = default_storage.listdir(_folder(key))
    except FileNotFoundError:
        return []
    return sorted(files)


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content
