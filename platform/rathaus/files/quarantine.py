"""Where a virus scanner is set up (CLAMD_ADDRESS), a file is read by nobody before that has looked at it."""

from collections.abc import Collection
from datetime import datetime

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from rathaus.audit.services import record
from rathaus.files.clamd import ScannerError, scan
from rathaus.files.errors import InfectedFileError, WaitingFileError
from rathaus.files.models import FileScan
from rathaus.jobs import enqueue

log = structlog.get_logger(__name__)


def quarantine(*, stored: str) -> None:
    """Let the scanner look at a file that was just kept; nothing where there is no scanner."""
    from rathaus.files.tasks import look_at  # noqa: PLC0415 - the task calls back into this file

    if not settings.CLAMD_ADDRESS:
        return
    FileScan.objects.create(stored=stored, waits_since=timezone.now())
    enqueue(look_at, stored=stored)


def demand_clean(stored: str) -> None:
    """Raise WaitingFileError or InfectedFileError for a file that nobody may read (any more)."""
    if not settings.CLAMD_ADDRESS:
        return
    row = FileScan.objects.filter(pk=stored).first()
    if row is not None:
        raise InfectedFileError if row.found else WaitingFileError


def held_back(stored: Collection[str]) -> frozenset[str]:
    """Return which of these files cannot be read now; one query for a whole page."""
    if not settings.CLAMD_ADDRESS:
        return frozenset()
    return frozenset(FileScan.objects.filter(pk__in=stored).values_list("pk", flat=True))


def look_at_file(*, stored: str) -> None:
    """Let the scanner look: a clean file is released, an infected one removed for good.

    Raises ScannerError while the scanner does not answer; the file stays where it is, and the sweep tries again.
    """
    if not FileScan.objects.filter(pk=stored, found="").exists():
        return
    found = scan(_content_of(stored))
    with transaction.atomic():
        row = FileScan.objects.select_for_update().filter(pk=stored, found="").first()
        if row is None:
            return
        if not found:
            row.delete()
            return
        row.found = found[:200]
        row.save(update_fields=["found"])
        record(action="files.infected", details={"stored": stored, "found": row.found})
        transaction.on_commit(lambda: default_storage.delete(stored))
    log.warning("infected_file_removed", stored=stored, found=found)


def waiting_files(*, before: datetime) -> list[str]:
    """Return the files that the scanner should have looked at by now."""
    rows = FileScan.objects.filter(found="", waits_since__lt=before).order_by("waits_since")
    return list(rows.values_list("pk", flat=True)[:200])


def _content_of(stored: str) -> bytes:
    try:
        with default_storage.open(stored) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return b""
    return content


__all__ = ["ScannerError", "demand_clean", "held_back", "look_at_file", "quarantine", "waiting_files"]
