"""Files of a draft: each is an object of its own, comes in parts that can be resumed, and is checked by its content."""

import re
import uuid
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from modules.online_services.answers import files_at, with_files_at, without_file
from modules.online_services.engine.fields import UploadField
from modules.online_services.engine.walking import locate
from modules.online_services.errors_filling import TooManyUploadsError, UnknownUploadError
from modules.online_services.models import Draft, Upload
from modules.online_services.selectors.versions import definition_of
from modules.online_services.services.files import discard_uploads
from rathaus.files.attachments import MAX_BYTES, CheckedFile, check_file, discard, keep_file
from rathaus.files.errors import FileError, FileTooLargeError
from rathaus.files.incoming import append_part, assemble
from rathaus.web.wording import filesize_words

if TYPE_CHECKING:
    from django.core.files.base import File

MAX_FILES: Final = 60  # of one draft, over all questions
_GIVEN_UP_AFTER: Final = timedelta(hours=1)
_PLACE: Final = re.compile(r"[a-z0-9_]+(/\d{1,3}/[a-z0-9_]+)*")


@transaction.atomic
def announce_upload(*, draft: Draft, place: str, filename: str, size: int) -> Upload:
    """Return the file that is about to come; one that broke off with the same name and size goes on.

    `size` is in bytes. Raises UnknownUploadError for a place that takes no files, TooManyUploadsError, FileError.
    """
    locked = _lock(draft)
    field = _field(locked, place)
    if size > MAX_BYTES:
        raise FileTooLargeError(limit=filesize_words(MAX_BYTES))
    name = _plain(filename)
    begun = Upload.objects.filter(draft=locked, place=place, filename=name, size=size, checked_at=None, refused="")
    if found := begun.first():
        return found
    _refuse_too_many(locked, field, place)
    return Upload.objects.create(draft=locked, place=place, filename=name, size=size)


@transaction.atomic
def take_part(*, upload: Upload, offset: int, content: bytes) -> Upload:
    """Keep a part of the file and return how far it is; the last one makes it an answer of the draft.

    `offset` is in bytes. A file that cannot be taken says why in `refused`. Raises FileError for a part that does not
    fit in its place.
    """
    draft = _lock(upload.draft)
    locked = Upload.objects.select_for_update().get(pk=upload.pk)
    if locked.checked_at or locked.refused:
        return locked
    locked.received = append_part(
        key=locked.pk, received=locked.received, offset=offset, content=content, max_bytes=locked.size
    )
    if locked.received >= locked.size:
        _finish(draft, locked)
    locked.save()
    return locked


def take_file(*, draft: Draft, place: str, file: "File[bytes]") -> Upload:
    """Take a whole file that came with a form, and return it; nothing is kept of one that is refused.

    Raises FileError, UnknownUploadError, TooManyUploadsError.
    """
    checked = check_file(file)
    with transaction.atomic():
        locked = _lock(draft)
        _refuse_too_many(locked, _field(locked, place), place)
        upload = Upload(draft=locked, place=place, filename=checked.filename, size=len(checked.content))
        upload.received = upload.size
        _keep(locked, upload, checked)
        upload.save()
    draft.answers, draft.version = locked.answers, locked.version
    return upload


@transaction.atomic
def remove_upload(*, draft: Draft, upload_id: uuid.UUID) -> None:
    """Take a file away, finished or not; raises UnknownUploadError for one that is not the draft's."""
    locked = _lock(draft)
    upload = Upload.objects.filter(draft=locked, pk=upload_id).first()
    if upload is None:
        raise UnknownUploadError
    _write(locked, without_file(locked.answers, str(upload.pk)))
    discard_uploads([upload])
    upload.delete()
    draft.answers, draft.version = locked.answers, locked.version


def _finish(draft: Draft, upload: Upload) -> None:
    try:
        checked = assemble(key=upload.pk, size=upload.size, filename=upload.filename)
    except FileError as error:
        upload.refused = str(error)[:300]
    else:
        _keep(draft, upload, checked)
    discard_uploads([Upload(pk=upload.pk)])  # the parts: the whole is kept, or none of it


def _keep(draft: Draft, upload: Upload, checked: CheckedFile) -> None:
    kept = keep_file(checked)
    try:
        upload.filename, upload.stored, upload.size = kept.filename, kept.stored, kept.size
        upload.content_type, upload.sha256, upload.checked_at = kept.content_type, kept.sha256, timezone.now()
        files = [*files_at(draft.answers, upload.place), str(upload.pk)]
        _write(draft, with_files_at(draft.answers, upload.place, files))
    except BaseException:
        discard([kept])
        raise


def _write(draft: Draft, answers: dict[str, Any]) -> None:
    draft.answers = answers
    draft.version += 1
    draft.save(update_fields=["answers", "version", "changed_at"])


def _field(draft: Draft, place: str) -> UploadField:
    names = [name for name in place.split("/") if not name.isdigit()]
    located = locate(definition_of(draft.form_version), names[-1]) if _PLACE.fullmatch(place) else None
    if located is None or not isinstance(located.item, UploadField) or (*located.rows, located.item.id) != tuple(names):
        raise UnknownUploadError
    return located.item


def _refuse_too_many(draft: Draft, field: UploadField, place: str) -> None:
    since = timezone.now() - _GIVEN_UP_AFTER
    coming = draft.uploads.filter(refused="", checked_at=None, place=place, created_at__gt=since).count()
    if len(files_at(draft.answers, place)) + coming >= field.max_files:
        raise TooManyUploadsError(field.max_files)
    if draft.uploads.count() >= MAX_FILES:
        raise TooManyUploadsError(MAX_FILES)


def _plain(filename: str) -> str:
    last = PurePosixPath(filename.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable())[:100] or "Datei"


def _lock(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update(of=("self",)).select_related("form_version")
    return found.get(pk=draft.pk)
