"""Jobs of the virus scan."""

from datetime import timedelta

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from rathaus.files.quarantine import ScannerError, look_at_file, waiting_files
from rathaus.jobs import tenant_task


@tenant_task(name="files.look_at", retry_for=(OperationalError, ScannerError))
def look_at(stored: str) -> None:
    """Let the scanner look at a file."""
    look_at_file(stored=stored)


@tenant_task(name="files.sweep")
def sweep() -> None:
    """Look again at what has waited for two minutes; a scanner that is away ends the round."""
    if not settings.CLAMD_ADDRESS:
        return
    for stored in waiting_files(before=timezone.now() - timedelta(minutes=2)):
        try:
            look_at_file(stored=stored)
        except ScannerError:
            return
