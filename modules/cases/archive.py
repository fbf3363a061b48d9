"""The whole file as a ZIP: PDF, JSON, attachments. A large one lies on the disk while it is sent, not in memory."""

import json
import tempfile
from io import BytesIO
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Sum

from modules.cases.errors_decisions import TooLargeError
from modules.cases.exporting import case_json
from modules.cases.file_paper import case_file_pdf
from modules.cases.models import Case, CaseFile
from modules.cases.selectors.signing import decision_settings
from rathaus.files.attachments import read_kept
from rathaus.files.errors import FileError

MEGABYTE: Final = 1_000_000
_IN_MEMORY: Final = 4 * MEGABYTE  # a small archive needs no file on the disk
MISSING: Final = "fehlt.txt"


def write_archive(case: Case) -> IO[bytes]:
    """Return an open file with the archive, at its beginning; it is gone once closed. Remarks of colleagues are in it.

    One attachment at a time is in memory. What cannot be read (damaged, infected, not scanned yet) is named in
    `fehlt.txt`. Raises TooLargeError when the files together pass the municipality's limit.
    """
    _demand_small(case)
    target, missing = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY), list[str]()  # noqa: SIM115 - the answer closes it
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("akte.pdf", case_file_pdf(case, with_remarks=True))
        archive.writestr("akte.json", json.dumps(case_json(case, with_remarks=True), ensure_ascii=False, indent=2))
        for number, file in enumerate(case.files.all(), start=1):
            _add(archive, number, file, missing)
        if missing:
            archive.writestr(MISSING, "\n".join(missing))
    return _small(target) if target.tell() <= _IN_MEMORY else _from_start(target)


def _small(target: IO[bytes]) -> IO[bytes]:
    """Return what was written without a file behind it, which somebody would have to close."""
    with target:
        target.seek(0)
        return BytesIO(target.read())


def _from_start(target: IO[bytes]) -> IO[bytes]:
    target.seek(0)
    return target


def _demand_small(case: Case) -> None:
    size = case.files.aggregate(sum=Sum("size"))["sum"] or 0
    if size > decision_settings().export_megabytes * MEGABYTE:
        raise TooLargeError


def _add(archive: ZipFile, number: int, file: CaseFile, missing: list[str]) -> None:
    try:
        content = read_kept(file.stored, sha256=file.sha256)
    except FileError as error:
        missing.append(f"{file.filename}: {error}")
    else:
        archive.writestr(f"unterlagen/{number:03d}-{file.filename}", content)
