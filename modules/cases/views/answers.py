"""How views answer: redirects after a POST, files, and what went wrong."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from modules.cases.errors import CaseError
from modules.cases.models import CaseFile
from rathaus.files.attachments import read_kept
from rathaus.files.errors import FileError, WaitingFileError
from rathaus.files.giving import as_download


def attempt(request: HttpRequest, change: Callable[[], object], success: str) -> bool:
    """Make a change and tell the clerk how it went; return whether it went well."""
    try:
        change()
    except (CaseError, FileError) as error:
        messages.error(request, str(error))
        return False
    messages.success(request, success)
    return True


def give_file(request: HttpRequest, file: CaseFile) -> HttpResponse:
    """Return the file as a download; for one that is damaged, infected or not scanned yet a page that says so."""
    try:
        content = read_kept(file.stored, sha256=file.sha256)
    except FileError as error:
        status = HTTPStatus.CONFLICT if isinstance(error, WaitingFileError) else HTTPStatus.GONE
        return render(request, "cases/damaged.html", {"sentence": str(error)}, status=status)
    return as_download(content, filename=file.filename, content_type=file.content_type)


def show_file(request: HttpRequest, file: CaseFile) -> HttpResponse:
    """Return the picture or PDF for looking at it in the browser, which runs nothing in it."""
    response = give_file(request, file)
    if response.status_code == HTTPStatus.OK:
        response["Content-Disposition"] = _inline(file)
        response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return response


def _inline(file: CaseFile) -> str:
    return content_disposition_header(as_attachment=False, filename=file.filename) or "inline"
