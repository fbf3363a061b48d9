"""Files that people send along: kept without hidden data, once their content was found to be what we take."""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

from rathaus.files.errors import (
    DamagedFileError,
    FileError,
    LockedDocumentError,
    TooManyFilesError,
    WrongDocumentError,
    too_large,
)
from rathaus.files.metadata import UnreadablePictureError, without_metadata
from rathaus.files.pictures import MAX_EDGE_READ
from rathaus.files.quarantine import demand_clean, quarantine
from rathaus.files.services import MEGABYTE, delete_file

MAX_BYTES: Final = 10 * MEGABYTE
MAX_FILES: Final = 5
KINDS_IN_WORDS: Final = "PNG, JPEG, WebP"
ACCEPT: Final = ".pdf,.png,.jpg,.jpeg,.webp"
_FOLDER: Final = "attachments"
_PICTURES: Final = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "WEBP": ("image/webp", ".webp")}
_PDF: Final = ("application/pdf", ".pdf")
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file whose content was looked at, not yet kept; its name ends as its content says."""

    filename: str
    content: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        """The fingerprint of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the municipality's storage."""

    stored: str
    filename: str
    content_type: str
    size: int
    sha256: str


def check_files(uploads: "Sequence[File[bytes]]", *, max_files: int = MAX_FILES) -> list[CheckedFile]:
    """Return the files with what they are; raises a FileError with the sentence for the person."""
    if len(uploads) > max_files:
        raise TooManyFilesError(limit=max_files)
    return [check_file(upload) for upload in uploads]


def check_file(upload: "File[bytes]", *, max_bytes: int = MAX_BYTES) -> CheckedFile:
    """Return the PDF or picture; raises FileTooLargeError, WrongDocumentError, LockedDocumentError."""
    content = upload.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise too_large(max_bytes)
    return check_content(content, filename=upload.name or "")


def check_content(content: bytes, *, filename: str) -> CheckedFile:
    """Return the content with its true kind, whatever its name says; raises WrongDocumentError, LockedDocumentError."""
    name = _plain(filename)
    content_type, suffix = _PDF if content.startswith(b"%PDF-") else _picture(content, name)
    if (content_type, suffix) == _PDF:
        _check_pdf(content, name)
    stem = PurePosixPath(name).stem or "Datei"
    clean = _without_metadata(content, content_type, name)
    return CheckedFile(filename=f"{stem[:_LONGEST_NAME]}{suffix}", content=clean, content_type=content_type)


def keep_file(file: CheckedFile) -> KeptFile:
    """Put the file into the municipality's storage under a name that nobody can guess.

    Where a virus scanner is set up, nobody reads it before that has looked at it.
    """
    suffix = PurePosixPath(file.filename).suffix
    stored = default_storage.save(f"{_FOLDER}/{uuid.uuid4().hex}{suffix}", ContentFile(file.content))
    quarantine(stored=stored)
    return KeptFile(stored, file.filename, file.content_type, len(file.content), file.sha256)


def keep_files(files: Sequence[CheckedFile]) -> list[KeptFile]:
    """Keep all of them, or none: what was kept before an error is removed again."""
    kept: list[KeptFile] = []
    try:
        kept.extend(keep_file(file) for file in files)
    except Exception:
        discard(kept)
        raise
    return kept


@contextmanager
def kept(files: Sequence[CheckedFile]) -> Iterator[list[KeptFile]]:
    """Keep the files for the block; when it fails they are removed again, since nothing refers to them.

    No transaction takes a file in the storage back.
    """
    stored = keep_files(files)
    try:
        yield stored
    except BaseException:
        discard(stored)
        raise


def discard(files: Sequence[KeptFile]) -> None:
    """Remove files that nothing refers to."""
    for file in files:
        delete_file(name=file.stored)


def read_kept(stored: str, *, sha256: str) -> bytes:
    """Return the content as it was kept.

    Raises DamagedFileError when it is gone or does not match its fingerprint, WaitingFileError and InfectedFileError
    where a virus scanner has the word.
    """
    demand_clean(stored)
    try:
        with default_storage.open(stored) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        raise DamagedFileError from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedFileError
    return content


def _plain(filename: str) -> str:
    """Return the last part of the name with nothing in it that a file system or a header would take amiss."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(" .")


def _picture(content: bytes, name: str) -> tuple[str, str]:
    try:
        with Image.open(BytesIO(content), formats=list(_PICTURES)) as picture:
            if max(picture.size) > MAX_EDGE_READ * 2:
                raise _wrong(name)
            picture.verify()
            return _PICTURES[str(picture.format)]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _wrong(name) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError):
        raise _wrong(name) from None


def _check_pdf(content: bytes, name: str) -> None:
    import pikepdf  # noqa: PLC0415 - heavy, and only needed when somebody sends a PDF

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise _wrong(name)
    except pikepdf.PasswordError:
        raise LockedDocumentError(filename=name) from None
    except pikepdf.PdfError:
        raise _wrong(name) from None


def _without_metadata(content: bytes, content_type: str, name: str) -> bytes:
    try:
        return without_metadata(content, content_type=content_type)
    except UnreadablePictureError:
        raise _wrong(name) from None


def _wrong(name: str) -> FileError:
    return WrongDocumentError(filename=name, kinds=KINDS_IN_WORDS)
